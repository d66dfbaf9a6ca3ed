import { readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { configurationAttributes, descriptions, type Manifest, withDescriptions, withSchema } from './generateContributes.js';

const read = (path: string) => JSON.parse(readFileSync(path, 'utf8'));
const write = (path: string, value: unknown) => writeFileSync(path, `${JSON.stringify(value, null, 2)}\n`);

test('U1: package.json carries the schema of the configuration tables', () => {
  const manifest: Manifest = read('package.json');
  const current = withSchema(manifest);
  if (process.env.UPDATE_GOLDEN && JSON.stringify(current) !== JSON.stringify(manifest)) write('package.json', current);
  else expect(manifest.contributes.debuggers[0]?.configurationAttributes, 'run `npm run golden`').toEqual(configurationAttributes);
});

test('U19: package.nls.json carries the description of each field', () => {
  const texts: Record<string, string> = read('package.nls.json');
  const current = withDescriptions(texts);
  if (process.env.UPDATE_GOLDEN && JSON.stringify(current) !== JSON.stringify(texts)) write('package.nls.json', current);
  else expect(texts, 'run `npm run golden`').toEqual(current);
});

test('U1: each field has a description that ends like a sentence', () => {
  for (const [key, text] of Object.entries(descriptions)) expect(text, key).toMatch(/^[A-Z].*\.$/);
});
