import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '..');
const text = readFileSync(join(root, 'CONTRIBUTING.md'), 'utf8');

function* sources(folder: string): Generator<string> {
  for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) yield* sources(path);
    else if (/\.(?:ts|c)$/.test(entry.name)) yield readFileSync(join(root, path), 'utf8');
  }
}

describe('CONTRIBUTING', () => {
  it('quotes lines that are in the tree', () => {
    const quoted = [...text.matchAll(/^ *```(?:ts|c)\n([\s\S]*?)^ *```$/gm)].flatMap(([, block = '']) => block.split('\n').map((line) => line.trim()));
    const lines = quoted.filter((line) => line !== '');
    expect(lines.length).toBeGreaterThan(4);
    const all = [...sources('adapter/syscalls'), ...sources('test/programs/families')].join('\n');
    expect(lines.filter((line) => !all.includes(line))).toEqual([]);
  });

  it('names files and folders that are there', () => {
    const named = [...text.matchAll(/`((?:adapter|native|test|extension|media|bpf)\/[\w./]*)`/g)].map(([, path = '']) => path);
    expect(named.length).toBeGreaterThan(10);
    for (const path of named) expect(() => readFileSync(join(root, path)), path).not.toThrow(/ENOENT/);
  });
});
