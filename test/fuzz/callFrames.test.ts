/**
 * S14: programs whose call frame information is damaged, unwound at each stop. The program itself needs none of it: whatever the
 * rows say, it must run on, and each stack has a first frame and an end.
 *
 * FUZZ_SECONDS: how long (npm run fuzz -- --seconds N); FUZZ_SEED: where to begin. A failure names its seed.
 */
import { chmodSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { recordStacks } from '../native/symbols/recordedStacks.js';
import { run, Workshop } from '../native/symbols/snapshots.js';
import { Random } from './random.js';

const workshop = new Workshop();
afterAll(() => workshop.remove());

const seconds = Number(process.env.FUZZ_SECONDS ?? 10);
const firstSeed = Number(process.env.FUZZ_SEED ?? 1);
const getppid = 110;
/** Enough for the rows to be there before the program ends. */
const calls = '1500';

/** File offset and size of a section. */
function sectionOf(program: string, name: string): { readonly offset: number; readonly size: number } {
  const line =
    run('readelf', ['-SW', program])
      .split('\n')
      .find((text) => text.includes(`] ${name} `)) ?? '';
  const [, offset = '0', size = '0'] = /\] \S+ +\w+ +[0-9a-f]+ ([0-9a-f]+) ([0-9a-f]+)/.exec(line) ?? [];
  return { offset: Number.parseInt(offset, 16), size: Number.parseInt(size, 16) };
}

it(
  'S14: damaged rows neither harm the program nor hang, whatever they say',
  async () => {
    // Static: the rows of libc and of its start are damaged too.
    const program = workshop.compile('deepCalls.c', ['-O2', '-static']);
    const whole = readFileSync(program);
    const frames = sectionOf(program, '.eh_frame');
    expect(frames.size).toBeGreaterThan(1000);
    const copy = join(workshop.directory, 'damaged');
    const end = performance.now() + seconds * 1000;
    let unwound = 0;
    for (let seed = firstSeed; seed === firstSeed || performance.now() < end; seed++) {
      const random = new Random(seed);
      const bytes = Buffer.from(whole);
      // A few bytes, or many, or a stretch of one value: lengths and opcodes that lead anywhere.
      const flips = random.pick([1, 5, 40, 400, 4000]);
      for (let i = 0; i < flips; i++)
        bytes[frames.offset + random.below(frames.size)] = random.oneIn(4) ? random.pick([0, 0xff, 0x7f, 0x80, 0x0f, 0x10, 0x16]) : random.below(256);
      if (random.oneIn(5)) bytes.fill(random.below(256), frames.offset + random.below(frames.size >> 1), frames.offset + frames.size);
      // The program must not be written to while it runs as an earlier seed's.
      rmSync(copy, { force: true });
      writeFileSync(copy, bytes);
      chmodSync(copy, 0o755);
      const { stacks } = await recordStacks([copy, calls], [getppid]);
      expect([seed, stacks.length]).toEqual([seed, Number(calls)]);
      for (const stack of stacks) {
        if (stack.kind !== 'unwound') continue;
        unwound++;
        expect([seed, stack.stack.addresses.length > 0 && stack.stack.addresses.length <= 256]).toEqual([seed, true]);
      }
    }
    expect(unwound).toBeGreaterThan(0);
  },
  seconds * 1000 + 120_000,
);
