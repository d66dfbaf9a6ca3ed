import { captureContext, compilePlan, syscallPlan } from '../plan/compile.js';
import { type AbiPlan, encodePlan } from '../plan/encode.js';
import { limits, selection } from '../plan/op.js';
import { type AbiName, abis } from '../record/layout.js';
import { abiNames, syscallTable } from '../syscalls/registry.js';
import { isMentionFiltered, styledTables } from './callStyles.js';
import type { TraceSettings } from './settings.js';

/**
 * The plan for what is to be printed or recorded: the wanted calls, with the memory that their arguments need.
 * `lockstep`: calls that write wait until the lines before them are out, whether they are wanted or not.
 */
export function capturePlan(settings: TraceSettings, lockstep: boolean): Uint32Array {
  if (settings.summary === 'only' && settings.record === undefined && !isMentionFiltered(settings)) return countingPlan(settings);
  const tables = styledTables(settings);
  return compilePlan({
    tables: { x86_64: tables.table('x86_64'), i386: tables.table('i386'), x32: tables.table('x32') },
    decode: settings.decode,
    fdTargets: settings.paths.length > 0,
    payloadBytes: settings.dump.read.isEmpty && settings.dump.write.isEmpty ? 0 : limits.recordBytes,
    select: (abi, nr, name) => selectionBits(settings, abis[abi], nr) | (lockstep && name !== undefined && writers.has(name) ? selection.inOrder : 0),
  });
}

/** For tables of counts: the wanted calls without any memory, but for what says which call another carries. */
function countingPlan(settings: TraceSettings): Uint32Array {
  const plan = (abi: AbiName): AbiPlan => {
    const context = captureContext(abi, { ...settings.decode, stringLimit: 0, verbose: false, fds: 'none' });
    const syscalls = Array.from(syscallTable(abi), (syscall, nr) => {
      const carrier = syscall?.descriptor.passengers === undefined ? undefined : syscallPlan(syscall.descriptor, context);
      return { selection: selectionBits(settings, abis[abi], nr), plan: { entry: carrier?.entry ?? [], exit: [] } };
    });
    return { defaultSelection: selectionBits(settings, abis[abi], -1), syscalls };
  };
  return encodePlan({ x86_64: plan('x86_64'), i386: plan('i386'), x32: plan('x32') });
}

/** Calls that put bytes where others can see them: the terminal, a pipe, a file. */
const writers = new Set([
  ...['write', 'writev', 'pwrite64', 'pwritev', 'pwritev2', 'send', 'sendto', 'sendmsg', 'sendmmsg', 'socketcall', 'sendfile', 'sendfile64'],
  ...['splice', 'tee', 'vmsplice', 'copy_file_range', 'io_submit', 'io_uring_enter', 'ioctl', 'exit', 'exit_group'],
]);

function selectionBits({ syscalls, stacks, tampering }: TraceSettings, abi: number, nr: number): number {
  // Calls that are not traced are not changed either, as strace does it.
  if (!syscalls.reaches(abi, nr)) return 0;
  const name = abiNames[abi];
  const tampered = name !== undefined && tampering.some((rule) => rule.syscalls[name].has(nr)) ? selection.tamper : 0;
  return tampered | selection.trace | (stacks === 'none' ? 0 : selection.stack);
}
