/** Filters by what a call is about: -P PATH and -e fd=. */
import { RecordedCall } from '../decode/callView.js';
import type { DecodeOptions, StringKind } from '../decode/emitter.js';
import { pathText } from '../decode/escape.js';
import { TextEmitter } from '../decode/textEmitter.js';
import type { RecordCursor } from '../record/recordCursor.js';
import type { SyscallEntryInTable } from '../syscalls/descriptor.js';

export interface Mentions {
  /** As they are written in a call, or as what a descriptor refers to. */
  readonly paths: ReadonlySet<string>;
  readonly descriptors: { has(fd: number): boolean };
}

/** An emitter that looks out for paths and descriptors instead of printing. */
class Lookout extends TextEmitter {
  found = false;

  constructor(
    private readonly wanted: Mentions,
    options: DecodeOptions,
  ) {
    super({ ...options, fds: 'path' });
  }

  override string(data: Uint8Array, kind: StringKind): void {
    if (kind === 'path' && this.wanted.paths.has(pathText(data))) this.found = true;
  }

  override fd(value: number, target: string | undefined): void {
    this.#descriptor(value, target);
  }

  override cwdFd(value: number, target: string | undefined): void {
    this.#descriptor(value, target);
  }

  #descriptor(value: number, target: string | undefined): void {
    if (this.wanted.descriptors.has(value) && value >= 0) this.found = true;
    else if (target !== undefined && this.wanted.paths.has(target)) this.found = true;
  }
}

/** Whether a call whose SyscallEntry the cursor is on is about one of these. Descriptors’ targets must have been captured. */
export function mentionFilter(wanted: Mentions, options: DecodeOptions): (cursor: RecordCursor, syscall: SyscallEntryInTable) => boolean {
  const lookout = new Lookout(wanted, options);
  return (cursor, { descriptor }) => {
    const call = new RecordedCall(cursor, 'running');
    lookout.found = false;
    for (const { type, register } of descriptor.args) {
      type.emit(lookout, call, register);
      if (lookout.found) break;
    }
    lookout.take();
    return lookout.found;
  };
}
