import { cpSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { framesOf as framesOfColumns } from '../../../adapter/symbols/frameColumns.js';
import { hasTool, lineOf, newSymbolizer, ownNames, run, Workshop } from './snapshots.js';

const workshop = new Workshop();
afterAll(() => workshop.remove());

/** chain.c in a directory of its own, where files can be put beside it. */
function compileApart(name: string, flags: readonly string[] = ['-O1', '-g']): string {
  mkdirSync(join(workshop.directory, name));
  return workshop.compileTo('chain.c', flags, join(workshop.directory, name, 'program'));
}

async function framesOf(program: string) {
  return (await newSymbolizer().stack(await workshop.snapshot(program), 100)).frames;
}

const qualitiesOf = (frames: Awaited<ReturnType<typeof framesOf>>) =>
  frames.filter(({ module }) => module?.endsWith('/program')).map(({ quality, symbol }) => `${quality} ${symbol ?? ''}`.trim());

const fromSource = ['source third', 'source second', 'source first', 'source main', 'symbol _start'];

describe('S3: what is missing lowers the quality, and each frame says so', () => {
  test('debug information: function, file, line and column', async () => {
    const frames = await framesOf(compileApart('whole'));
    expect(qualitiesOf(frames)).toEqual(fromSource);
    const third = frames.find(({ symbol }) => symbol === 'third');
    expect(third).toMatchObject({ rawSymbol: 'third', line: lineOf('chain.c', 'raise(SIGTRAP)'), column: 3, inlined: false });
    expect(third?.file).toMatch(/\/test\/programs\/symbols\/chain\.c$/);
    expect(third?.buildId).toMatch(/^[0-9a-f]{40}$/);
  });

  test('a symbol table only: function and offset, as nm has them', async () => {
    const program = compileApart('symbols', ['-O1']);
    const frames = await framesOf(program);
    expect(qualitiesOf(frames)).toEqual(fromSource.map((text) => text.replace('source', 'symbol')));
    for (const frame of frames.filter(({ module }) => module === program)) {
      const start = BigInt(`0x${new RegExp(`^([0-9a-f]+) . ${frame.symbol}$`, 'm').exec(run('nm', [program]))?.[1]}`);
      expect(frame.moduleOffset).toBe(start + (frame.symbolOffset ?? 0n));
    }
  });

  test('a stripped program: module and offset, which addr2line takes', async () => {
    const program = compileApart('stripped');
    cpSync(program, `${program}.full`);
    run('strip', [program]);
    const frames = (await framesOf(program)).filter(({ module }) => module === program);
    expect(frames.map(({ quality, symbol }) => [quality, symbol])).toEqual(Array(5).fill(['module', undefined]));
    const [name] = run('addr2line', ['-f', '-e', `${program}.full`, `0x${((frames[1]?.moduleOffset ?? 0n) - 1n).toString(16)}`]).split('\n');
    expect(name).toBe('second');
  });

  test('a file that is gone: module and offset; no mapping at all: the bare address', async () => {
    const program = compileApart('gone');
    const snapshot = await workshop.snapshot(program);
    rmSync(program);
    const { frames, end } = await newSymbolizer().stack(snapshot, 100);
    expect(frames.at(-1)).toMatchObject({ quality: 'module', module: program });
    expect(frames.at(-1)?.moduleOffset).toBeGreaterThan(0x1000n);
    expect(end).toBe('noUnwindInfo');
    const [[bare]] = (await newSymbolizer().addresses(snapshot.maps, [0x10n])) as [[unknown]];
    expect(bare).toEqual({ quality: 'address', address: 0x10n, inlined: false });
  });
});

describe('S5: separate debug files', () => {
  test.each([
    ['beside the program', 'program.debug'],
    ['in .debug', '.debug/program.debug'],
  ])('by .gnu_debuglink, %s', async (_, place) => {
    const program = compileApart(`link-${basename(dirname(place))}`);
    separate(program, join(dirname(program), place));
    expect(qualitiesOf(await framesOf(program))).toEqual(fromSource);
  });

  test('not one of another build', async () => {
    const program = compileApart('other-build', ['-O1', '-g', '-Wl,--build-id=none']);
    separate(program, `${program}.debug`);
    run('objcopy', ['--add-section', '.note.other=/etc/hostname', `${program}.debug`]);
    expect(qualitiesOf(await framesOf(program))).toEqual(Array(5).fill('module'));
  });

  test('by its CRC when there is no build-id', async () => {
    const program = compileApart('no-build-id', ['-O1', '-g', '-Wl,--build-id=none']);
    separate(program, `${program}.debug`);
    const frames = await framesOf(program);
    expect(qualitiesOf(frames)).toEqual(fromSource);
    expect(frames.find(({ symbol }) => symbol === 'main')?.buildId).toBeUndefined();
  });

  test.skipIf(!hasTool('xz'))('mini-debuginfo (.gnu_debugdata)', async () => {
    const program = compileApart('mini', ['-O1']);
    const symbols = `${program}.mini`;
    run('objcopy', ['--only-keep-debug', program, symbols]);
    run('xz', [symbols]);
    run('strip', [program]);
    run('objcopy', ['--add-section', `.gnu_debugdata=${symbols}.xz`, program]);
    expect(qualitiesOf(await framesOf(program))).toEqual(fromSource.map((text) => text.replace('source', 'symbol')));
  });

  test.skipIf(!hasTool('dwz'))('an alternate file of dwz', async () => {
    const program = compileApart('dwz');
    const second = workshop.compileTo('inlined.c', ['-O1', '-g'], join(dirname(program), 'second'));
    run('dwz', ['-m', join(dirname(program), 'common.dwz'), program, second]);
    expect(qualitiesOf(await framesOf(program))).toEqual(fromSource);
  });

  /** Strips `program` and puts its debug information into `file`. */
  function separate(program: string, file: string): void {
    mkdirSync(dirname(file), { recursive: true });
    run('objcopy', ['--only-keep-debug', program, file]);
    run('strip', [program]);
    run('objcopy', [`--add-gnu-debuglink=${file}`, program]);
  }
});

describe('S2: through the right file', () => {
  test('unlinked while the process lives: its map_files', async () => {
    const program = compileApart('unlinked');
    await workshop.whileStopped(program, [], 1 << 16, async (live) => {
      rmSync(program);
      const { frames, end } = await newSymbolizer().stack(live, 100);
      expect(end).toBe('start');
      expect(qualitiesOf(frames)).toEqual(fromSource);
    });
  });

  test('replaced while the process lives: still its own file, never the new one', async () => {
    const program = compileApart('replaced');
    const other = compileApart('replacement', ['-O0', '-g']);
    await workshop.whileStopped(program, [], 1 << 16, async (live) => {
      renameSync(other, program);
      expect(qualitiesOf((await newSymbolizer().stack(live, 100)).frames)).toEqual(fromSource);
      const { pid: _, ...dead } = live;
      const { frames } = await newSymbolizer().stack(dead, 100);
      expect(qualitiesOf(frames)).toEqual(['module']);
    });
  });

  test('maps that say “(deleted)”', async () => {
    const program = compileApart('deleted');
    const snapshot = await workshop.snapshot(program);
    const text = new TextDecoder().decode(snapshot.maps).replaceAll(`${program}\n`, `${program} (deleted)\n`);
    const { frames } = await newSymbolizer().stack({ ...snapshot, maps: new TextEncoder().encode(text) }, 100);
    expect(frames.find(({ module }) => module === program)).toMatchObject({ quality: 'module', moduleDeleted: true });
  });

  const canUnshare = process.getuid?.() === 0 && hasTool('unshare');
  test.skipIf(!canUnshare)('in a mount namespace of its own', async () => {
    const program = compileApart('namespace');
    const outside = join(workshop.directory, 'mounted');
    mkdirSync(outside);
    const script = `mount --bind ${dirname(program)} ${outside} && exec ${outside}/program`;
    await workshop.whileStopped('/usr/bin/unshare', ['--mount', 'sh', '-c', script], 1 << 16, async (live) => {
      const { frames, end } = await newSymbolizer().stack(live, 100);
      expect(end).toBe('start');
      expect(qualitiesOf(frames)).toEqual(fromSource);
      expect(frames.find(({ symbol }) => symbol === 'main')?.module).toBe(join(outside, 'program'));
    });
  });

  test('the vdso', async () => {
    const { maps } = await workshop.snapshot(compileApart('vdso'));
    const [, start] = /^([0-9a-f]+)-.*\[vdso\]$/m.exec(new TextDecoder().decode(maps)) ?? [];
    const base = BigInt(`0x${start}`);
    const addresses = Array.from({ length: 256 }, (_, i) => base + BigInt(i * 16));
    const frames = (await newSymbolizer().addresses(maps, addresses)).flat();
    expect(frames.every(({ module }) => module === '[vdso]')).toBe(true);
    expect(frames.some(({ symbol }) => symbol?.includes('gettime'))).toBe(true);
  });
});

describe('S4: names', () => {
  test('C++: namespaces, templates, lambdas and static functions', async () => {
    const frames = await framesOf(workshop.compile('templates.cc', ['-O1', '-g']));
    const names = ownNames(frames);
    expect(names).toContain('stop(int)');
    expect(names).toContain('shop::stock::Shelf<int>::visit(std::function<int (int)> const&)');
    expect(frames.find(({ symbol }) => symbol === 'stop(int)')?.rawSymbol).toMatch(/^_ZL4stopi/);
    expect(names.some((name) => name.includes('lambda') || name === 'operator()')).toBe(true);
  });

  test.skipIf(!hasTool('rustc'))('Rust', async () => {
    const program = join(workshop.directory, 'rust');
    run('rustc', ['--edition', '2021', '-g', '-C', 'symbol-mangling-version=v0', '-o', program, join(workshop.sources, 'chain.rs')]);
    const names = ownNames(await framesOf(program));
    expect(names).toContain('chain::shelf::stop');
    expect(names).toContain('<chain::shelf::Shelf<i32>>::visit::<chain::main::{closure#0}>');
    expect(names).toContain('chain::main');

    // All of the standard library's names, as binutils has them: it adds crate hashes and the types of constants.
    const starts = [...run('nm', [program]).matchAll(/^([0-9a-f]+) [tTwW] _(?:R|ZN)/gm)].map((match) => BigInt(`0x${match[1]}`));
    const { maps } = await workshop.snapshot(program);
    const loaded = BigInt(`0x${new TextDecoder().decode(maps).split('-')[0]}`);
    const symbols = (
      await newSymbolizer().addresses(
        maps,
        starts.map((start) => start + loaded),
      )
    ).flatMap((frames) => frames.slice(-1));
    const theirs = run('c++filt', [], symbols.map(({ rawSymbol }) => `${rawSymbol}\n`).join(''))
      .trimEnd()
      .split('\n');
    const plain = theirs.map((name) => name.replace(/\[[0-9a-f]{1,16}\]/g, '').replace(/(\w): (?:[iu](?:8|16|32|64|128|size)|bool|char)\b/g, '$1'));
    expect(symbols.length).toBeGreaterThan(300);
    expect(symbols.map(({ symbol }) => symbol)).toEqual(plain.map((name) => name.replace(/::h[0-9a-f]{16}$/, '')));
  });
});

describe('S8: caches', () => {
  test('one file is parsed once, for processes that map it at different addresses', async () => {
    const symbolizer = newSymbolizer();
    const program = compileApart('cached');
    const first = await workshop.snapshot(program);
    const second = await workshop.snapshot(program);
    await symbolizer.stack(first, 100);
    const before = symbolizer.counters();
    await symbolizer.stack(second, 100);
    await symbolizer.stack(second, 100);
    const after = symbolizer.counters();
    expect(after.modules.misses).toBe(before.modules.misses);
    expect(after.addresses.misses).toBe(before.addresses.misses);
    expect(after.images.hits).toBe(before.images.hits + 1);
  });

  test('a program that is compiled anew is read anew', async () => {
    const symbolizer = newSymbolizer();
    const program = compileApart('anew');
    await symbolizer.stack(await workshop.snapshot(program), 100);
    rmSync(program);
    workshop.compileTo('recursion.c', ['-O1', '-g'], program);
    const { frames } = await symbolizer.stack(await workshop.snapshot(program), 10);
    expect(frames.some(({ symbol }) => symbol === 'descend')).toBe(true);
  });
});

test('S9: the event loop goes on while a stack is symbolized', async () => {
  const snapshot = await workshop.snapshot(workshop.compile('inlines.cc', ['-O2', '-g']));
  let turns = 0;
  let done = false;
  const work = newSymbolizer()
    .stack(snapshot, 100)
    .finally(() => {
      done = true;
    });
  while (!done) {
    await new Promise((resolve) => setImmediate(resolve));
    turns++;
  }
  await work;
  expect(turns).toBeGreaterThan(10);
});

test('wrong arguments are refused with what was expected', async () => {
  const symbolizer = newSymbolizer();
  const snapshot = { maps: new Uint8Array(), registers: new Uint8Array(3), stackAddress: 0n, stack: new Uint8Array() };
  await expect(symbolizer.stack(snapshot, 1)).rejects.toThrow(/216 bytes/);
  const { frames, end } = await symbolizer.stack({ ...snapshot, registers: new Uint8Array(216) }, 10);
  expect(frames).toEqual([{ quality: 'address', address: 0n, inlined: false }]);
  expect(end).toBe('unreadableStack');
});

describe('S8: copies of one file, as containers have them', () => {
  test('are parsed once; a stripped one and one that was changed in place are not taken for the whole one', async () => {
    const program = compileApart('copied');
    const copies = ['one', 'two', 'changed', 'stripped'].map((name) => `${program}-${name}`);
    for (const copy of copies) cpSync(program, copy, { preserveTimestamps: true });
    const [one = '', two = '', changed = '', stripped = ''] = copies;
    writeFileSync(changed, readFileSync(changed));
    run('strip', ['-p', stripped]);
    const main = BigUint64Array.of(BigInt(`0x${/^([0-9a-f]+) . main$/m.exec(run('nm', [program]))?.[1]}`));
    const symbolizer = newSymbolizer();
    const qualityOf = async (file: string) => framesOfColumns((await symbolizer.fileColumns(file, main))!, main)[0]?.[0]?.quality;
    expect(await qualityOf(stripped)).toBe('module');
    expect(await qualityOf(one)).toBe('source');
    expect(symbolizer.counters().modules).toMatchObject({ hits: 0, misses: 2 });
    expect(await qualityOf(two)).toBe('source');
    expect(symbolizer.counters().modules).toMatchObject({ hits: 1, misses: 2 });
    expect(await qualityOf(changed)).toBe('source');
    expect(symbolizer.counters().modules).toMatchObject({ hits: 1, misses: 3 });
  });
});
