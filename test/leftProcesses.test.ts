import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterEach, describe, expect, it } from 'vitest';
import { processesLeftBy, stageVariable } from './leftProcesses.mjs';

const noGraceMs = 0;
const noSession = -1;

describe('processes that a stage leaves behind', () => {
  let child: ChildProcess | undefined;
  afterEach(async () => {
    if (child?.exitCode === null && child.signalCode === null) {
      child.kill('SIGKILL');
      await once(child, 'exit');
    }
  });

  it('are found by their session', async () => {
    child = spawn('sleep', ['60'], { detached: true, env: {} });
    expect(await processesLeftBy(child.pid!, 'no such mark', noGraceMs)).toMatchObject([{ pid: child.pid, command: 'sleep 60' }]);
  });

  it('are found by their environment when they left the session', async () => {
    child = spawn('setsid', ['sh', '-c', 'echo up; exec sleep 60'], { env: { PATH: process.env.PATH, [stageVariable]: 'this test' } });
    await once(child.stdout!, 'data');
    expect(await processesLeftBy(noSession, 'this test', noGraceMs)).toMatchObject([{ command: expect.stringMatching(/sleep 60/) }]);
  });

  it('are none when all have ended', async () => {
    child = spawn('true', { detached: true });
    await once(child, 'exit');
    expect(await processesLeftBy(child.pid!, 'no such mark')).toEqual([]);
  });
});
