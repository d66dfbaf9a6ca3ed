/** T6: files, input and output, polling and terminals: each call in ordinary and odd ways, line by line as strace prints it. */
import { describe, expect, test } from 'vitest';
import { compileFamily } from './familyPrograms.js';
import type { NormaliseOptions } from './normalise.js';
import { runBoth } from './runBoth.js';

/** What differs from run to run: free space, inode numbers, times. */
const scrub: NonNullable<NormaliseOptions['scrub']> = [
  [/\b(f_bfree|f_bavail|f_ffree|d_ino|d_off|st_ino|stx_ino|st_nlink|stx_nlink|st_blocks|tv_sec|tv_nsec|tv_usec)=\d+/g, '$1=N'],
  [/(st_[amc]time(?:_nsec)?)=\d+/g, '$1=N'],
  [/\/\* \d{4}-\d\d-\d\dT[^*]*\*\//g, '/* DATE */'],
  [/(pipe|socket):\[\d+\]/g, '$1:[N]'],
  [/parity-\w{6}/g, 'DIRECTORY'],
];

/** From the first call of the program’s own on. */
const own = (lines: readonly string[]): readonly string[] => lines.slice(lines.findIndex((line) => line.includes('close_range(3')));

function expectEqual(name: string, options: readonly string[]): void {
  const { oursLines, peerLines } = runBoth(options, [compileFamily(name)], { scrub });
  expect(own(oursLines)).toEqual(own(peerLines));
  expect(own(peerLines).length).toBeGreaterThan(20);
}

describe('T6: as strace prints it', () => {
  for (const name of ['files', 'status', 'io', 'polling', 'terminals']) {
    for (const options of [[], ['-v'], ['-y'], ['-x'], ['-s', '3'], ['-X', 'verbose']]) {
      test(`T6: ${name} ${options.join(' ')}`, () => expectEqual(name, options));
    }
  }
  for (const name of ['io', 'polling', 'terminals']) test(`T6: ${name} -X raw`, () => expectEqual(name, ['-X', 'raw']));
});
