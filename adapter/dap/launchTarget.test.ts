import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchFields } from '../protocol/launchConfiguration.js';
import { validateConfiguration } from '../protocol/validateConfiguration.js';
import { DapError } from './errors.js';
import { environment, resolveProgram } from './launchTarget.js';

let directory = '';
beforeAll(() => {
  directory = mkdtempSync(path.join(tmpdir(), 'launch-target-'));
  mkdirSync(path.join(directory, 'sub'));
  writeFileSync(path.join(directory, 'plain'), 'text');
  writeFileSync(path.join(directory, 'prog'), '#!/bin/sh\n');
  chmodSync(path.join(directory, 'prog'), 0o755);
});
afterAll(() => rmSync(directory, { recursive: true }));

async function resolve(given: Record<string, unknown>): Promise<string> {
  const validated = validateConfiguration(launchFields, { cwd: directory, ...given });
  if (!validated.ok) throw new Error(validated.problems[0]!.message);
  return resolveProgram(validated.configuration).then(
    ({ file }) => file,
    (error) => (error instanceof DapError ? error.message : Promise.reject(error)),
  );
}

test('T1: a program is found by path, in the working directory, or on the PATH that it gets', async () => {
  const prog = path.join(directory, 'prog');
  expect(await resolve({ program: prog })).toBe(prog);
  expect(await resolve({ program: './prog' })).toBe(prog);
  expect(await resolve({ program: 'prog' })).toBe(prog);
  expect(await resolve({ program: 'prog', cwd: '/', env: { PATH: `/nowhere:${directory}` } })).toBe(prog);
  expect(await resolve({ program: 'sh', env: { PATH: null } })).toMatch(/^\/(usr\/)?bin\/sh$/);
});

test('T1: what cannot be run is one clear line', async () => {
  expect(await resolve({ program: './missing' })).toBe(`Cannot run "./missing": no such file: ${directory}/missing`);
  expect(await resolve({ program: 'missing' })).toBe(`Cannot run "missing": it is neither on PATH nor in ${directory}`);
  expect(await resolve({ program: './sub' })).toBe('Cannot run "./sub": it is a directory');
  expect(await resolve({ program: './plain' })).toBe('Cannot run "./plain": it is not executable (chmod +x)');
  expect(await resolve({ program: '/dev/null' })).toBe('Cannot run "/dev/null": it is not a regular file');
  expect(await resolve({ program: 'sh', cwd: '/missing' })).toBe('Cannot use the working directory "/missing": there is no such directory');
  expect(await resolve({ program: 'sh', cwd: path.join(directory, 'plain') })).toContain('it is not a directory');
});

test('T1: variables are added and removed', () => {
  const env = environment({ ADDED: 'a=b', HOME: null });
  expect(env).toContain('ADDED=a=b');
  expect(env.some((entry) => entry.startsWith('HOME='))).toBe(false);
  expect(env.some((entry) => entry.startsWith('PATH='))).toBe(true);
});
