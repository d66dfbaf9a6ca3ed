import type { AbiName } from '../record/layout.js';
import type { Bytes, CallView, CapturedMemory } from './memory.js';
import type { Word } from './word.js';

/** Types of arguments that -e verbose=none leaves as they are: it hides structures and arrays, not text. */
const textTypes: ReadonlySet<string> = new Set(['path', 'string', 'buffer']);

export const isText = (typeName: string): boolean => textTypes.has(typeName);

const absent: Bytes = { data: new Uint8Array(0), status: 'absent' };

/** A call in whose memory there are strings and descriptors only, no bytes: structures show as their address. */
export class TextOnlyCall implements CallView {
  readonly abi: AbiName;
  readonly nr: number;
  readonly pid: number;
  readonly tid: number;
  readonly pointerSize: 4 | 8;
  readonly entry: CapturedMemory;
  readonly exit: CapturedMemory;
  readonly phase: CallView['phase'];
  readonly errno: number | undefined;
  readonly ret: Word;
  readonly retSigned: number | bigint;
  readonly sp: Word;

  /** `call`: with all of its memory. */
  constructor(readonly call: CallView) {
    this.abi = call.abi;
    this.nr = call.nr;
    this.pid = call.pid;
    this.tid = call.tid;
    this.pointerSize = call.pointerSize;
    this.entry = withoutBytes(call.entry);
    this.exit = withoutBytes(call.exit);
    this.phase = call.phase;
    this.errno = call.errno;
    this.ret = call.ret;
    this.retSigned = call.retSigned;
    this.sp = call.sp;
  }

  word(index: number): Word {
    return this.call.word(index);
  }

  signedWord(index: number): number | bigint {
    return this.call.signedWord(index);
  }

  u32(index: number): number {
    return this.call.u32(index);
  }

  i32(index: number): number {
    return this.call.i32(index);
  }
}

/** Strings and descriptors only. */
const withoutBytes = (memory: CapturedMemory): CapturedMemory => ({
  read: () => absent,
  cstring: (address) => memory.cstring(address),
  fdTarget: (fd) => memory.fdTarget(fd),
  fdDetails: (fd) => memory.fdDetails(fd),
  interfaceName: (index) => memory.interfaceName(index),
  genericFamily: (type) => memory.genericFamily(type),
  namespaces: () => memory.namespaces(),
});
