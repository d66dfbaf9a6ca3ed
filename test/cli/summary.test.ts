import { describe, expect, it } from 'vitest';
import { ours, peer, temporaryFolder } from './runCli.js';

const folder = temporaryFolder();

interface Counted {
  readonly calls: number;
  readonly errors: number;
}

/** Calls and errors by name out of a table with the columns calls, errors and name. */
function counts(table: string): Map<string, Counted> {
  const rows = table.split('\n').filter((line) => /^ *\d+ /.test(line));
  return new Map(
    rows.map((line) => {
      const [calls = '', errors = '', name] = [line.slice(0, 9), line.slice(9, 19), line.slice(20)];
      return [name, { calls: Number(calls), errors: Number(errors) }] as const;
    }),
  );
}

describe('T11: the summary', () => {
  it('has the calls and errors that strace counts', () => {
    const args = ['-f', '-c', '-U', 'calls,errors,name', 'ls', '-l', '/usr', '/no/where'];
    const [our, their] = [ours(['trace', ...args]), peer(args)];
    expect(counts(our.stderr)).toEqual(counts(their.stderr));
    expect(our.status).toBe(2);
    expect(our.stdout).toBe(their.stdout);
  });

  it('adds up, and its layout is strace’s', () => {
    const { stderr } = ours(['trace', '-c', 'ls', '/usr']);
    const all = counts(ours(['trace', '-c', '-U', 'calls,errors,name', 'ls', '/usr']).stderr);
    const total = all.get('total');
    all.delete('total');
    expect([...all.values()].reduce((sum, { calls }) => sum + calls, 0)).toBe(total?.calls);
    expect([...all.values()].reduce((sum, { errors }) => sum + errors, 0)).toBe(total?.errors);
    const lines = stderr.split('\n');
    expect(lines[0]).toBe('% time     seconds  usecs/call     calls    errors syscall');
    expect(lines[1]).toBe('------ ----------- ----------- --------- --------- ----------------');
    for (const line of lines.slice(2, -4)) expect(line).toMatch(/^ *\d+\.\d\d +\d+\.\d{6} +\d+ +\d+ +\d* *\w+$/);
  });

  it('-C prints the calls too', () => {
    const { stderr } = ours(['trace', '-C', '-e', 'trace=exit_group,chdir', 'sh', '-c', 'cd /']);
    expect(stderr).toMatch(/^chdir\("\/"\) += 0\nexit_group\(0\) += \?\n\+\+\+ exited with 0 \+\+\+\n% time /);
  });

  it('of a recording counts what is asked for when it is printed', () => {
    ours(['trace', '-q', '--record-only', 'all.sctrace', 'cat', '/etc/hostname'], folder);
    const printed = counts(ours(['print', '-c', '-U', 'calls,errors,name', '-e', 'trace=read,write', 'all.sctrace'], folder).stdout);
    const live = counts(ours(['trace', '-c', '-U', 'calls,errors,name', '-e', 'trace=read,write', 'cat', '/etc/hostname'], folder).stderr);
    expect(printed).toEqual(live);
  });

  it('-w times what a call takes on the wall', () => {
    const { stderr } = ours(['trace', '-c', '-w', '-U', 'total-time,name', '-e', 'trace=clock_nanosleep', 'sleep', '0.2']);
    expect(Number(/^ *(\d+\.\d+) clock_nanosleep$/m.exec(stderr)?.[1])).toBeGreaterThanOrEqual(0.2);
  });
});
