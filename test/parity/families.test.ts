/** T6, T7, T13: programs that make one family of calls in ordinary and odd ways, traced by strace and by ours, line by line. */
import { describe, expect, test } from 'vitest';
import { compileFamily } from './familyPrograms.js';
import type { NormaliseOptions } from './normalise.js';
import { runBoth } from './runBoth.js';

/** What every run makes anew: directories, random bytes, and what the system counts. */
const everyRun: NonNullable<NormaliseOptions['scrub']> = [
  [/parity-\w{8,}-?\w*/g, 'DIRECTORY'],
  [/((?:uptime|loads|\w+ram|procs|tv_sec|tv_usec|tv_nsec)=)(?:\d+|\[[^\]]*\])/g, '$1N'],
  [/^(times|time)\((.*)\) = \d+.*$/, '$1($2) = N'],
];

/** Lines that differ because strace 6.1 is older than this kernel and does not know the names. */
const newer: Readonly<Record<string, RegExp>> = {
  memory: /MAP_ABOVE4G|MAP_DROPPABLE|MFD_NOEXEC_SEAL|MEMBARRIER_CMD_GET_REGISTRATIONS|mseal|syscall_0x1ce|0x8 \/\* MAP_|0x200080|0x3e00680|0x3fffff8|\|0x200\)/,
  process: /PIDFD_THREAD|0x80 \/\* PIDFD_/,
  siginfo: /pidfd_send_signal/,
};
/** Lines whose numbers the kernel hands out in turn (System V ids, ports, descriptors behind a tracer’s own). */
const handedOut: Readonly<Record<string, NonNullable<NormaliseOptions['scrub']>>> = {
  // The low half of an address.
  siginfo: [[/si_int=-?\d{6,}/, 'si_int=N']],
  ipc: [
    [/^((?:shm|sem|msg)\w+)\(\d+, /, '$1(ID, '],
    [/^((?:shm|sem|msg)get\(.*\)) = \d+$/, '$1 = ID'],
  ],
  network: [
    [/htons\(\d{4,5}\)/g, 'htons(PORT)'],
    [/sa_data="[^"]*"\}, \[4 => 16\]/, 'sa_data=PORT}, [4 => 16]'],
    [/^(accept4\(.*) = \d+$/, '$1 = FD'],
    [/^close\(\d+\)/, 'close(FD)'],
  ],
};

describe('T6: families of calls', () => {
  for (const name of ['memory', 'signals', 'siginfo', 'time', 'network', 'ipc']) {
    test(`T6: ${name}`, () => {
      const drop = newer[name];
      const both = runBoth([], [compileFamily(name)], { scrub: [...everyRun, ...(handedOut[name] ?? [])], ...(drop === undefined ? {} : { drop }) });
      expect(both.oursLines).toEqual(both.peerLines);
      expect(both.peerLines.length).toBeGreaterThan(50);
    });
  }

  test('T6: process', () => {
    const both = runBoth([], [compileFamily('process')], {
      scrub: everyRun,
      // What strace 6.1 does not know, and when a child’s signal comes between two lines.
      drop: new RegExp(`${newer.process?.source ?? ''}|SIGCHLD|WCONTINUED|waitid\\(P_PID|ru_utime`),
    });
    expect(both.oursLines).toEqual(both.peerLines);
  });

  test('T6: prctl', () => {
    const both = runBoth([], [compileFamily('prctl')], {
      scrub: everyRun,
      // Options of ARM processors, and masks of CPU state components: shown as numbers here.
      drop: /PR_S[VM]E_SET_VL|PR_SET_TAGGED_ADDR|PR_PAC_SET|XCOMP|ARCH_MAP_VDSO_X32|0x2001/,
    });
    expect(both.oursLines).toEqual(both.peerLines);
  });
});
