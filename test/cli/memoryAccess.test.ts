/** T2, T6: the ways to read a program's memory, each where the better ones are refused. */
import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { constants } from 'node:os';
import { join, resolve } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { cli, temporaryFolder } from './runCli.js';

const folder = temporaryFolder();
const programs = resolve(import.meta.dirname, '../programs');
function build(source: string): string {
  const program = join(folder, source.replaceAll('/', '-'));
  execFileSync('gcc', ['-O1', '-pthread', '-o', program, join(programs, `${source}.c`)]);
  return program;
}
const without = build('capture/without');
const strings = build('scenarios/strings');

const PROCESS_VM_READV = '310';
const { ENOSYS, EPERM } = constants.errno;

/** The trace of a program full of strings and structures, by a tracer that is started by `prefix`. */
function traceBy(prefix: readonly string[]): string {
  const output = join(folder, 'log');
  const [file, ...args] = [...prefix, process.execPath, cli, 'trace', '-v', '-s', '100', '-o', output, strings];
  const run = spawnSync(file ?? '', args, { encoding: 'utf8', env: { PATH: process.env.PATH ?? '' } });
  expect({ status: run.status, stderr: run.stderr }).toEqual({ status: 0, stderr: '' });
  return readFileSync(output, 'utf8')
    .replace(/0x[0-9a-f]{5,}/g, 'ADDRESS')
    .replace(/^(set_tid_address.*) = \d+$/m, '$1 = TID');
}

const isRoot = process.getuid?.() === 0;

describe('T6: reading memory', () => {
  let whole = '';
  beforeAll(() => {
    whole = traceBy([]);
  });

  it('T6: process_vm_readv brings text and structures', () => expect(whole).toMatch(/openat\(AT_FDCWD, "\/etc\/ld\.so\.cache"/));

  it('T6: /proc/PID/mem, where a sandbox refuses process_vm_readv', () => expect(traceBy([without, PROCESS_VM_READV, String(EPERM)])).toBe(whole));

  it('T6: /proc/PID/mem, where the kernel has no process_vm_readv', () => expect(traceBy([without, PROCESS_VM_READV, String(ENOSYS)])).toBe(whole));

  it.runIf(isRoot)('T6: PEEKDATA, where there is no /proc either (needs root, to hide it)', () => {
    const hidden = ['unshare', '--mount', 'sh', '-c', 'mount -t tmpfs none /proc && exec "$0" "$@"', without, PROCESS_VM_READV, String(EPERM)];
    // The shell adds PWD and the like to the environment of execve.
    const later = (text: string): string => text.slice(text.indexOf('\n'));
    expect(later(traceBy(hidden))).toBe(later(whole));
  });
});
