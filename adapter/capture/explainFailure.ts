/** Says in one line why a target could not be started, and what to do about it. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { errnos } from '../syscalls/generated/errno.gen.js';
import type { AttachTarget, CaptureFailure, LaunchTarget } from './backend.js';

/** Text of a file of /proc; undefined when it cannot be read. */
export type ReadProc = (file: string) => string | undefined;

const EPERM = 1;
const ENOENT = 2;
const ESRCH = 3;
const EACCES = 13;
const EISDIR = 21;

/** PF_KTHREAD of include/linux/sched.h: bit of the flags in /proc/PID/stat. */
const PF_KTHREAD = 0x200000;
/** CAP_SYS_PTRACE of linux/capability.h. */
const CAP_SYS_PTRACE = 19n;

/** `tracePath`: the trace file that was to be made. */
export function explainFailure(failure: CaptureFailure, target: LaunchTarget | AttachTarget, tracePath: string, readProc: ReadProc = readFile): string {
  const reason = errnos[failure.errno]?.[1] ?? `errno ${failure.errno}`;
  const launch = target.kind === 'launch' ? target : undefined;
  switch (failure.step) {
    case 'open':
      return `Can't create the trace file '${tracePath}': ${reason}`;
    case 'chdir':
      return `Can't change to the working directory '${launch?.cwd ?? ''}': ${reason}`;
    case 'user':
      return `Can't run as user ${launch?.user?.uid ?? ''}: ${reason}${failure.errno === EPERM ? ' (only root can change the user)' : ''}`;
    case 'exec':
      return explainExec(failure.errno, launch?.file ?? '', reason);
    case 'fork':
      return `Can't make a process: ${reason}`;
    case 'options':
      return `Can't trace process ${failure.pid ?? ''}: the kernel refuses the ptrace options (${reason}); Linux 5.3 or later is needed`;
    case 'seccomp':
      return `Can't install the seccomp filter: ${reason}`;
    case 'seize':
      return explainSeize(failure, reason, readProc);
  }
}

function explainExec(errno: number, file: string, reason: string): string {
  if (errno === ENOENT && path.isAbsolute(file)) return `Can't run '${file}': ${reason} (the file, or the interpreter that it names)`;
  if (errno === EACCES || errno === EISDIR) return `Can't run '${file}': ${reason} (a directory, or not executable)`;
  return `Can't run '${file}': ${reason}`;
}

function explainSeize({ errno, pid = 0 }: CaptureFailure, reason: string, readProc: ReadProc): string {
  const what = `Can't attach to process ${pid}`;
  if (errno === ESRCH) return `${what}: there is no such process`;
  if (errno !== EPERM) return `${what}: ${reason}`;
  const status = readProc(`/proc/${pid}/status`) ?? '';
  const tracer = tracerOf(status, readProc);
  if (tracer !== 0) {
    const name = readProc(`/proc/${tracer}/comm`)?.trim();
    return `${what}: process ${tracer}${name === undefined ? '' : ` (${name})`} traces it already`;
  }
  if (isKernelThread(readProc(`/proc/${pid}/stat`))) return `${what}: it is a kernel thread, which has no system calls`;
  if (/^State:\s*Z/m.test(status)) return `${what}: it has ended and waits to be reaped (a zombie)`;
  const own = readProc('/proc/self/status') ?? '';
  if (hasPtraceCapability(own)) return `${what}: ${reason} (a security module or a user namespace forbids it)`;
  const foreign = userOf(status) !== userOf(own);
  if (foreign) return `${what}: it belongs to another user; run as root, or with CAP_SYS_PTRACE`;
  const scope = Number(readProc('/proc/sys/kernel/yama/ptrace_scope')?.trim() ?? 0);
  if (scope === 3) return `${what}: kernel.yama.ptrace_scope is 3, which forbids attaching until the next boot`;
  if (scope === 2) return `${what}: kernel.yama.ptrace_scope is 2, which allows it to CAP_SYS_PTRACE only; run as root`;
  if (scope === 1)
    return `${what}: kernel.yama.ptrace_scope is 1, which allows only a program's own descendants; run as root, or: sudo sysctl kernel.yama.ptrace_scope=0`;
  return `${what}: ${reason} (it runs with other privileges than yours); run as root, or with CAP_SYS_PTRACE`;
}

/** The process that traces, 0 for none: the kernel names its thread. */
function tracerOf(status: string, readProc: ReadProc): number {
  const tid = Number(/^TracerPid:\s*(\d+)/m.exec(status)?.[1] ?? 0);
  const own = tid === 0 ? undefined : readProc(`/proc/${tid}/status`);
  return Number(/^Tgid:\s*(\d+)/m.exec(own ?? '')?.[1] ?? tid);
}

function isKernelThread(stat: string | undefined): boolean {
  // Fields behind the name: state ppid pgrp session tty_nr tpgid flags (proc(5)).
  const fields = stat?.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields?.[6] ?? 0) & PF_KTHREAD) !== 0;
}

function hasPtraceCapability(status: string): boolean {
  const effective = /^CapEff:\s*([0-9a-f]+)/m.exec(status)?.[1];
  return effective !== undefined && ((BigInt(`0x${effective}`) >> CAP_SYS_PTRACE) & 1n) === 1n;
}

function userOf(status: string): string | undefined {
  return /^Uid:\s*(\d+)/m.exec(status)?.[1];
}

function readFile(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
