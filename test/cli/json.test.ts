import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ours, temporaryFolder } from './runCli.js';

const folder = temporaryFolder();

describe('T12: --json', () => {
  it('is an object for each event, with typed arguments', () => {
    const script = 'cd /no/where; sh -c "kill -9 \\$\\$"; exit 3';
    ours(['trace', '-f', '--json', '-o', 'events', 'sh', '-c', script], folder);
    const lines = readFileSync(join(folder, 'events'), 'utf8').split('\n');
    expect(lines.pop()).toBe('');
    const events = lines.map((line) => JSON.parse(line));
    const of = (type: string, name?: string) => events.filter((event) => event.type === type && (name === undefined || event.name === name));

    expect(of('start')).toHaveLength(2);
    expect(of('exec').length).toBe(2);
    expect(of('exit').map(({ code, signal, core }) => ({ code, signal, core }))).toEqual([
      { code: undefined, signal: 'SIGKILL', core: false },
      { code: 3, signal: undefined, core: undefined },
    ]);
    const [chdir] = of('syscall', 'chdir');
    expect(chdir).toMatchObject({ abi: 'x86_64', nr: 80, ret: -1, errno: 'ENOENT', status: 'failed' });
    expect(chdir.args).toHaveLength(1);
    expect(chdir.args[0]).toMatchObject({ direction: 'in', value: { type: 'string', text: '/no/where', cut: false } });
    expect(chdir.durationNs).toBeGreaterThan(0);
    expect(Number(chdir.time)).toBeGreaterThan(1.7e9);
    for (const call of of('syscall', 'exit_group')) expect(call).toMatchObject({ ret: null, status: 'unfinished' });
    expect(of('signal').map(({ signal, signo }) => [signal, signo])).toContainEqual(['SIGCHLD', 17]);
  });

  it('counts what -c counts', () => {
    const count = (name: string): number => {
      ours(['trace', '--json', '-o', 'ls', 'ls', '/'], folder);
      return readFileSync(join(folder, 'ls'), 'utf8')
        .split('\n')
        .filter((line) => line.includes(`"name":"${name}","abi"`)).length;
    };
    const table = ours(['trace', '-c', '-U', 'calls,name', 'ls', '/']).stderr;
    expect(count('openat')).toBe(Number(/^ *(\d+) openat$/m.exec(table)?.[1]));
  });
});
