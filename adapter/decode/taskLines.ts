import type { SyscallEntryInTable } from '../syscalls/descriptor.js';
import { SavedRecord } from './savedRecord.js';
import type { Word } from './word.js';

/** The call that a task is in, as far as its line goes. */
export class OpenLine {
  readonly entry = new SavedRecord();
  syscall: SyscallEntryInTable | undefined;
  /** Prefix and text that are held back until the status is known. */
  held = '';
  timeNs = 0;
  ip: Word = 0;
  /** All arguments were shown at entry. */
  complete = false;
  /** `, ` was shown in front of the first argument that the exit brings. */
  comma = false;
  /** Its result has been printed already (`exit_group(0) = ?`). */
  done = false;
}

/** State of a task beside its open call. */
export class TaskLines {
  readonly open = new OpenLine();
  inCall = false;
  abi = 0;
  /** Stack of a call that does not return: printed when the task ends. */
  lastStack: string | Promise<string> | undefined;
  lastNr: number | undefined;
  lastAbi = 0;
}
