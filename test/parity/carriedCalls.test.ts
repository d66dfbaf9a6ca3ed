/** T7, T11: what i386’s socketcall and ipc carry is chosen, counted and shown under its own name, as strace does it. */
import { describe, expect, test } from 'vitest';
import { compileFamily } from './familyPrograms.js';
import type { NormaliseOptions } from './normalise.js';
import { runBoth } from './runBoth.js';

/** Ids that the kernel counts up, and times. */
const scrub: NonNullable<NormaliseOptions['scrub']> = [
  [/parity-\w+>/g, 'DIRECTORY>'],
  [/socket:\[\d+/g, 'socket:[N'],
  [/^((?:sem|msg|shm)(?:ctl|snd|rcv|op))\((?:\d+|0x[0-9a-f]{4,}), /, '$1(ID, '],
  [/^((?:sem|msg)(?:get|ctl)\(.*) = \w+$/, '$1 = ID'],
  [/((?:sem)_(?:[oc]time|nsems)=|semusz=|semaem=|mode=)\d+/g, '$1N'],
];

function expectEqual(options: readonly string[], least: number): void {
  const both = runBoth(options, [compileFamily('carriedCalls32', ['-m32'])], { scrub });
  expect(both.oursLines).toEqual(both.peerLines);
  expect(both.peerLines.length).toBeGreaterThan(least);
}

describe('T7: i386, carried calls', () => {
  for (const [expression, least] of [
    ['all', 200],
    ['socket', 2],
    ['socketcall', 5],
    ['sendto', 1],
    ['102', 5],
    ['ipc', 150],
    ['%ipc', 150],
    ['117', 15],
    ['msgrcv,shmctl', 10],
    ['%network', 20],
    ['%memory,%desc', 10],
    ['!socket,%ipc', 20],
    ['!socketcall', 200],
    ['/^s(end|o)', 8],
    ['recvmsg@64,bind@32', 1],
    ['recvmsg@32,bind@64', 1],
  ] as const) {
    test(`T11: -e trace=${expression}`, () => expectEqual(['-e', `trace=${expression}`], least));
  }
  for (const options of [
    ['-e', 'raw=socket,send'],
    ['-e', 'raw=socketcall'],
    ['-e', 'raw=%ipc,%net,mmap', '-e', 'trace=%ipc,%net,socketcall,mmap'],
    ['-e', 'verbose=none', '-e', 'trace=%ipc,%net,socketcall,mmap'],
    ['-e', 'verbose=!connect,semop', '-e', 'trace=%ipc,%net'],
    ['-v', '-s', '3'],
    ['-y'],
    ['-n', '-e', 'trace=%net,exit_group'],
  ]) {
    test(`T7: ${options.join(' ')}`, () => expectEqual(options, 15));
  }
  test('T10: -P takes the number of an unknown socketcall for a descriptor', () => {
    expectEqual(['-P', '/dev/null'], 3);
    expectEqual(['-P', '/dev/null', '-e', 'trace=socketcall'], 0);
  });
  for (const options of [[], ['-e', 'trace=ipc'], ['-e', 'trace=socketcall,send'], ['-P', '/dev/null']]) {
    test(`T12: -c ${options.join(' ')}`, () => expectEqual(['-c', '-S', 'name', '-U', 'calls,errors,name', ...options], 5));
  }
});
