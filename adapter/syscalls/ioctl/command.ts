/**
 * Rows of the tables of ioctl commands:
 *
 *   command('BLKGETSIZE', out(ref(unsignedLong))),
 *   command('BLKRRPART BLKFLSBUF'),
 */
import type { ArgType, ReturnType } from '../descriptor.js';

export type TypeLike = ArgType | { readonly type: ArgType };

export interface Command {
  readonly names: readonly string[];
  /** The type of the argument; undefined where the command takes none. */
  readonly arg: TypeLike | undefined;
  /** How success is shown; a decimal number where absent. */
  readonly returns?: ReturnType;
}

/** Commands (separated by spaces) that take an argument of this type; without `arg` the argument is not shown. */
export const command = (names: string, arg?: TypeLike, returns?: ReturnType): Command => ({
  names: names.split(/\s+/),
  arg,
  ...(returns === undefined ? {} : { returns }),
});

/** The commands of a subsystem. */
export type Commands = readonly Command[];
