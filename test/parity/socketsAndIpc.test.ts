/** T6, T7, T13: socket addresses, options and control messages, System V control structs, and i386's oldest calls, line by line as strace prints them. */
import { describe, expect, test } from 'vitest';
import { compileFamily } from './familyPrograms.js';
import type { NormaliseOptions } from './normalise.js';
import { runBoth } from './runBoth.js';

/** What differs from run to run: ids that the kernel counts up, processes, times, numbers that are halves of addresses. */
const scrub: NonNullable<NormaliseOptions['scrub']> = [
  [/parity-sockets-\w+/g, 'DIRECTORY'],
  [/^((?:sem|msg|shm)(?:ctl|snd|rcv|at|op))\(\d+, /, '$1(ID, '],
  [/^((?:sem|msg|shm)(?:get|ctl)\(.*) = \d+$/, '$1 = ID'],
  [/((?:sem|msg|shm)_(?:[oscard]time|cpid|lpid)=)\d+/g, '$1N'],
  [/((?:msgpool|msgtql|semusz|semaem|used_ids|shm_tot|shm_rss)=)\d+/g, '$1N'],
  [/^(time)\(.*$/, '$1'],
  [/-\d{5,}/g, 'HALF'],
  [/(SOCK_CLOEXEC\||SOCK_NONBLOCK\|)*0xff[0-9a-f]{6}/g, 'HALF'],
];

function expectEqual(name: string, options: readonly string[], drop: RegExp | undefined, flags: readonly string[] = []): void {
  const both = runBoth(options, [compileFamily(name, flags)], { scrub, ...(drop === undefined ? {} : { drop }) });
  expect(both.oursLines).toEqual(both.peerLines);
  expect(both.peerLines.length).toBeGreaterThan(50);
}

describe('T6: as strace prints it', () => {
  for (const options of [[], ['-X', 'raw'], ['-X', 'verbose']]) {
    test(`T6: socket addresses of all lengths ${options.join(' ')}`, () => expectEqual('addressLengths', options, undefined));
  }
  for (const options of [
    ['-e', 'trace=%net'],
    ['-X', 'raw', '-e', 'trace=%net'],
  ]) {
    // TCP_AO_…, TLS_… and others are newer than strace 6.1.
    test(`T6: socket options of all lengths ${options.join(' ')}`, () =>
      expectEqual('socketOptionLengths', options, /SOL_(?:TCP|TLS|ALG), (?:0x\w+ \/\*|TCP_(?:AO|IS_MPTCP|RTO_|DELACK_)|TLS_|ALG_SET_KEY_BY)/));
  }
  for (const options of [[], ['-v'], ['-s', '3'], ['-X', 'raw'], ['-X', 'verbose']]) {
    const with_ = options.join(' ');
    test(`T6: control of System V IPC ${with_}`, () => expectEqual('ipcControl', options, undefined));
    test(`T6: socket addresses ${with_}`, () => expectEqual('addresses', options, undefined));
    // What TCP_INFO measured; filters that are longer than is readable, or that the kernel gives back (-v shows their instructions); bytes beyond a filter that strace did not read.
    test(`T6: socket options ${with_}`, () => expectEqual('socketOptions', options, /TCP_INFO|len=5000|SO_GET_FILTER|ICMP_FILTER, .*, [123]\)/));
    // What is left of a timeout, and whose credentials they are, differs from run to run.
    test(`T6: messages ${with_}`, () => expectEqual('messages', ['-e', 'trace=%net', ...options], /\(left|pid=\d/));
    // SCM_PIDFD is newer than strace 6.1.
    test(`T6: control messages ${with_}`, () =>
      expectEqual('controlMessages', options, /cmsg_level=(?:SOL_SOCKET|0x1(?: \/\* SOL_SOCKET \*\/)?), cmsg_type=(?:SCM_PIDFD|0x4\b)/));
  }
  test('T10: -P looks at paths that are arguments, not at those in addresses', () => {
    const both = runBoth(['-P', '/tmp/sock', '-P', '/etc/ld.so.cache'], [compileFamily('addressLengths')], { scrub });
    expect(both.oursLines).toEqual(both.peerLines);
    expect(both.peerLines.join('\n')).toContain('ld.so.cache');
  });
  // Halves of addresses as types and options differ from run to run; ipc's older msgrcv and its semctl with an unreadable union are shown here as the calls that they are.
  test('T7: i386, its oldest calls', () =>
    expectEqual('oldCalls32', [], /^(?:listen|sendmsg|recvmsg|sendmmsg|shutdown|setsockopt|semctl|msgrcv)\(-1|^socket(?:pair)?\(0xff/, ['-m32']));
});
