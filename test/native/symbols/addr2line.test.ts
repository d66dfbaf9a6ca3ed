import { afterAll, describe, expect, test } from 'vitest';
import type { Frame } from '../../../adapter/symbols/frame.js';
import { hasTool, lineCount, newSymbolizer, run, Workshop } from './snapshots.js';

const workshop = new Workshop();
afterAll(() => workshop.remove());

/** Addresses spread over all functions of .text, as `nm -S` lists them: its start, its end, and some between. */
function addressesIn(program: string, count: number): bigint[] {
  const functions = [...run('nm', ['-S', '--defined-only', program]).matchAll(/^([0-9a-f]+) ([0-9a-f]+) [tTwWuV] /gm)].map((match) => ({
    start: BigInt(`0x${match[1]}`),
    size: BigInt(`0x${match[2]}`),
  }));
  const total = functions.reduce((sum, { size }) => sum + size, 0n);
  const step = total / BigInt(count) + 1n;
  const addresses: bigint[] = [];
  for (const { start, size } of functions) {
    addresses.push(start, start + size - 1n);
    for (let offset = step / 2n; offset < size; offset += step) addresses.push(start + offset);
  }
  return [...new Set(addresses)];
}

/** What addr2line says of each address: innermost first, `function file:line`. */
function addr2line(program: string, addresses: readonly bigint[]): Described[][] {
  const text = run('addr2line', ['-a', '-fiC', '-e', program], addresses.map((address) => `0x${address.toString(16)}\n`).join(''));
  return text
    .split(/^0x[0-9a-f]+\n/m)
    .slice(1)
    .map((block) => {
      const lines = block.trimEnd().split('\n');
      return Array.from({ length: lines.length / 2 }, (_, i) => describeFrame(lines[i * 2], lines[i * 2 + 1]?.replace(/ \(discriminator \d+\)$/, '')));
    });
}

interface Described {
  readonly name: string;
  readonly place: string;
  readonly hasLinkageName?: boolean;
}

/** Paths by their last part, and an unknown line as addr2line has it; GCC’s clones by the function that they are made from. */
function describeFrame(name: string | undefined, place: string | undefined): Described {
  return {
    name: (name ?? '').replace(/ \[clone .*$/, '').replace(/^([\w$]+)\..*$/, '$1'),
    place: (place?.split('/').at(-1) ?? '').replace(/:(0|\?)$/, ':?'),
  };
}

function ours(frame: Frame): Described {
  const described = describeFrame(frame.symbol ?? '??', frame.file === undefined ? '??:?' : `${frame.file}:${frame.line ?? '?'}`);
  return { ...described, hasLinkageName: frame.rawSymbol?.startsWith('_Z') ?? false };
}

/** binutils 2.40 takes file 1 for file 0 at the start of some functions: it then names a line that its file does not have. */
function isImpossible(place: string): boolean {
  const [file = '', line = ''] = place.split(':');
  return file === 'inlines.cc' && Number(line) > lineCount(file);
}

/**
 * Equal, but for the habits of addr2line: without debug information it takes any symbol before the address, of data too; and
 * an inlined function without a linkage name often gets the name of the function that holds it.
 */
function agree(mine: readonly Described[], theirs: readonly Described[]): boolean {
  if (mine.length !== theirs.length) return false;
  return theirs.every(({ name, place }, index) => {
    const frame = mine[index];
    if (frame === undefined) return false;
    if (frame.place !== place && !(isImpossible(place) && frame.place.endsWith(`:${place.split(':')[1]}`))) return false;
    const isOuterName = index < theirs.length - 1 && name === theirs.at(-1)?.name && !frame.hasLinkageName;
    return frame.name === name || place === '??:?' || isOuterName;
  });
}

function describeChain(chain: readonly Described[]): string {
  return chain.map(({ name, place }) => `  ${name.slice(0, 60)} ${place}`).join('\n');
}

describe.skipIf(!hasTool('addr2line'))('S3, S14: functions, inlined chains, files and lines are those of addr2line -fiC', () => {
  test.each([
    ['inlines.cc', '-O2 -g'],
    ['inlines.cc', '-O1 -gdwarf-4'],
    ['inlines.cc', '-O3 -g -no-pie'],
    ['inlines.cc', '-O2 -g -ffunction-sections -Wl,--gc-sections'],
  ])('%s, compiled with %s', async (source, flags) => {
    const program = workshop.compile(source, flags.split(' '));
    const addresses = addressesIn(program, 600);
    const theirs = addr2line(program, addresses);
    expect(theirs.length).toBe(addresses.length);
    const { maps } = await workshop.snapshot(program);
    const loaded = flags.includes('-no-pie') ? 0n : BigInt(`0x${new TextDecoder().decode(maps).split('-')[0]}`);
    const results = await newSymbolizer().addresses(
      maps,
      addresses.map((address) => address + loaded),
    );
    const differences = results.flatMap((frames, index) => {
      const [a, b] = [frames.map(ours), theirs[index] ?? []];
      return agree(a, b) ? [] : [`0x${addresses[index]?.toString(16)}\nours:\n${describeChain(a)}\naddr2line:\n${describeChain(b)}`];
    });
    expect(differences.slice(0, 5)).toEqual([]);
  });
});
