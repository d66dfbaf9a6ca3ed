/**
 * A capture backend: it starts or attaches to programs, appends records to a trace file, and says little else.
 * The ptrace backend is the native addon (ptraceBackend.ts wraps it); the eBPF backend will be a second one.
 */

export interface LaunchTarget {
  readonly kind: 'launch';
  /** Executable, already searched for on PATH by the caller. */
  readonly file: string;
  /** argv, argv[0] included. */
  readonly argv: readonly string[];
  /** The whole environment, `NAME=value` each. */
  readonly env: readonly string[];
  readonly cwd: string;
  /** File descriptors that become the program’s 0, 1 and 2. */
  readonly stdio: readonly [number, number, number];
  /** Run as this user and group (needs root). */
  readonly user?: { readonly uid: number; readonly gid: number; readonly groups: readonly number[] };
  /** A process that becomes the program by itself, instead of a child (adapter/capture/becomeProgram.ts). Absent: a child is made. */
  readonly adopt?: { readonly pid: number; readonly channel: number };
  /** Processes that are traced too. Absent: none. */
  readonly alsoAttach?: readonly number[];
  /** Kill the program when the tracer dies (PTRACE_O_EXITKILL); otherwise it runs on. */
  readonly exitKill: boolean;
  /** Put the program into a process group of its own that owns the terminal on fd 0 (as a shell’s job). */
  readonly newSession?: boolean;
  /** Soft RLIMIT_NOFILE of the program: Node raises its own. Absent: this process’s. */
  readonly openFiles?: number;
  /** Descriptors of this process, from 3 on, that the program gets too. Absent: none. */
  readonly descriptors?: readonly number[];
  /** Signals that the program starts with ignored, and blocked. Absent: none. */
  readonly ignoredSignals?: readonly number[];
  readonly blockedSignals?: readonly number[];
}

export interface AttachTarget {
  readonly kind: 'attach';
  /** Processes; all their threads are seized. Not children that this Node process spawned: libuv's waitpid would take their stops. */
  readonly pids: readonly number[];
}

export interface CaptureOptions {
  /** Trace file to create. Truncated if it is there. */
  readonly tracePath: string;
  /** Unlink the file at once: it lives as long as the session. `readFd` still reads it. */
  readonly temporary: boolean;
  /** Stop writing at this many bytes: further records are counted as lost and a Note says so. 0 = no limit. */
  readonly maxBytes: number;
  /** The compiled plan (plan/encode.ts). */
  readonly plan: Uint32Array;
  /** Trace children too (strace -f). */
  readonly follow: boolean;
  /**
   * Let untraced numbers run without stopping, by a seccomp filter (launch with follow only), when it can change nothing
   * that the program sees. Under a filter a call fails where nobody traces, so a program that has one must end with the
   * tracer: 'auto' uses one only if exitKill says so anyway, 'exitKill' uses one and then behaves as if it did.
   */
  readonly seccomp: 'auto' | 'exitKill' | 'off';
  /** Wait at the entry of each call that is selected `inOrder` (half a second at most) until the reader has called `consumed` past it, so that lines come in order with the program’s own output. */
  readonly lockstep: boolean;
  /** Bytes of stack to copy where a stack cannot be unwound at its stop: its file is being compiled still. */
  readonly stackBytes: number;
  /** Most frames of a stack that is unwound at its stop. 0: all are copied. Absent: 256, as strace has it. */
  readonly stackFrames?: number;
  /** Stacks only of calls that fail, or that take so long (or either): absent or false and 0 mean of all. */
  readonly stackOnError?: boolean;
  readonly stackSlowNs?: number;
  /** Once stacks and mappings take so many bytes of the trace file, no more are written, and a Note says so; 0 or absent for no limit. */
  readonly stackLimit?: number;
  /** Measure the CPU time of each call (strace -c), at the cost of two more system calls of the tracer for each. Absent: no. */
  readonly cpuTime?: boolean;
  /** Note of each task, when it starts and when it execs, its ids in all PID namespaces, its namespaces and its control groups. Absent: no. */
  readonly taskFacts?: boolean;
  /** An execve of the program that fails belongs to the trace: the session starts, and ends with the reason. Absent: starting it fails. */
  readonly recordFailedExec?: boolean;
  /** Let a process go when it has execed (strace -b execve), the program's own beginning excepted. Absent: no. */
  readonly detachOnExec?: boolean;
  /** Halt the debuggee (all tasks) at these moments; none for plain tracing. */
  readonly haltOnExec: boolean;
  readonly haltSignals: readonly number[];
  /** Signals behind whose record a Stack record with all that a crash report needs is written. Absent: none. */
  readonly crashSignals?: readonly number[];
  /** What is to be changed about calls (plan/tampering.ts), whose numbers the plan selects with `selection.tamper`. Absent: nothing. */
  readonly tampering?: Uint32Array;
  /** Log each wait status and ptrace request to stderr (SYSCALL_TRACE_DEBUG=1). */
  readonly debug: boolean;
}

/** Why all tasks are held. */
export type HaltReason =
  | { readonly kind: 'entry' }
  | { readonly kind: 'pause' }
  | { readonly kind: 'signal'; readonly signo: number }
  | { readonly kind: 'syscallEntry' | 'syscallExit'; readonly step: boolean };

export type CaptureEvent =
  /** Records are readable up to `committed`; sent at most about 100 times a second. */
  | { readonly kind: 'progress'; readonly committed: number }
  /** Every task is stopped. `offset`: file offset of the record of the task that caused it. */
  | { readonly kind: 'halted'; readonly reason: HaltReason; readonly pid: number; readonly tid: number; readonly offset: number }
  /** No task is left, or detach is complete. `status`: wait status of the launched process, -1 if there is none. `committed` is final. */
  | {
      readonly kind: 'ended';
      readonly status: number;
      readonly committed: number;
      /** Why the program could not be executed (CaptureOptions.recordFailedExec); its status is then exit status 1. */
      readonly failure?: CaptureFailure;
    };

/** Which step could not be done, on what, and the errno that the kernel gave. explainFailure.ts turns it into words. */
export interface CaptureFailure {
  readonly step: 'open' | 'chdir' | 'user' | 'exec' | 'fork' | 'seize' | 'options' | 'seccomp';
  readonly errno: number;
  readonly pid?: number;
}

export interface CaptureSession {
  /** Descriptor of the trace file, for pread; owned by the session. */
  readonly readFd: number;
  /** The launched process; undefined for attach. */
  readonly pid: number | undefined;
  /** The reader is done with everything before `offset`: frees lockstep, and the disk blocks of a temporary file. */
  consumed(offset: number): void;
  /** Replaces the plan (selection and operations) while running. */
  setPlan(plan: Uint32Array): void;
  setHaltSignals(signals: readonly number[]): void;
  /** Interrupts all tasks; `halted` follows. No effect when halted. */
  pause(): void;
  /** Lets all tasks go on. `step`: halt again at the next syscall-entry ('next') or at the exit of the call that `tid` is in ('out'). `signal`: deliver this instead of the one that halted (0: none). */
  resume(options?: { readonly step?: 'next' | 'out'; readonly tid?: number; readonly signal?: number }): void;
  /** While halted: user_regs_struct (216 bytes) of a task. */
  registers(tid: number): Uint8Array | undefined;
  /** Reads tracee memory at any time; short when the rest is unreadable. Address as bigint. */
  readMemory(pid: number, address: bigint, length: number): Uint8Array;
  /** Lets every task go, undisturbed; `ended` follows. */
  detach(): void;
  /** SIGKILLs what was launched (or attached) and its traced descendants; `ended` follows. */
  kill(): void;
  /** Sends a signal to the launched process, as kill(2) would. */
  signal(signo: number): void;
}

export interface CaptureBackend {
  /** Throws CaptureError (with a CaptureFailure) when the target cannot be started. The program’s first event is its execve. */
  start(target: LaunchTarget | AttachTarget, options: CaptureOptions, onEvent: (event: CaptureEvent) => void): CaptureSession;
}
