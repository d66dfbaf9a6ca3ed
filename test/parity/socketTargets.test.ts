/** T6, T13: sockets under -y and -yy whatever their protocol is called, and messages in odd numbers, as strace shows them. */
import { describe, expect, test } from 'vitest';
import { compileFamily } from './familyPrograms.js';
import type { NormaliseOptions } from './normalise.js';
import { runBoth } from './runBoth.js';

/** Inodes, and the ports that the kernel chooses. */
const scrub: NonNullable<NormaliseOptions['scrub']> = [
  [/socket:\[\d+/g, 'socket:[N'],
  [/:\[\d+\]/g, ':[N]'],
  [/:\[\d+->\d+\]/g, ':[N->N]'],
  [/(\.1|::1\]):[1-9]\d*/g, '$1:PORT'],
  [/htons\([1-9]\d*\)/g, 'htons(PORT)'],
  [/(sin6?_port)="\\x(?!00\\x00)[^"]*"/g, '$1=PORT'],
];

describe('T6: as strace shows it', () => {
  for (const [flags, abi] of [
    [[], 'x86-64'],
    [['-m32'], 'i386'],
  ] as const) {
    for (const options of [['-y'], ['-yy'], ['-v', '-s', '1100'], ['-X', 'raw']]) {
      test(`T13: ${abi}, targets and messages, ${options.join(' ')}`, () => {
        const calls = 'trace=%net,close,dup,fcntl64,fcntl';
        const both = runBoth(['-f', ...options, '-e', calls], [compileFamily('socketTargets', ['-w', ...flags])], { scrub });
        expect(both.oursLines).toEqual(both.peerLines);
        expect(both.peerLines.length).toBeGreaterThan(150);
      });
    }
  }
});
