/** What the adapter says to the user when a request cannot be done: one factory an error, each with its own number. */
import type { DebugProtocol } from '@vscode/debugprotocol';

export class DapError extends Error {
  /** `id` is stable across versions; `showUser` asks the client for a dialog. */
  constructor(
    readonly id: number,
    message: string,
    readonly showUser: boolean = false,
  ) {
    super(message);
  }

  /** What the error response carries. Braces of the text are no DAP variables: there are none. */
  toMessage(): DebugProtocol.Message {
    return { id: this.id, format: this.message, variables: {}, showUser: this.showUser };
  }
}

export const unknownRequest = (command: string) => new DapError(1001, `Request "${command}" is not supported`);
export const internalFault = (command: string, cause: unknown) =>
  new DapError(1002, `Request "${command}" failed: ${cause instanceof Error ? cause.message : String(cause)}`);
export const alreadyStarted = () => new DapError(1003, 'A program is already being traced in this session');
export const notStarted = (command: string) => new DapError(1004, `Request "${command}" needs a traced program; none is running`);
export const badArgument = (command: string, argument: string, expected: string) =>
  new DapError(1005, `Request "${command}": "${argument}" must be ${expected}`);
export const sessionEnding = () => new DapError(1006, 'The session ended before the program was started');

export const badConfiguration = (problems: readonly { readonly code: string; readonly message: string }[]) =>
  new DapError(1101, problems.map((problem) => problem.message).join('\n'), true);
export const programNotFound = (program: string, reason: string) => new DapError(1102, `Cannot run "${program}": ${reason}`, true);
export const badWorkingDirectory = (cwd: string, reason: string) => new DapError(1103, `Cannot use the working directory "${cwd}": ${reason}`, true);
export const badTraceFilter = (field: string, text: string, reason: string) => new DapError(1104, `"${field}": "${text}" is not a filter: ${reason}`, true);
export const captureFailed = (explanation: string) => new DapError(1105, explanation, true);
export const terminalFailed = (reason: string) => new DapError(1106, `The program could not be started in a terminal: ${reason}`, true);
export const nativePartMissing = (reason: string) => new DapError(1107, `The native part of Syscall Trace cannot be loaded: ${reason}`, true);

export const notHalted = (command: string) => new DapError(1201, `Request "${command}" needs a stopped program`);
export const unknownThread = (threadId: number) => new DapError(1202, `Thread ${threadId} is not traced or has ended`);
export const unknownFrame = (frameId: number) => new DapError(1203, `Stack frame ${frameId} is not known: the program has run on since`);
export const unknownVariables = (reference: number) => new DapError(1204, `Variables ${reference} are not known: the program has run on since`);
export const cannotEvaluate = (expression: string) =>
  new DapError(1205, `Cannot evaluate "${expression}": only registers can be named here, such as $rip or $rax`);
export const unknownRow = (index: number, total: number) => new DapError(1206, `There is no row ${index}: the trace has ${total}`);

export const noMonitor = () => new DapError(1207, 'This session does not watch for crashes');
export const unknownCrash = (number: number, oldest: number) =>
  new DapError(1208, `Crash ${number} is not kept any more: the oldest that is kept is ${oldest}`, true);
export const monitorRefused = (explanation: string) => new DapError(1108, explanation, true);

export const clientGone = () => new DapError(1301, 'the client has gone');
export const clientRefused = (command: string, reason: string | undefined) => new DapError(1302, reason ?? `the client refused "${command}"`);
export const clientSilent = (command: string, patienceMs: number) => new DapError(1303, `the client did not answer "${command}" within ${patienceMs / 1000} s`);
