/**
 * T6, T7: calls with large attribute structs, security, tracing and administration: each in ordinary and odd ways,
 * line by line as strace prints it. Lines in which strace 6.1 is older than the kernel are named here, with the names
 * that it lacks; all others are equal.
 */
import { describe, expect, test } from 'vitest';
import { compileFamily } from './familyPrograms.js';
import type { NormaliseOptions } from './normalise.js';
import { runBoth } from './runBoth.js';

/** Names and structs that strace 6.1 does not know: a line of ours that has one is not compared. */
const newer =
  /KEXEC_(?:UPDATE_ELF|CRASH_HOTPLUG)|KEXEC_FILE_DEBUG|LANDLOCK_(?:CREATE_RULESET_ERRATA|RESTRICT_SELF)|handled_access_net|LANDLOCK_RULE_NET_PORT|PERF_ATTR_SIZE_VER8|config3=|PERF_SAMPLE_BRANCH_COUNTERS|IORING_(?:SETUP_(?:SINGLE|DEFER|NO_|REGISTERED|HYBRID|CQE_MIXED)|FEAT_REG_REG|ENTER_ABS|OP_PIPE|REGISTER_(?:SYNC|FILE_ALLOC|PBUF_S|NAPI|CLOCK|CLONE|SEND|ZCRX|RESIZE|MEM|QUERY)|UNREGISTER_NAPI)|BPF_(?:F_XDP_HAS_FRAGS|TOKEN_CREATE|PROG_STREAM)|(?:enable_stats|iter_create|link_detach|prog_bind_map)=|BPF_(?:ENABLE_STATS|ITER_CREATE|LINK_DETACH|PROG_BIND_MAP)|FAN_REPORT_FD_ERROR|FAN_PRE_ACCESS|FSCONFIG_CMD_CREATE_EXCL|MOVE_MOUNT_BENEATH|PTRACE_(?:[SG]ET_SYSCALL_USER|SET_SYSCALL_INFO)|cachestat/;

/** What every run makes anew: keys, ids, random bytes, registers that hold a process id, dates of boot clocks. */
const scrub: NonNullable<NormaliseOptions['scrub']> = [
  [/parity-\w{8,}-?\w*/g, 'DIRECTORY'],
  [/^((?:add_key|request_key|keyctl)\(.*\) =) \d{6,}/, '$1 KEY'],
  [/getrandom\("[^"]*"/, 'getrandom("RANDOM"'],
  [/\b(next_id|id|start_id)=\d+( => \d+)?/g, '$1=ID'],
  [/load_time=\d+( \/\*[^*]*\*\/)?/, 'load_time=N'],
  [/\b(rdi|rsi|rbx)=0x[0-9a-f]+/g, '$1=N'],
  [/(xmm_space|args)=\[[^\]]*\]/g, '$1=[N]'],
  [/rval=\d+/, 'rval=N'],
  [/^(ptrace\(\w+, )\d{3,}/, '$1CHILD'],
  // Words of the stack that are taken for a struct.
  [/^(io_uring_register\(99, ).*(?:tags=\[(?:0x[0-9a-f]{7,}|0xffff)|iov_len=\d{9,}|data=\[-?\d{6,}|nr=\d{6,}).*$/, '$1STACK'],
];
/** From the first call of the program’s own on. */
const own = (lines: readonly string[]): readonly string[] => lines.slice(lines.findIndex((line) => line.includes('close_range(3')));

function expectEqual(name: string, options: readonly string[], drop: RegExp | undefined): void {
  const both = runBoth(options, [compileFamily(name)], { scrub, ...(drop === undefined ? {} : { drop }) });
  const ours = own(both.oursLines);
  const peer = own(both.peerLines);
  expect(ours.length).toBe(peer.length);
  const compared = ours.map((line, index) => [line, peer[index]] as const).filter(([line]) => !newer.test(line));
  expect(compared.map(([line]) => line)).toEqual(compared.map(([, line]) => line));
  expect(compared.length).toBeGreaterThan(15);
}

/** Lines that the scheduler makes or not, or that hang on the tracer’s credentials or on bytes beyond the known, by program. */
const dropped: Readonly<Record<string, RegExp>> = {
  ptrace: /SIGCHLD|getppid|wait4|fork|clone/,
  // Kinds of attachment that are newer than strace 6.1.
  bpfReal: /getpid|TASK_FD_QUERY|attach_type=(BPF_(STRUCT_OPS|NETFILTER|TCX|NETKIT|CGROUP_UNIX|TRACE_\w+_(MULTI|SESSION))|0x[23]\w)/,
  keys: /SESSION_TO_PARENT/,
  // The kernel may log something between the two runs.
  administration: /SYSLOG_ACTION_(READ_ALL|SIZE_UNREAD).* = [1-9]/,
  bpf: /BPF_LINK_CREATE.*extra_data/,
};

describe('T6: calls with large structs, as strace prints them', () => {
  for (const name of ['seccomp', 'landlock', 'keys', 'administration', 'bpf', 'bpfReal', 'perf', 'uring', 'aio', 'notify', 'ptrace']) {
    for (const options of [[], ['-v']]) test(`T6: ${name} ${options.join(' ')}`, () => expectEqual(name, options, dropped[name]));
  }
  for (const name of ['aio', 'notify']) {
    for (const options of [
      ['-X', 'raw'],
      ['-X', 'verbose'],
    ])
      test(`T7: ${name} ${options.join(' ')}`, () => expectEqual(name, options, dropped[name]));
  }
  for (const name of ['aio', 'notify', 'ptrace', 'bpf', 'uring', 'keys']) test(`T7: ${name} -s 3`, () => expectEqual(name, ['-s', '3'], dropped[name]));
});
