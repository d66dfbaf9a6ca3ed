import type { Value } from '../decode/emitter.js';
import type { JsonValue } from '../protocol/requests.js';

/**
 * A decoded value as views get it: the `Value` of decode/emitter.ts part by part, bigints as decimal strings, bytes as base64.
 * (decode/wireValue.ts is the other form, made for people who read JSON Lines.)
 */
export function wireValue(value: Value): JsonValue {
  return toJson(value);
}

function toJson(item: unknown): JsonValue {
  if (typeof item === 'bigint') return item.toString();
  if (typeof item === 'string' || typeof item === 'boolean' || item === null) return item;
  if (typeof item === 'number') return Number.isFinite(item) ? item : null;
  if (item instanceof Uint8Array) return Buffer.from(item.buffer, item.byteOffset, item.length).toString('base64');
  if (Array.isArray(item)) return item.map(toJson);
  if (typeof item !== 'object') return null;
  return Object.fromEntries(
    Object.entries(item)
      .filter(([, part]) => part !== undefined)
      .map(([name, part]) => [name, toJson(part)]),
  );
}
