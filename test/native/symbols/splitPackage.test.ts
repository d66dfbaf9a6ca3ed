/** S5: split units that dwp or llvm-dwp put into one file give what they gave as files of their own. */
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { framesOf } from '../../../adapter/symbols/frameColumns.js';
import { hasTool, newSymbolizer, run, Workshop } from './snapshots.js';
import { randomTextAddresses } from './textAddresses.js';

const workshop = new Workshop();
afterAll(() => workshop.remove());

const UNITS = 12;

function source(unit: number): string {
  const next = unit + 1 < UNITS ? `extern int f${unit + 1}(int); ` : '';
  const call = unit + 1 < UNITS ? `f${unit + 1}(n)` : 'n';
  return `${next}static inline int inner${unit}(int n) {
  for (int i = 0; i < n; i++) n ^= n * ${unit + 3};
  return n;
}
__attribute__((noinline)) int f${unit}(int n) {
  return inner${unit}(n + ${unit}) + ${call} + inner${unit}(n * 7);
}
${unit === 0 ? 'int main(int argc, char **argv) { (void)argv; return f0(argc); }' : ''}
`;
}

/** A program of several units, with a .dwo file for each. */
function compile(name: string, compiler: string, flags: readonly string[]): { program: string; folder: string } {
  const folder = join(workshop.directory, name);
  mkdirSync(folder);
  const sources = Array.from({ length: UNITS }, (_, unit) => join(folder, `unit${unit}.c`));
  for (const [unit, file] of sources.entries()) writeFileSync(file, source(unit));
  const objects = sources.map((file) => file.replace('.c', '.o'));
  for (const [unit, file] of sources.entries()) run(compiler, ['-O2', '-gsplit-dwarf', ...flags, '-c', '-o', objects[unit] ?? '', file]);
  const program = join(folder, 'program');
  run(compiler, [...flags, '-o', program, ...objects]);
  return { program, folder };
}

async function look(program: string, addresses: BigUint64Array) {
  const columns = await newSymbolizer().fileColumns(program, addresses);
  if (columns === undefined) throw new Error(`${program} cannot be read`);
  return { frames: framesOf(columns, addresses), notices: columns.notices ?? [] };
}

function removeSplitFiles(folder: string): void {
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.dwo'))) rmSync(join(folder, file));
}

describe.each([
  ['dwp', 'gcc', '-gdwarf-4'],
  ['dwp', 'gcc', '-gdwarf-5'],
  ['llvm-dwp', 'gcc', '-gdwarf-4'],
  ['llvm-dwp', 'gcc', '-gdwarf-5'],
  ['llvm-dwp', 'clang', '-gdwarf-5'],
])('S5: a package by %s of units by %s %s', (packer, compiler, version) => {
  test.skipIf(!hasTool(packer) || !hasTool(compiler))('gives equal frames', async ({ skip }) => {
    const { program, folder } = compile(`${packer}${compiler}${version}`, compiler, [version]);
    const addresses = BigUint64Array.from(randomTextAddresses(program, 300));
    const apart = await look(program, addresses);
    expect(apart.frames.flat().filter(({ inlined }) => inlined).length).toBeGreaterThan(20);
    try {
      run(packer, ['-e', program, '-o', `${program}.dwp`]);
    } catch (error) {
      skip(`${packer} cannot pack these: ${error}`);
    }
    removeSplitFiles(folder);
    const together = await look(program, addresses);
    expect(together.notices).toEqual([]);
    expect(together.frames).toEqual(apart.frames);
  });
});

describe.skipIf(!hasTool('dwp'))('S14: a package that is damaged', () => {
  test('lowers the quality and is named, and neither crashes nor hangs', async () => {
    const { program, folder } = compile('damaged', 'gcc', ['-gdwarf-4']);
    const addresses = BigUint64Array.from(randomTextAddresses(program, 50));
    run('dwp', ['-e', program, '-o', `${program}.dwp`]);
    removeSplitFiles(folder);
    const whole = readFileSync(`${program}.dwp`);
    const found = /\] \.debug_cu_index +\w+ +[0-9a-f]+ ([0-9a-f]+) ([0-9a-f]+)/.exec(run('readelf', ['-SW', `${program}.dwp`]));
    const [offset, size] = [Number.parseInt(found?.[1] ?? '', 16), Number.parseInt(found?.[2] ?? '', 16)];
    expect(size).toBeGreaterThan(100);
    const best = await look(program, addresses);
    for (let at = offset; at < offset + size; at += 4) {
      for (const value of [0, 0xffffffff, whole.readUInt32LE(at) ^ 0x101]) {
        const bytes = Buffer.from(whole);
        bytes.writeUInt32LE(value >>> 0, at);
        writeFileSync(`${program}.dwp`, bytes);
        const { frames } = await look(program, addresses);
        expect(frames.every((list) => list.length > 0)).toBe(true);
      }
    }
    const noVersion = Buffer.from(whole);
    noVersion.writeUInt32LE(9, offset);
    writeFileSync(`${program}.dwp`, noVersion);
    const { frames, notices } = await look(program, addresses);
    expect(notices.join()).toContain(`${program}.dwp: this package of split debug information is damaged, or of a version that is not known here`);
    expect(frames.flat().filter(({ inlined }) => inlined).length).toBeLessThan(best.frames.flat().filter(({ inlined }) => inlined).length);
  });
});
