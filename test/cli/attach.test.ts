import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ended, rest, start, until } from './runCli.js';

/** A program that sleeps until its input ends. */
const sleeper = (): ChildProcess => spawn('cat', { stdio: ['pipe', 'ignore', 'ignore'] });

const stateOf = (pid: number | undefined): string => /^State:\s*(\w)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? '';
const tracerOf = (pid: number | undefined): string => /^TracerPid:\s*(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? '';

describe('T2: -p', () => {
  it.each(['SIGINT', 'SIGTERM'] as const)('%s lets the process go, and it runs on', async (signal) => {
    const program = sleeper();
    const tracer = start(['trace', '-p', String(program.pid)]);
    await until(tracer.stderr!, /Process \d+ attached/);
    tracer.kill(signal);
    const [end, text] = await Promise.all([ended(tracer), rest(tracer.stderr!)]);
    expect(end.signal).toBe(signal);
    expect(text).toContain(`syscall-trace: Process ${program.pid} detached\n`);
    expect(text).toMatch(/<detached \.\.\.>\n$/);
    expect([tracerOf(program.pid), stateOf(program.pid)]).toEqual(['0', 'S']);
    program.stdin!.end();
    expect(await ended(program)).toEqual({ status: 0, signal: null });
  });

  it('ends with the process, and says what it did', async () => {
    const program = sleeper();
    const tracer = start(['trace', '-qq', '-e', 'trace=exit_group', '-p', String(program.pid)]);
    const text = rest(tracer.stderr!);
    const end = ended(tracer);
    const gone = ended(program);
    // Quiet: nothing says that it is attached but the kernel.
    while (tracerOf(program.pid) === '0') await new Promise(setImmediate);
    program.stdin!.end();
    expect(await end).toEqual({ status: 0, signal: null });
    expect(await text).toBe('exit_group(0)                           = ?\n');
    await gone;
  });

  it('several processes, with their pids', async () => {
    const programs = [sleeper(), sleeper()];
    const pids = programs.map(({ pid }) => pid);
    const tracer = start(['trace', '-e', 'trace=exit_group', '-p', pids.join(',')]);
    await until(tracer.stderr!, /attached\n.*attached\n/);
    const text = rest(tracer.stderr!);
    const end = ended(tracer);
    for (const program of programs) {
      const gone = ended(program);
      program.stdin!.end();
      await gone;
    }
    expect((await end).status).toBe(0);
    expect(await text).toMatch(new RegExp(`\\[pid +${pids[0]}\\] exit_group\\(0\\) +=`));
  });
});
