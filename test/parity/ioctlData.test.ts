/** T6: ioctl commands whose arguments carry data of their own: each program makes one family in ordinary and odd ways, compared line by line with strace. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runBoth } from './runBoth.js';

const sources = resolve(import.meta.dirname, '../programs/ioctl');
const programs = ['deviceMapper', 'scsi', 'video', 'btrfs', 'tee'];
let directory = '';

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'parity-ioctl-data-'));
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const compiledPrograms = new Set<string>();
function compile(name: string, flags: readonly string[]): string {
  const output = join(directory, [name, ...flags].join(''));
  if (compiledPrograms.has(output)) return output;
  const compiled = spawnSync('gcc', ['-O1', '-w', ...flags, '-o', output, join(sources, `${name}.c`)], { encoding: 'utf8' });
  if (compiled.status !== 0) throw new Error(`gcc could not compile ${name}.c: ${compiled.stderr}`);
  compiledPrograms.add(output);
  return output;
}

/** Whether gcc makes programs of 32 bits here (gcc-multilib). */
const has32 = spawnSync('gcc', ['-m32', '-xc', '-o', '/dev/null', '-'], { input: '#include <stdio.h>\nint main(void) { return 0; }\n' }).status === 0;

/** What standard input is in each run. */
const scrub = [[/(socket|pipe):\[\d+\]/g, '$1:[N]']] as const;

const FAILED = '25';
const runs: readonly (readonly [abi: string, flags: readonly string[], errno: string, options: readonly string[]])[] = [
  ['x86_64', [], '0', []],
  ['x86_64', [], '0', ['-v', '-s', '3']],
  ['x86_64', [], '0', ['-v', '-X', 'verbose']],
  ['x86_64', [], FAILED, ['-v', '-y']],
  ['i386', ['-m32'], '0', ['-v']],
  ['i386', ['-m32'], FAILED, []],
];

describe('T6: ioctl with data, as strace prints it', () => {
  for (const name of programs) {
    for (const [abi, flags, errno, options] of runs) {
      const outcome = errno === FAILED ? 'failure' : 'success';
      test.skipIf(abi === 'i386' && !has32)(
        `T6: ${name}, ${abi}, ${outcome} ${options.join(' ')}`,
        () => {
          const { oursLines, peerLines } = runBoth(['-e', 'trace=ioctl', ...options], [compile(name, flags), errno], { scrub });
          expect(oursLines).toEqual(peerLines);
          expect(peerLines.length).toBeGreaterThan(90);
        },
        60_000,
      );
    }
  }
});
