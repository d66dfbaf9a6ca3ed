/** Why a trace file cannot be read (further). */
export type TraceFileErrorCode =
  /** The file cannot be opened or read at all. */
  | 'io'
  /** It does not begin as a trace file does. */
  | 'notATrace'
  /** It was written by another version of the layout. */
  | 'version'
  /** A record contradicts the layout: everything before it is good. */
  | 'corrupt'
  /** The file ends inside a record that its header promises: everything before it is good. */
  | 'cut';

export class TraceFileError extends Error {
  override readonly name = 'TraceFileError';

  constructor(
    readonly code: TraceFileErrorCode,
    message: string,
    readonly path: string,
    /** File offset of the trouble, where there is one. */
    readonly offset?: number,
  ) {
    super(message);
  }
}

export const cannotRead = (path: string, reason: string): TraceFileError => new TraceFileError('io', `Can't read '${path}': ${reason}`, path);

export const notATrace = (path: string): TraceFileError =>
  new TraceFileError('notATrace', `'${path}' is not a trace file (record one with: syscall-trace trace --record FILE.sctrace PROGRAM)`, path);

export const otherVersion = (path: string, found: number, supported: number): TraceFileError =>
  new TraceFileError(
    'version',
    `'${path}' has trace file version ${found}, this program reads version ${supported}: ${found > supported ? 'update syscall-trace' : 'record it again'}`,
    path,
  );

export const corruptRecord = (path: string, offset: number, what: string): TraceFileError =>
  new TraceFileError('corrupt', `'${path}' is damaged at offset ${offset} (${what}); the records before it were read`, path, offset);

export const cutFile = (path: string, offset: number, missing: number): TraceFileError =>
  new TraceFileError('cut', `'${path}' ends inside a record at offset ${offset} (${missing} bytes are missing); the records before it were read`, path, offset);
