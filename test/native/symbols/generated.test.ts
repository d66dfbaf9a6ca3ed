import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { newSymbolizer, Workshop } from './snapshots.js';

const workshop = new Workshop();
afterAll(() => workshop.remove());

/** Runs until its input ends; says a line when it is ready. */
async function whileRunning<T>(file: string, args: readonly string[], use: (pid: number, line: string) => Promise<T>): Promise<T> {
  // Node leaves a log of its own in the working directory.
  const child = spawn(file, args, { stdio: ['pipe', 'pipe', 'inherit'], cwd: workshop.directory });
  const exited = once(child, 'exit');
  try {
    const [line] = await Promise.race([once(child.stdout, 'data'), exited.then(() => Promise.reject(new Error(`${file} ended before it was ready`)))]);
    return await use(child.pid ?? 0, String(line).trim());
  } finally {
    child.stdin.end();
    await exited;
  }
}

const mapsOf = (pid: number): Uint8Array => readFileSync(`/proc/${pid}/maps`);

const script = `
function warmlyNamed(n) { let sum = 0; for (let i = 0; i < n; i++) sum += i % 7; return sum; }
for (let i = 0; i < 2000; i++) warmlyNamed(1000);
process.stdin.on('data', () => undefined);
console.log('ready');
`;

describe('S11: code that is in no file', () => {
  test('of Node, by its perf-PID.map: name, file and line', async () => {
    const file = join(workshop.directory, 'hot.js');
    writeFileSync(file, script);
    await whileRunning(process.execPath, ['--perf-basic-prof', file], async (pid) => {
      const map = `/tmp/perf-${pid}.map`;
      try {
        const entries = [...readFileSync(map, 'utf8').matchAll(/^(?:0x)?([0-9a-f]+) ([0-9a-f]+) JS:[*~^+]?warmlyNamed .*hot\.js:2:\d+$/gm)];
        const [, start, size] = entries.at(-1) ?? [];
        expect(entries.length).toBeGreaterThan(0);
        const address = BigInt(`0x${start}`) + BigInt(`0x${size}`) / 2n;
        const [[frame] = []] = await newSymbolizer().addresses(mapsOf(pid), [address], pid);
        expect(frame).toMatchObject({ symbol: 'warmlyNamed', file, line: 2, quality: 'source', symbolOffset: BigInt(`0x${size}`) / 2n, inlined: false });
        expect(frame?.rawSymbol).toMatch(/^JS:.?warmlyNamed /);
      } finally {
        rmSync(map, { force: true });
      }
    });
  });

  test('what is written later is found later, and code at the same place is the last one written', async () => {
    const program = workshop.compile('jit.c', ['-O1', '-g']);
    await whileRunning(program, [], async (pid, line) => {
      const address = BigInt(line);
      const symbolizer = newSymbolizer();
      const map = `/tmp/perf-${pid}.map`;
      const symbolAt = async (at: bigint) => (await symbolizer.addresses(mapsOf(pid), [at], pid))[0]?.[0];
      try {
        expect(await symbolAt(address)).toMatchObject({ quality: 'address' });
        writeFileSync(map, `${address.toString(16)} 10 first\nrubbish\n`);
        expect(await symbolAt(address + 4n)).toMatchObject({ symbol: 'first', symbolOffset: 4n, quality: 'symbol' });
        expect(await symbolAt(address + 16n)).toMatchObject({ quality: 'address' });
        writeFileSync(map, `${(address + 8n).toString(16)} 20 second one, with spaces\n${address.toString(16)} 4 unfini`, { flag: 'a' });
        expect((await symbolAt(address + 16n))?.symbol).toBe('second one, with spaces');
        expect((await symbolAt(address))?.symbol).toBeUndefined();
        writeFileSync(map, 'shed\n', { flag: 'a' });
        expect((await symbolAt(address))?.symbol).toBe('unfinished');
      } finally {
        rmSync(map, { force: true });
      }
    });
    expect(existsSync(program)).toBe(true);
  });

  test('by a jitdump file: names, lines and code that moves', async () => {
    const program = workshop.compile('jit.c', ['-O1', '-g']);
    const dump = join(workshop.directory, 'jit-1.dump');
    writeFileSync(dump, Buffer.alloc(8192));
    await whileRunning(program, [dump], async (pid, line) => {
      const address = BigInt(line);
      writeFileSync(dump, jitDump(address), { flag: 'r+' });
      const lists = await newSymbolizer().addresses(mapsOf(pid), [address + 2n, address + 12n, address + 100n, address + 40n], pid);
      expect(lists.map(([frame]) => frame?.symbol)).toEqual(['compiled', 'compiled', 'moved', undefined]);
      expect(lists.slice(0, 2).map(([frame]) => `${frame?.file}:${frame?.line}`)).toEqual(['/src/a.js:3', '/src/a.js:5']);
    });
  });
});

/** A header, the lines of `compiled`, its code, and `moved`, which goes from 40 to 96 bytes behind `address`. */
function jitDump(address: bigint): Buffer {
  const u32 = (value: number) => Buffer.from(Uint32Array.of(value).buffer);
  const u64 = (value: bigint) => Buffer.from(BigUint64Array.of(value).buffer);
  const text = (value: string) => Buffer.from(`${value}\0`, 'latin1');
  const record = (kind: number, ...parts: Buffer[]) => {
    const body = Buffer.concat(parts);
    return Buffer.concat([u32(kind), u32(16 + body.length), u64(1n), body]);
  };
  const code = (start: bigint, size: bigint, index: bigint) => [u32(1), u32(1), u64(start), u64(start), u64(size), u64(index)];
  return Buffer.concat([
    ...[u32(0x4a695444), u32(1), u32(40), u32(62), u32(0), u32(1), u64(0n), u64(0n)],
    record(2, u64(address), u64(2n), u64(address), u32(3), u32(0), text('/src/a.js'), u64(address + 8n), u32(5), u32(0), text('\xff')),
    record(0, ...code(address, 16n, 0n), text('compiled'), Buffer.alloc(16)),
    record(0, ...code(address + 40n, 8n, 1n), text('moved'), Buffer.alloc(8)),
    record(1, u32(1), u32(1), u64(0n), u64(address + 40n), u64(address + 96n), u64(8n), u64(1n)),
  ]);
}
