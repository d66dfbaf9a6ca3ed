import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { framesOf } from '../../../adapter/symbols/frameColumns.js';
import { llvmFrames, llvmSymbolizer, type PlainFrame, plainFrames, plainName } from './llvmSymbolizer.js';
import { hasTool, newSymbolizer, run, Workshop } from './snapshots.js';
import { randomTextAddresses } from './textAddresses.js';

const workshop = new Workshop();
afterAll(() => workshop.remove());

/** SYMBOL_ADDRESSES=5000 asks for more. */
const count = Number(process.env.SYMBOL_ADDRESSES ?? 400);

type Naming = (name: string) => string;

/** All names of each address: aliases are equally right. */
function canonicalNames(file: string): Naming {
  const symbols = run('nm', [file]).matchAll(/^([0-9a-f]+) \w (\S+)/gm);
  const first = new Map<string, string>();
  const canonical = new Map<string, string>();
  for (const [, address = '', name = ''] of symbols) {
    if (!first.has(address)) first.set(address, plainName(name));
    if (!canonical.has(plainName(name))) canonical.set(plainName(name), first.get(address) ?? name);
  }
  return (name) => canonical.get(name) ?? name;
}

const asText = (frames: readonly PlainFrame[], naming: Naming): string => frames.map(({ name, place }) => `${naming(name)} ${place}`).join('\n');

async function compare(program: string, symbols = program): Promise<{ known: number; inlined: number; differences: string[] }> {
  const addresses = randomTextAddresses(program, count);
  const naming = canonicalNames(symbols);
  const theirs = llvmFrames(program, addresses);
  expect(theirs.length).toBe(addresses.length);
  const wanted = BigUint64Array.from(addresses);
  const columns = await newSymbolizer().fileColumns(program, wanted);
  if (columns === undefined) throw new Error(`${program} cannot be read`);
  const ours = framesOf(columns, wanted);
  let [known, inlined] = [0, 0];
  const differences = theirs.flatMap((chain, index) => {
    if (chain.length === 0) return [];
    known++;
    if (chain.length > 1) inlined++;
    const [mine, other] = [asText(plainFrames(ours[index] ?? []), naming), asText(chain, naming)];
    return mine === other ? [] : [`0x${addresses[index]?.toString(16)}\nours:\n${mine}\nllvm-symbolizer:\n${other}`];
  });
  return { known, inlined, differences };
}

describe.skipIf(llvmSymbolizer === undefined)('S3, S14: functions, files, lines, columns and inlined chains are those of llvm-symbolizer', () => {
  test.each([
    ['inlines.cc', '-O2 -g'],
    ['inlines.cc', '-O3 -gdwarf-4 -ffunction-sections -Wl,--gc-sections'],
    ['templates.cc', '-O2 -g -gsplit-dwarf'],
    ['templates.cc', '-O2 -gdwarf-4 -gsplit-dwarf'],
    ['inlines.cc', '-O2 -g -gz=zlib -gdwarf64'],
    ['templates.cc', '-O2 -g -flto'],
  ])('C++: %s, g++ %s', async (source, flags) => {
    const program = workshop.compile(source, flags.split(' '));
    const { known, inlined, differences } = await compare(program);
    expect(differences.slice(0, 3)).toEqual([]);
    expect(known).toBeGreaterThan(count / 2);
    expect(inlined).toBeGreaterThan(count / 20);
  });

  test.skipIf(!hasTool('clang++')).each([
    ['templates.cc', '-O2 -g'],
    ['inlines.cc', '-O2 -gdwarf-5 -gsplit-dwarf'],
  ])('C++: %s, clang++ %s', async (source, flags) => {
    const program = join(workshop.directory, `clang-${source}${flags.replaceAll(' ', '')}`);
    // In two steps: of a program that it links at once, it puts the .dwo into the working directory.
    run('clang++', [...flags.split(' '), '-c', '-o', `${program}.o`, join(workshop.sources, source), '-pthread']);
    run('clang++', ['-o', program, `${program}.o`, '-pthread']);
    const { known, differences } = await compare(program);
    expect(differences.slice(0, 3)).toEqual([]);
    expect(known).toBeGreaterThan(count / 2);
  });

  test.skipIf(!hasTool('rustc'))('Rust, with its standard library', async () => {
    const program = join(workshop.directory, 'rust');
    run('rustc', ['--edition', '2021', '-g', '-O', '-o', program, join(workshop.sources, 'chain.rs')]);
    const { known, differences } = await compare(program);
    expect(differences.slice(0, 3)).toEqual([]);
    expect(known).toBeGreaterThan(count / 2);
  });

  const libc = '/lib/x86_64-linux-gnu/libc.so.6';
  const hasLibcDebug = existsSync('/usr/lib/debug/.build-id') && existsSync(libc);
  test.skipIf(!hasLibcDebug)('C: libc, whose debug information is a file of its own, shortened by dwz (libc6-dbg)', async () => {
    const [, buildId = ''] = /Build ID: ([0-9a-f]+)/.exec(run('readelf', ['-n', libc])) ?? [];
    const debugFile = `/usr/lib/debug/.build-id/${buildId.slice(0, 2)}/${buildId.slice(2)}.debug`;
    const { known, differences } = await compare(libc, debugFile);
    expect(differences.slice(0, 3)).toEqual([]);
    expect(known).toBeGreaterThan(count / 2);
  });
});
