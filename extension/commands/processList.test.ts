import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, it } from 'vitest';
import { listProcesses, parseStat } from './processList.js';

it('U1: lists user processes, newest first, with user and command line', async () => {
  const child = spawn('/bin/cat', ['-', 'with space', 'bell\x07'], { stdio: ['pipe', 'pipe', 'ignore'] });
  try {
    child.stdin.write('ready\n');
    await once(child.stdout, 'data');
    const processes = await listProcesses();
    const own = processes.findIndex(({ pid }) => pid === process.pid);
    const its = processes.findIndex(({ pid }) => pid === child.pid);
    expect(processes[its]).toMatchObject({ name: 'cat', commandLine: '/bin/cat - with space bell?', tracerPid: 0 });
    expect(its).toBeLessThan(own);
    expect(processes.some(({ pid }) => pid === 2 && processes[0]?.name === 'kthreadd')).toBe(false);
  } finally {
    child.stdin.end();
    await once(child, 'close');
  }
});

it('reads names with parentheses and spaces', () => {
  const fields = Array.from({ length: 30 }, (_, index) => String(index + 3)).join(' ');
  expect(parseStat(`12 (a) b (c) ${fields}`)).toEqual({ name: 'a) b (c', startTicks: 22 });
});
