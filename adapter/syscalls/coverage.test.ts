import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { abiNames, syscallTable } from './registry.js';
import { i386Differences, i386OnlySignatures, signatures } from './signatures.js';
import { unknownDescriptor } from './unknownCall.js';

/** What shells, coreutils, compilers, Python, Node, nginx and git call: `strace -c` of each. */
const usual = `
  access arch_prctl bind brk chdir chmod clock_getres clock_gettime clock_nanosleep clone clone3 close connect dup dup2 dup3 epoll_create1 epoll_ctl
  epoll_pwait epoll_wait eventfd2 execve exit exit_group faccessat faccessat2 fadvise64 fchdir fchmod fchown fchownat fcntl fdatasync flock fork fstat
  fstatfs fsync ftruncate futex getcwd getdents64 getegid geteuid getgid getgroups getpeername getpgid getpgrp getpid getppid getrandom getresgid
  getresuid getrlimit getrusage getsid getsockname getsockopt gettid gettimeofday getuid ioctl kill link linkat listen lseek lstat madvise membarrier
  mkdir mkdirat mmap mprotect mremap munmap nanosleep newfstatat open openat pipe pipe2 poll ppoll prctl pread64 prlimit64 pselect6 pwrite64 read
  readlink readlinkat recvfrom recvmsg rename renameat renameat2 rmdir rseq rt_sigaction rt_sigprocmask rt_sigreturn rt_sigsuspend sched_getaffinity
  sched_yield select sendmsg sendto set_robust_list set_tid_address setitimer setpgid setsid setsockopt shutdown sigaltstack socket socketpair splice
  stat statfs statx symlink sysinfo tgkill timer_settime timerfd_create timerfd_settime umask uname unlink unlinkat utimensat vfork wait4 waitid write
  writev
`
  .trim()
  .split(/\s+/);

describe('coverage of the tables', () => {
  test('T6, T13: every name of every ABI has argument names and types', () => {
    const without = abiNames.flatMap((abi) =>
      syscallTable(abi).flatMap((entry) => (entry === undefined || entry.descriptor !== unknownDescriptor ? [] : [`${abi} ${entry.name}`])),
    );
    expect(without).toEqual([]);
  });

  test('T6: the usual calls are decoded fully', () => {
    const byName = new Map(syscallTable('x86_64').flatMap((entry) => (entry === undefined ? [] : [[entry.name, entry.descriptor] as const])));
    expect(usual.filter((name) => byName.get(name)?.basic !== false && byName.get(name)?.basic !== undefined)).toEqual([]);
    expect(usual.filter((name) => !byName.has(name))).toEqual([]);
  });

  test('T6: most calls are decoded fully', () => {
    for (const abi of abiNames) {
      const entries = syscallTable(abi).flatMap((entry) => (entry === undefined ? [] : [entry]));
      const basic = entries.filter((entry) => entry.descriptor.basic === true);
      process.stdout.write(
        `${abi}: ${entries.length - basic.length} of ${entries.length} calls decoded fully; basic: ${basic.map((entry) => entry.name).join(' ')}\n`,
      );
      expect(basic.length).toBeLessThan(entries.length / 2);
    }
  });
});

const tracepoints = '/sys/kernel/tracing/events/syscalls';
/** Names of the kernel’s functions where they differ from the syscall’s. */
const functionNames: Readonly<Record<string, string>> = {
  newfstat: 'fstat',
  newlstat: 'lstat',
  newstat: 'stat',
  newuname: 'uname',
  sendfile64: 'sendfile',
  umount: 'umount2',
};

describe.skipIf(!existsSync(tracepoints))('signatures and this kernel (needs tracefs mounted, as root)', () => {
  test('T6: have the same arguments', () => {
    const texts: Readonly<Record<string, string>> = { ...i386OnlySignatures, ...i386Differences, ...signatures };
    const differences: string[] = [];
    for (const folder of readdirSync(tracepoints)) {
      if (!folder.startsWith('sys_enter_')) continue;
      const kernelName = folder.slice('sys_enter_'.length);
      const name = functionNames[kernelName] ?? kernelName;
      const format = readFileSync(`${tracepoints}/${folder}/format`, 'utf8');
      const fields = [...format.matchAll(/field:[^;]*?(\w+);\toffset:(\d+);/g)].filter(([, , offset]) => Number(offset) >= 16);
      const kernelArguments = fields.map(([, field = '']) => field.replace(/^_+/, ''));
      const own = texts[name]
        ?.split(' ')
        .filter((part) => part !== '')
        .map((part) => part.split(':')[0]);
      if (own === undefined || own.join() !== kernelArguments.join()) differences.push(`${name}: ${own?.join()} but the kernel has ${kernelArguments.join()}`);
    }
    expect(differences).toEqual([]);
  });
});
