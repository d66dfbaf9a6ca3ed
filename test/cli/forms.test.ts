import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ours, temporaryFolder } from './runCli.js';

const folder = temporaryFolder();

describe('T12: --tree', () => {
  it('takes large structures off the line of the call and lays them out below it', () => {
    const { stderr } = ours(['trace', '--tree', '-v', '-e', 'trace=newfstatat', 'stat', '/']);
    expect(stderr).toMatch(/^newfstatat\(.*, \{\.\.\.\}, \w+\) += 0\n {2}statbuf = \{\n {4}st_dev=makedev\(.*\)\n(?: {4}st_\w+=.*\n)+ {2}\}$/m);
    expect(stderr).toMatch(/^ {4}st_mode=S_IFDIR\|0\d{3}$/m);
  });

  it('shows buffers in hex, as much of them as -s says, and constants as -X says', () => {
    const text = 'x'.repeat(40);
    const { stderr } = ours(['trace', '--tree', '-X', 'raw', '-s', '20', '-e', 'trace=write', 'printf', text]);
    expect(stderr).toMatch(
      /^write\(1, "x{20}"\.\.\., 40\) += 40\n {2}buf = the first 20 bytes\n {4}\| 00000 {2}78 .* x{16} \|\n {4}\| 00010 {2}78 .* xxxx {12} \|$/m,
    );
  });

  it('nests, and leaves what is small on its line', () => {
    const binary = join(folder, 'network');
    expect(spawnSync('gcc', ['-w', '-o', binary, join(import.meta.dirname, '../programs/families/network.c'), '-lpthread']).status).toBe(0);
    const { stderr } = ours(['trace', '--tree', '-v', '-e', 'trace=sendmsg,socketpair', binary]);
    expect(stderr).toMatch(/^sendmsg\(\d+, \{\.\.\.\}, .*\n {2}msg = \{\n {4}msg_name=.*\n(?:.*\n)*? {4}msg_iov=\[/m);
    expect(stderr).toMatch(/^socketpair\(AF_UNIX, .*, \[\d+, \d+\]\) += 0$/m);
  });

  it('and --json exclude each other', () => {
    expect(ours(['trace', '--tree', '--json', 'true'])).toMatchObject({ status: 2, stderr: 'syscall-trace: --tree and --json are mutually exclusive\n' });
  });
});

describe('T11: --histogram', () => {
  it('counts each timed call once, in rows of powers of two', () => {
    const { stderr } = ours(['trace', '-c', '--histogram', '-U', 'calls,name', 'ls', '/usr']);
    const [table = '', ...histograms] = stderr.split(/\n(?=\n)/);
    const calls = new Map([...table.matchAll(/^ *(\d+) (\w+)$/gm)].map(([, count, name]) => [name, Number(count)] as const));
    expect(histograms.length).toBeGreaterThan(5);
    for (const histogram of histograms) {
      const [, name = '', count] = /^\n(\w+): (\d+) calls?$/m.exec(histogram) ?? [];
      const rows = [...histogram.matchAll(/^ +[\d.]+ (?:ns|us|ms|s) +to +[\d.]+ (?:ns|us|ms|s) +(\d+) \|#* *\|$/gm)].map(([, of]) => Number(of));
      expect(
        rows.reduce((sum, of) => sum + of, 0),
        histogram,
      ).toBe(Number(count));
      expect(Number(count)).toBe(calls.get(name));
    }
  });

  it('needs a summary', () => {
    expect(ours(['trace', '--histogram', 'true']).stderr).toBe('syscall-trace: --histogram must be given with (-c/--summary-only or -C/--summary)\n');
  });
});

describe('T11: percentiles, and times on the wall', () => {
  it('stand in columns of their own', () => {
    const { stderr } = ours([
      'trace',
      '-c',
      '-U',
      'p50,p90,p99,max-time,wall-total,wall-avg,total-time,calls,name',
      '-e',
      'trace=clock_nanosleep',
      'sleep',
      '0.2',
    ]);
    const [, p50, p90, p99, most, wall, wallAverage, cpu, calls] =
      /^ *([\d.]+) +([\d.]+) +([\d.]+) +([\d.]+) +([\d.]+) +(\d+) +([\d.]+) +(\d+) clock_nanosleep$/m.exec(stderr) ?? [];
    expect([p50, p90, p99]).toEqual([most, most, most]);
    expect(calls).toBe('1');
    expect(Number(wall)).toBeGreaterThanOrEqual(0.2);
    expect(Number(wallAverage)).toBeGreaterThanOrEqual(200_000);
    expect(Number(cpu)).toBeLessThan(Number(wall));
  });
});

describe('T12: limits of single arguments', () => {
  it('-s execve.envp=0 hides the environment and nothing else', () => {
    const { stderr } = ours(['trace', '-v', '-s', '8,execve.envp=0', '-e', 'trace=execve', '-E', 'LONG=abcdefghijkl', 'echo', 'abcdefghijkl']);
    expect(stderr).toMatch(/^execve\("\/usr\/bin\/echo", \["echo", "abcdefgh"\.\.\.\], 0x[0-9a-f]+ \/\* \d+ vars \*\/\) = 0$/m);
    const whole = ours(['trace', '-v', '-s', '8', '-e', 'trace=execve', '-E', 'LONG=abcdefghijkl', 'echo', 'x']).stderr;
    expect(whole).toContain('"LONG=abc"...');
  });
});
