/**
 * Facts that are newer than the distribution's kernel headers (Debian 12: Linux 6.1), each with its source.
 * The only file in which numbers and values are typed by hand. When the headers catch up, the generator
 * refuses an entry that contradicts them, and `generate` reports entries that are no longer needed.
 */

export interface NewerSyscall {
  readonly name: string;
  /** From arch/x86/entry/syscalls/syscall_64.tbl; undefined where this ABI lacks it. */
  readonly x86_64?: number;
  /** From arch/x86/entry/syscalls/syscall_32.tbl. */
  readonly i386?: number;
  /** First kernel release that has it. */
  readonly since: string;
}

/** Since 5.1 new calls have one number on every architecture (asm-generic/unistd.h); `common` ones exist for x32 too. */
const common = (name: string, nr: number, since: string): NewerSyscall => ({ name, x86_64: nr, i386: nr, since });

/** Syscalls added after Linux 6.1, up to 6.18. */
export const newerSyscalls: readonly NewerSyscall[] = [
  { name: 'uretprobe', x86_64: 335, since: '6.11' },
  { name: 'uprobe', x86_64: 336, since: '6.18' },
  common('cachestat', 451, '6.5'),
  common('fchmodat2', 452, '6.6'),
  { name: 'map_shadow_stack', x86_64: 453, i386: 453, since: '6.6' },
  common('futex_wake', 454, '6.7'),
  common('futex_wait', 455, '6.7'),
  common('futex_requeue', 456, '6.7'),
  common('statmount', 457, '6.8'),
  common('listmount', 458, '6.8'),
  common('lsm_get_self_attr', 459, '6.8'),
  common('lsm_set_self_attr', 460, '6.8'),
  common('lsm_list_modules', 461, '6.8'),
  common('mseal', 462, '6.10'),
  common('setxattrat', 463, '6.13'),
  common('getxattrat', 464, '6.13'),
  common('listxattrat', 465, '6.13'),
  common('removexattrat', 466, '6.13'),
  common('open_tree_attr', 467, '6.15'),
  common('file_getattr', 468, '6.17'),
  common('file_setattr', 469, '6.17'),
];

/** `64` (not `common`) entries of syscall_64.tbl among the above: unknown to x32. */
export const notForX32: ReadonlySet<string> = new Set(['uretprobe', 'uprobe']);
