import { readdirSync } from 'node:fs';
import { expect, it } from 'vitest';
import { stages } from './stages.mjs';

/** Run by the unit stage, like the tests directly in test/. */
const withUnits = ['golden'];

it('every folder of tests has a stage that runs it', () => {
  const files = readdirSync(import.meta.dirname, { recursive: true, encoding: 'utf8' });
  const folders = new Set(files.filter((file) => file.endsWith('.test.ts') && file.includes('/')).map((file) => file.slice(0, file.indexOf('/'))));
  const names = stages.map(({ name }) => name);
  expect([...folders].filter((folder) => !names.includes(folder) && !withUnits.includes(folder))).toEqual([]);
});
