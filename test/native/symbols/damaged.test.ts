import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import type { Frame, StackSnapshot } from '../../../adapter/symbols/frame.js';
import { newSymbolizer, run, Workshop } from './snapshots.js';

const workshop = new Workshop();
afterAll(() => workshop.remove());

/** Numbers that look random and are the same in each run (xorshift32). */
function sequence(seed: number): () => number {
  let state = seed * 2654435761 || 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state >>> 0;
  };
}

/** The snapshot with `copy` in the place of the program. */
function withFile(snapshot: StackSnapshot, program: string, copy: string): StackSnapshot {
  const inode = statSync(copy).ino;
  const lines = new TextDecoder().decode(snapshot.maps).split('\n');
  const changed = lines.map((line) => (line.endsWith(program) ? line.replace(/ \d+ +\/.*$/, ` ${inode} ${copy}`) : line));
  return { ...snapshot, maps: new TextEncoder().encode(changed.join('\n')) };
}

/** File offset and size of the sections that are read for stacks and symbols. */
function sectionsOf(program: string): [number, number][] {
  const wanted = /\] (\.debug_\w+|\.eh_frame\w*|\.symtab|\.strtab|\.note\S*|\.gnu\S*) +\w+ +[0-9a-f]+ ([0-9a-f]+) ([0-9a-f]+)/g;
  return [...run('readelf', ['-SW', program]).matchAll(wanted)].map((match) => [Number.parseInt(match[2] ?? '', 16), Number.parseInt(match[3] ?? '', 16)]);
}

describe('S14: damaged files lower the quality, and neither crash nor hang', () => {
  test.each([
    ['inlines.cc', '-O2 -g', 'cut off', 60],
    ['inlines.cc', '-O2 -g', 'with changed bytes', 150],
    ['inlines.cc', '-O2 -gdwarf-4 -gz=zlib', 'with changed bytes', 60],
    ['chain.c', '-O1 -g', 'cut off', 150],
    ['chain.c', '-O1 -g', 'with changed bytes', 400],
  ])('%s %s, %s', async (source, flags, damage, copies) => {
    const program = workshop.compile(source, flags.split(' '));
    const whole = readFileSync(program);
    const snapshot = await workshop.snapshot(program);
    const sections = sectionsOf(program);
    expect(sections.length).toBeGreaterThan(5);
    const text = (await newSymbolizer().stack(snapshot, 100)).frames.filter(({ module }) => module === program).map(({ address }) => address);
    const start = text[0] ?? 0n;
    const addresses = Array.from({ length: 100 }, (_, i) => start - 800n + BigInt(i * 16));
    const copy = join(workshop.directory, 'damaged');
    // One for all copies: it reads libc only once.
    const symbolizer = newSymbolizer();
    let slowestMs = 0;
    for (let seed = 1; seed <= copies; seed++) {
      const next = sequence(seed);
      const bytes = damage === 'cut off' ? whole.subarray(0, next() % whole.length) : Buffer.from(whole);
      if (damage !== 'cut off') {
        for (let flips = 1 + (next() % 40); flips > 0; flips--) {
          const [offset, size] = sections[next() % sections.length] ?? [0, 64];
          // Now and then in the headers, which the whole file hangs on.
          const at = next() % 20 === 0 ? next() % 1024 : offset + (next() % Math.max(size, 1));
          bytes[at] = next() & 255;
        }
      }
      rmSync(copy, { force: true });
      writeFileSync(copy, bytes);
      const damaged = withFile(snapshot, program, copy);
      const before = performance.now();
      const { frames } = await symbolizer.stack(damaged, 100);
      const lists: Frame[][] = await symbolizer.addresses(damaged.maps, addresses);
      slowestMs = Math.max(slowestMs, performance.now() - before);
      expect(frames.length).toBeGreaterThan(0);
      expect(lists.every((list) => list.length > 0)).toBe(true);
    }
    expect(slowestMs).toBeLessThan(5000);
  });
});
