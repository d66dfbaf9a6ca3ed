import { safeText } from '../decode/terminalText.js';
import { hex, sizeWords } from './hex.js';
import type { Mapping, Mappings } from './mappings.js';

/** `/lib/libc.so.6`, `[heap]`, or `anonymous memory`. */
export const mappingName = ({ name }: Mapping): string => (name === '' ? 'anonymous memory' : safeText(name));

/** What a mapping holds, as far as it shows: `code of /bin/x`, `read-only data of /bin/x`. */
export function mappingWords(mapping: Mapping): string {
  const { name, permissions } = mapping;
  const own = mappingName(mapping);
  if (!name.startsWith('/')) return name === '[stack]' ? 'the stack' : name === '[heap]' ? 'the heap' : own;
  if (permissions.includes('x')) return `code of ${own}`;
  if (permissions.startsWith('---')) return `a reserved part of ${own}`;
  return permissions.includes('w') ? `data of ${own}` : `read-only data of ${own}`;
}

/** `100 bytes behind the end of [heap] and 4 KiB below /lib/libc.so.6`; empty when nothing is mapped around `address`. */
export function neighbourWords(mappings: Mappings, address: bigint): string {
  const below = mappings.below(address);
  const above = mappings.above(address);
  const parts = [
    ...(below === undefined ? [] : [`${distance(address - below.end)} behind the end of ${mappingWords(below)}`]),
    ...(above === undefined ? [] : [`${sizeWords(above.start - address)} below ${mappingWords(above)}`]),
  ];
  return parts.join(' and ');
}

const distance = (bytes: bigint): string => (bytes === 0n ? 'directly' : sizeWords(bytes));

/** A line as in /proc/PID/maps, for people: range, permissions, size, name. */
export function mappingLine(mapping: Mapping): string {
  const { start, end, permissions, offset, name } = mapping;
  const file = name.startsWith('/') ? ` +${hex(offset)}` : '';
  return `${start.toString(16).padStart(12, '0')}-${end.toString(16).padStart(12, '0')} ${permissions} ${sizeWords(end - start).padStart(9)}  ${mappingName(mapping)}${file}`;
}
