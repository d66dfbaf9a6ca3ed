/** Filters by what a call is about: -P PATH and -e fd=. */
import { RecordedCall } from '../decode/callView.js';
import type { RecordBytes } from '../decode/capturedMemory.js';
import { carriedSyscall } from '../decode/decodeCall.js';
import type { DecodeOptions, StringKind } from '../decode/emitter.js';
import { pathText } from '../decode/escape.js';
import { TextEmitter } from '../decode/textEmitter.js';
import type { SyscallEntryInTable } from '../syscalls/descriptor.js';

export interface Mentions {
  /** As they are written in a call, or as what a descriptor refers to. */
  readonly paths: ReadonlySet<string>;
  readonly descriptors: { has(fd: number): boolean };
}

/** An emitter that looks out for paths and descriptors instead of printing. */
class Lookout extends TextEmitter {
  found = false;
  #depth = 0;

  constructor(
    private readonly wanted: Mentions,
    options: DecodeOptions,
  ) {
    super({ ...options, fds: 'path' });
  }

  /** Before each argument, since one whose decoder fails leaves structs open. */
  begin(): void {
    this.#depth = 0;
  }

  override beginStruct(): void {
    this.#depth++;
    super.beginStruct();
  }

  override endStruct(): void {
    this.#depth--;
    super.endStruct();
  }

  /** Paths are arguments: those in structs, as in addresses of sockets, count for nothing, as with strace. */
  override string(data: Uint8Array, kind: StringKind): void {
    if (kind === 'path' && this.#depth === 0 && this.wanted.paths.has(pathText(data))) this.found = true;
  }

  /** AT_FDCWD is no descriptor: a call that has it is not about the working directory. */
  override cwdFd(): void {}

  override fd(value: number, target: string | undefined): void {
    if (this.wanted.descriptors.has(value) && value >= 0) this.found = true;
    else if (target !== undefined && this.wanted.paths.has(target)) this.found = true;
  }
}

/** A decoder that fails has mentioned what it has shown until then. */
function look(lookout: Lookout, emit: () => void): void {
  const { options } = lookout;
  lookout.begin();
  try {
    emit();
  } catch {
    lookout.options = options;
  }
  lookout.take();
}

/** Whether the call of a SyscallEntry record is about one of these. Descriptors’ targets must have been captured. */
export function mentionFilter(wanted: Mentions, options: DecodeOptions): (entry: RecordBytes, syscall: SyscallEntryInTable) => boolean {
  const lookout = new Lookout(wanted, options);
  return (entry, syscall) => {
    const call = new RecordedCall(entry, 'running');
    const { descriptor } = carriedSyscall(syscall, call);
    lookout.found = false;
    for (const { type, register } of descriptor.args) {
      look(lookout, () => (type.mention === undefined ? type.emit(lookout, call, register) : type.mention(lookout, call, register)));
      if (lookout.found) break;
    }
    return lookout.found;
  };
}
