import type { Json } from '../protocol/json.js';
import type { Value } from './emitter.js';

/** A number as JSON can carry it: decimal text beyond ±(2^53−1). */
export function numberJson(value: number | bigint): number | string {
  if (typeof value === 'number') return value;
  return value >= Number.MIN_SAFE_INTEGER && value <= Number.MAX_SAFE_INTEGER ? Number(value) : value.toString();
}

/** An address as JSON: hex text, or null. */
const addressJson = (value: number | bigint): string | null => (value === 0 || value === 0n ? null : `0x${value.toString(16)}`);

/**
 * A decoded value as JSON, for --json and for the views. Each carries its `type` and its raw value: strings have `text` (UTF-8 with
 * replacement characters) and, when that loses bytes, `base64`; numbers beyond 2^53−1 are decimal text; addresses are hex text, NULL is
 * null; the fields of a struct are in its order, one without a name of its own has its position, `[2]`.
 */
export function valueJson(value: Value): Json {
  switch (value.type) {
    case 'int':
      return { type: 'int', value: numberJson(value.value), base: value.base };
    case 'address':
      return { type: 'address', value: addressJson(value.value) };
    case 'enum':
      return { type: 'enum', value: numberJson(value.value), name: value.name ?? null };
    case 'flags':
      return { type: 'flags', value: numberJson(value.value), names: value.names, rest: numberJson(value.rest) };
    case 'string': {
      const exact = Buffer.from(value.text, 'utf8').equals(value.bytes);
      const base = { type: 'string', kind: value.kind, text: value.text, cut: value.cut };
      return exact ? base : { ...base, base64: Buffer.from(value.bytes).toString('base64') };
    }
    case 'fd':
      return { ...value };
    case 'struct':
      return { type: 'struct', fields: fieldsJson(value.fields), more: value.more };
    case 'array':
      return { type: 'array', items: value.items.map(valueJson), more: value.more };
    case 'set':
      return { type: 'set', members: value.members, inverted: value.inverted };
    case 'call':
      return { type: 'call', name: value.name, value: value.value === undefined ? null : numberJson(value.value), args: value.args.map(valueJson) };
    case 'change':
      return { type: 'change', before: valueJson(value.before), after: valueJson(value.after) };
    case 'raw':
      return { type: 'raw', text: value.text };
  }
}

function fieldsJson(fields: Extract<Value, { type: 'struct' }>['fields']): Json {
  const named: Record<string, Json> = {};
  for (const [index, [name, value]] of fields.entries()) named[name === '' || name in named ? `[${index}]` : name] = valueJson(value);
  return named;
}
