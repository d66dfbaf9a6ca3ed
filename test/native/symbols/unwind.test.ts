import { afterAll, describe, expect, test } from 'vitest';
import { hasTool, lineOf, newSymbolizer, ownNames, run, Workshop } from './snapshots.js';

const workshop = new Workshop();
const symbolizer = newSymbolizer();
afterAll(() => workshop.remove());

/** The stack of a process that is gone. */
async function stackOf(program: string, args: readonly string[] = [], limit = 100) {
  return symbolizer.stack(await workshop.snapshot(program, args), limit);
}

describe('S10: a snapshot of a process that is gone is unwound to its start', () => {
  const chain = ['third', 'second', 'first', 'main', '_start'];
  test.each([
    ['-O0 -g'],
    ['-O2 -fomit-frame-pointer -g'],
    ['-O2 -fno-omit-frame-pointer -gdwarf-4'],
    ['-O2 -fomit-frame-pointer'],
    ['-O1 -g -no-pie'],
    ['-O1 -g -static'],
    ['-O1 -g -static-pie'],
    ['-O1 -g -fno-asynchronous-unwind-tables -fno-unwind-tables'],
    ['-O1 -g -Wl,-z,noseparate-code'],
    ['-O1 -g -gz=zlib'],
    ['-O1 -g -gsplit-dwarf'],
    ['-O1 -g -gsplit-dwarf -gdwarf-4'],
  ])('gcc %s', async (flags) => {
    const { frames, end } = await stackOf(workshop.compile('chain.c', flags.split(' ')));
    expect(end).toBe('start');
    const program = frames.filter(({ module }) => module?.includes('/symbols-'));
    // libc’s own frames are among them when it is linked statically.
    const names = program.map(({ symbol }) => symbol);
    expect(names.filter((name) => chain.includes(name ?? ''))).toEqual(chain);
    if (!flags.includes('-g')) return;
    const lines = program.filter(({ symbol }) => chain.slice(0, 4).includes(symbol ?? '')).map(({ line }) => line);
    expect(lines).toEqual(['raise(SIGTRAP)', 'third(value) +', 'second(&value)', 'first(argc)'].map((text) => lineOf('chain.c', text)));
  });

  test.each(['-O1 -g', '-O2 -fomit-frame-pointer -fno-pie -no-pie -g'])('a 32-bit program, gcc -m32 %s', async (flags) => {
    const program = workshop.compile('chain.c', ['-m32', ...flags.split(' ')]);
    // Its vdso is another than ours, and is read while the process is there.
    const { frames, end } = await workshop.whileStopped(program, [], 1 << 16, (live) => symbolizer.stack(live, 100));
    expect(end).toBe('start');
    expect(ownNames(frames).filter((name) => !name.startsWith('__kernel'))).toEqual([...chain]);
  });

  test('through a signal handler to the code that it interrupted', async () => {
    const { frames, end } = await stackOf(workshop.compile('handler.c', ['-O2', '-g']));
    expect(end).toBe('start');
    expect(ownNames(frames)).toEqual(['handler', 'main', '_start']);
    const names = frames.map(({ symbol }) => symbol);
    const trampoline = names.indexOf('__restore_rt');
    expect(trampoline).toBeGreaterThan(0);
    expect(names[trampoline + 1]).toBe('kill');
    expect(frames[trampoline]?.symbolOffset).toBe(0n);
  });

  test('through a signal trampoline without unwind information, as musl’s', async () => {
    const { frames, end } = await stackOf(workshop.compile('restorer.c', ['-O1', '-g']));
    expect(end).toBe('start');
    expect(ownNames(frames)).toEqual(['handler', 'restorer', 'interrupted', 'main', '_start']);
    expect(frames.find(({ symbol }) => symbol === 'interrupted')?.line).toBe(lineOf('restorer.c', 'ud2'));
  });

  test('a handler on a stack of its own: the interrupted frame, then an honest end', async () => {
    const { frames, end } = await stackOf(workshop.compile('handler.c', ['-O2', '-g']), ['alternate']);
    expect(end).toBe('unreadableStack');
    const names = frames.map(({ symbol }) => symbol);
    expect(names.slice(-3)).toEqual(['handler', '__restore_rt', 'kill']);
  });

  test('through a function of libc that calls back', async () => {
    const { frames, end } = await stackOf(workshop.compile('inlined.c', ['-O2', '-g']));
    expect(end).toBe('start');
    expect(ownNames(frames)).toEqual(['innermost', 'middle', 'compare', 'main', '_start']);
    expect(frames.some(({ symbol }) => symbol?.startsWith('qsort'))).toBe(true);
  });

  test('1,000 frames of recursion, whole and up to a limit', async () => {
    const snapshot = await workshop.snapshot(workshop.compile('recursion.c', ['-O1', '-g']));
    const whole = await symbolizer.stack(snapshot, 5000);
    expect(whole.end).toBe('start');
    expect(whole.frames.filter(({ symbol }) => symbol === 'descend')).toHaveLength(1000);
    const limited = await symbolizer.stack(snapshot, 64);
    expect(limited.end).toBe('limit');
    expect(limited.frames.filter(({ inlined }) => !inlined)).toHaveLength(64);
  });

  test('a stack that was copied only in part ends where the copy does', async () => {
    const snapshot = await workshop.snapshot(workshop.compile('recursion.c', ['-O1', '-g']), [], 4096);
    const { frames, end } = await symbolizer.stack(snapshot, 5000);
    expect(end).toBe('unreadableStack');
    expect(frames.length).toBeGreaterThan(20);
    expect(frames.at(-1)?.symbol).toBe('descend');
  });

  test('the start of a thread', async () => {
    const { frames, end } = await stackOf(workshop.compile('thread.c', ['-O1', '-g']));
    expect(end).toBe('start');
    expect(ownNames(frames)).toEqual(['deeper', 'work']);
    expect(frames.at(-1)?.symbol).toMatch(/clone/);
  });

  test('a library that was loaded by dlopen', async () => {
    const plugin = workshop.compile('plugin.c', ['-O1', '-g', '-shared', '-fPIC'], 'plugin with space.so');
    const { frames, end } = await stackOf(workshop.compile('loader.c', ['-O1', '-g']), [plugin]);
    expect(end).toBe('start');
    expect(ownNames(frames)).toEqual(['plugin_inner', 'plugin_entry', 'main', '_start']);
    expect(frames.find(({ symbol }) => symbol === 'plugin_entry')?.module).toBe(plugin);
  });

  test('code written at run time, by its frame pointer', async () => {
    const { frames, end } = await stackOf(workshop.compile('generated.c', ['-O1', '-g']));
    expect(end).toBe('start');
    expect(ownNames(frames)).toEqual(['callee', '?', 'call', 'main', '_start']);
    expect(frames.find(({ quality }) => quality === 'address')?.module).toBeUndefined();
  });

  test('a call to address 0, from its caller on', async () => {
    const { frames, end } = await stackOf(workshop.compile('generated.c', ['-O1', '-g']), ['null']);
    expect(end).toBe('start');
    expect(frames[0]?.address).toBe(0n);
    expect(ownNames(frames)).toEqual(['?', 'call', 'main', '_start']);
  });

  test('registers without sense give one frame and an end, whatever the stack holds', async () => {
    const snapshot = await workshop.snapshot(workshop.compile('chain.c', ['-O0', '-g']));
    for (let seed = 1; seed < 200; seed++) {
      const registers = snapshot.registers.slice();
      const stack = snapshot.stack.slice();
      for (let i = 0; i < 8; i++) registers[(seed * 31 + i * 17) % registers.length] = (seed * 97 + i * 13) & 255;
      for (let i = 0; i < 64; i++) stack[(seed * 131 + i * 57) % 4096] = (seed + i * 29) & 255;
      const { frames } = await symbolizer.stack({ ...snapshot, registers, stack }, 200);
      expect(frames.length).toBeGreaterThan(0);
    }
  });
});

describe.skipIf(!hasTool('gdb'))('S10: the same frames as gdb’s backtrace', () => {
  test.each([
    ['inlined.c', '-O2 -g'],
    ['handler.c', '-O2 -g'],
    ['chain.c', '-O2 -fomit-frame-pointer -g'],
    ['templates.cc', '-O1 -g'],
    ['thread.c', '-O2 -g'],
  ])('%s, compiled with %s', async (source, flags) => {
    const program = workshop.compile(source, flags.split(' '));
    const { frames } = await stackOf(program);
    const text = run('gdb', [
      '-nx',
      '-batch',
      '-ex',
      'set debuginfod enabled off',
      '-ex',
      'set width 0',
      '-ex',
      'handle SIGUSR1 nostop noprint',
      '-ex',
      'run',
      '-ex',
      'bt',
      program,
    ]);
    // gdb adds the frames of tail calls, which libc makes and these programs do not.
    const theirs = [...text.matchAll(/^#\d+ +(?:0x[0-9a-f]+ in )?(.+?) \(.*\) at \S*?([\w.]+):(\d+)$/gm)].filter((match) => match[2] === source);
    const ours = frames.filter(({ file }) => file?.endsWith(`/${source}`));
    const functionName = (name: string | undefined) => name?.replace(/\(.*$/, '');
    expect(ours.map(({ symbol, line }) => `${functionName(symbol)}:${line}`)).toEqual(theirs.map((match) => `${functionName(match[1])}:${match[3]}`));
    expect(ours.length).toBeGreaterThan(1);
  });
});
