/** Gives the names in adapter/syscalls/constants their values. */
import type { SetDefinition } from '../constants/define.js';
import { sets } from '../constants/sets.js';
import { valuesOf } from './compiler.js';
import { newerConstants } from './newerConstants.js';

/** A name that neither the headers nor newerConstants.ts know is a mistake in a table: throws. */
export function constantValues(): ReadonlyMap<string, readonly (readonly [name: string, value: number | bigint])[]> {
  const byHeaders = new Map<string, { readonly headers: readonly string[]; readonly names: Set<string> }>();
  for (const definition of Object.values(sets)) {
    const group = groupOf(byHeaders, definition);
    for (const name of definition.names) group.names.add(name);
  }
  const valuesByHeaders = new Map([...byHeaders].map(([key, group]) => [key, valuesOf(group.headers, [...group.names])] as const));
  const result = new Map<string, readonly (readonly [string, number | bigint])[]>();
  const unknown: string[] = [];
  for (const [setName, definition] of Object.entries(sets) as [string, SetDefinition][]) {
    const values = valuesByHeaders.get(keyOf(definition.headers));
    const entries: [string, number | bigint][] = [];
    for (const name of definition.names) {
      const value = values?.get(name) ?? newerConstants.get(name);
      if (value === undefined) unknown.push(`${setName}: ${name}`);
      else entries.push([name, value]);
    }
    result.set(setName, entries);
  }
  if (unknown.length > 0) throw new Error(`no value known for\n${unknown.join('\n')}`);
  return result;
}

/** Text of generated/constants.gen.ts. */
export function constantsSource(): string {
  const lines = ['// Written by adapter/syscalls/generate from the tables in adapter/syscalls/constants: do not edit.', '', 'export const constants = {'];
  const definitions: Readonly<Record<string, SetDefinition>> = sets;
  for (const [name, entries] of constantValues()) {
    lines.push(`  ${name}: {`, `    unknown: '${definitions[name]?.unknown ?? ''}',`, '    entries: [');
    for (const [entry, value] of entries) lines.push(`      ['${entry}', ${literal(value)}],`);
    lines.push('    ],', '  },');
  }
  lines.push('} as const;', '');
  return lines.join('\n');
}

const literal = (value: number | bigint): string => {
  const digits = value > 9 ? `0x${value.toString(16)}` : value.toString();
  return typeof value === 'bigint' ? `${digits}n` : digits;
};

const keyOf = (headers: readonly string[]): string => headers.join(' ');

function groupOf(
  groups: Map<string, { readonly headers: readonly string[]; readonly names: Set<string> }>,
  definition: SetDefinition,
): { readonly names: Set<string> } {
  const key = keyOf(definition.headers);
  const group = groups.get(key) ?? { headers: definition.headers, names: new Set<string>() };
  groups.set(key, group);
  return group;
}
