/** A decoded value as one line of text, in strace’s notation, up to a budget. */
import type { Value } from '../decode/emitter.js';
import { escapeBytes } from '../decode/escape.js';

/** Characters after which nested parts are left out. */
const budget = 240;
const stringBytes = 128;

export function valueText(value: Value): string {
  switch (value.type) {
    case 'int':
      return intText(value.value, value.base);
    case 'address':
      return value.value === 0 ? 'NULL' : hex(value.value);
    case 'enum':
      return value.name ?? hex(value.value);
    case 'flags':
      return flagsText(value);
    case 'string': {
      const shown = value.kind === 'path' ? value.bytes.length : Math.min(value.bytes.length, stringBytes);
      return `"${escapeBytes(value.bytes, shown, value.kind === 'hex' ? 'all' : 'none')}"${value.cut || shown < value.bytes.length ? '...' : ''}`;
    }
    case 'fd':
      return fdText(value.name ?? String(value.value), value.target);
    case 'struct':
      return `{${joined(value.fields, ([name, item]) => (name === '' ? valueText(item) : `${name}=${valueText(item)}`), value.more, ', ')}}`;
    case 'array':
      return `[${joined(value.items, valueText, value.more, ', ')}]`;
    case 'set':
      return `${value.inverted ? '~' : ''}[${joined(value.members, (name) => name, false, ' ')}]`;
    case 'call':
      return `${value.name}(${joined(value.args, valueText, false, ', ')})`;
    case 'change':
      return `${valueText(value.before)} => ${valueText(value.after)}`;
    case 'raw':
      return value.text;
  }
}

function fdText(fd: string, target: string | undefined): string {
  return target === undefined ? fd : `${fd}<${target}>`;
}

function intText(value: number | bigint, base: 8 | 10 | 16): string {
  if (base === 10) return String(value);
  if (base === 16) return hex(value);
  return Number(value) === 0 ? '0' : `0${value.toString(8)}`;
}

function flagsText(value: Extract<Value, { type: 'flags' }>): string {
  // Permission bits have no names of their own: S_IFREG|0644.
  const rest = value.names.some((name) => name.startsWith('S_I')) ? intText(value.rest, 8) : hex(value.rest);
  const parts = Number(value.rest) === 0 ? value.names : [...value.names, rest];
  return parts.length > 0 ? parts.join('|') : hex(value.value);
}

function hex(value: number | bigint): string {
  return Number(value) === 0 ? '0' : `${value < 0 ? '-' : ''}0x${(value < 0 ? -value : value).toString(16)}`;
}

/** Items until the budget is spent, then `...`. */
function joined<T>(items: readonly T[], text: (item: T) => string, more: boolean, separator: string): string {
  const parts: string[] = [];
  let length = 0;
  for (const item of items) {
    if (length > budget) return [...parts, '...'].join(separator);
    const part = text(item);
    parts.push(part);
    length += part.length;
  }
  return (more ? [...parts, '...'] : parts).join(separator);
}
