/** T11: the classes of `-e trace=%…` hold the calls that strace's do, on each ABI. No call is carried out: a seccomp filter answers them all. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { classSpellings, parseSyscallSet } from '../../adapter/filter/syscallSet.js';
import { abis } from '../../adapter/record/layout.js';
import { abiNames, syscallTable } from '../../adapter/syscalls/registry.js';

const source = resolve(import.meta.dirname, '../programs/families/everyCall.c');
const EPERM = '1';
let directory = '';
let program = '';
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'parity-classes-'));
  program = join(directory, 'everyCall');
  const compiled = spawnSync('gcc', ['-O1', '-mno-red-zone', '-o', program, source], { encoding: 'utf8' });
  if (compiled.status !== 0) throw new Error(`gcc could not compile everyCall.c: ${compiled.stderr}`);
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

/** The names of the calls that strace traces with `expression`, those that it has no name for left out. */
function traced(abi: string, expression: string): Set<string> {
  const log = join(directory, 'log');
  spawnSync('strace', ['-qq', '-o', log, '-e', `trace=${expression},prctl`, program, abi, EPERM, '-1', '0']);
  const lines = readFileSync(log, 'utf8').split('\n');
  // What comes before is the program's own start.
  const begin = lines.findIndex((line) => line.includes('PR_SET_SECCOMP'));
  if (begin < 0) throw new Error(`strace did not reach the calls of ${abi} for ${expression}`);
  const names = lines.slice(begin + 1).map((line) => /^(\w+)\(/.exec(line)?.[1] ?? '');
  return new Set(names.filter((name) => name !== '' && !name.startsWith('syscall_0x') && name !== 'prctl'));
}

describe.skipIf(spawnSync('strace', ['-V']).status !== 0)('classes of calls (needs strace)', () => {
  for (const abi of abiNames) {
    test(`T11: ${abi}`, () => {
      const known = traced(abi, 'all');
      expect(known.size).toBeGreaterThan(300);
      for (const spelling of classSpellings) {
        const set = parseSyscallSet(spelling);
        const ours = syscallTable(abi).flatMap((entry) =>
          entry !== undefined && known.has(entry.name) && entry.name !== 'prctl' && set.has(abis[abi], entry.nr) ? [entry.name] : [],
        );
        expect({ spelling, calls: [...new Set(ours)].sort() }).toEqual({
          spelling,
          calls: [...traced(abi, spelling)].filter((name) => known.has(name)).sort(),
        });
      }
    });
  }
});
