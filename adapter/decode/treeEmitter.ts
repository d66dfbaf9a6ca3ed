import { type DecodeOptions, defaultDecodeOptions, type Emitter, type FlagSetView, type NamedValue, type StringKind, type Value } from './emitter.js';
import { flagNames } from './flagText.js';
import type { Word } from './word.js';

type Fields = (readonly [name: string, value: Value])[];

/** A value whose parts are still being emitted. */
type Open =
  | { readonly kind: 'struct'; readonly fields: Fields; name: string; more: boolean }
  | { readonly kind: 'array'; readonly items: Value[]; more: boolean }
  | { readonly kind: 'set'; readonly members: Value[] }
  | { readonly kind: 'call'; readonly name: string; readonly value: Word | undefined; readonly items: Value[] }
  | { readonly kind: 'or'; readonly parts: Value[] }
  | { readonly kind: 'change'; before: Value | undefined; after: Value | undefined };

const latin1 = new TextDecoder('latin1');
const utf8 = new TextDecoder();

const nothing: Value = { type: 'raw', text: '' };

/** Builds the typed tree of a value: emit one value, then `take` it. Bytes are copied: the tree outlives its record. */
export class TreeEmitter implements Emitter {
  options: DecodeOptions;
  readonly #open: Open[] = [];
  #result: Value = nothing;

  constructor(options: DecodeOptions = defaultDecodeOptions) {
    this.options = options;
  }

  /** The value emitted since the last time. */
  take(): Value {
    const result = this.#result;
    this.#result = nothing;
    this.#open.length = 0;
    return result;
  }

  decimal(value: number | bigint): void {
    this.#put({ type: 'int', value, base: 10 });
  }

  hex(value: Word): void {
    this.#put({ type: 'int', value, base: 16 });
  }

  octal(value: number): void {
    this.#put({ type: 'int', value, base: 8 });
  }

  address(value: Word): void {
    this.#put({ type: 'address', value });
  }

  symbol(value: number | bigint, name: string | undefined): void {
    this.#put(name === undefined ? { type: 'enum', value } : { type: 'enum', value, name });
  }

  flags(value: number | bigint, set: FlagSetView): void {
    this.#put({ type: 'flags', value, ...flagNames(value, set) });
  }

  emptyFlags(): void {
    this.#put({ type: 'flags', value: 0, names: [], rest: 0 });
  }

  string(data: Uint8Array, kind: StringKind, cut: boolean): void {
    const limit = kind === 'path' || kind === 'wholeHex' ? data.length : Math.min(data.length, this.options.stringLimit);
    // A copy: the block that it was read from is used again. (slice of a Buffer would be a view.)
    const bytes = new Uint8Array(data.subarray(0, limit));
    const text = kind === 'hex' || kind === 'wholeHex' ? latin1.decode(bytes) : utf8.decode(bytes);
    this.#put({ type: 'string', text, bytes, cut: cut || limit < data.length, kind });
  }

  fd(value: number, target: string | undefined, detail = ''): void {
    this.#put(target === undefined && detail === '' ? { type: 'fd', value } : { type: 'fd', value, target: `${target ?? ''}${detail}` });
  }

  cwdFd(value: number, target: string | undefined): void {
    this.#put({ type: 'fd', value, name: 'AT_FDCWD', ...(target === undefined ? {} : { target }) });
  }

  beginStruct(): void {
    this.#open.push({ kind: 'struct', fields: [], name: '', more: false });
  }

  field(name: string): void {
    const top = this.#open.at(-1);
    if (top?.kind === 'struct') top.name = name;
  }

  unnamed(note = ''): void {
    this.field(note);
  }

  endStruct(): void {
    const top = this.#open.pop();
    if (top?.kind === 'struct') this.#put({ type: 'struct', fields: top.fields, more: top.more });
  }

  beginArray(): void {
    this.#open.push({ kind: 'array', items: [], more: false });
  }

  item(): void {}

  element(): void {}

  endArray(): void {
    const top = this.#open.pop();
    if (top?.kind === 'array') this.#put({ type: 'array', items: top.items, more: top.more });
  }

  set(members: readonly NamedValue[], inverted: boolean): void {
    this.#put({ type: 'set', members: members.map(([name]) => name), inverted });
  }

  beginSet(): void {
    this.#open.push({ kind: 'set', members: [] });
  }

  /** A set of values is an array to a reader of the tree. */
  endSet(): void {
    const top = this.#open.pop();
    if (top?.kind === 'set') this.#put({ type: 'array', items: top.members, more: false });
  }

  beginCall(name: string, value: Word | undefined): boolean {
    this.#open.push({ kind: 'call', name, value, items: [] });
    return true;
  }

  endCall(): void {
    const top = this.#open.pop();
    if (top?.kind !== 'call') return;
    this.#put({ type: 'call', name: top.name, ...(top.value === undefined ? {} : { value: top.value }), args: top.items });
  }

  beginOr(): void {
    this.#open.push({ kind: 'or', parts: [] });
  }

  or(): void {}

  shifted(by: number, name: string): void {
    const top = this.#open.at(-1);
    const part = top?.kind === 'or' ? top.parts.pop() : undefined;
    if (part?.type !== 'enum') return;
    this.#put({ type: 'enum', value: Number(part.value) * 2 ** by, ...(part.name === undefined ? {} : { name: `${part.name}<<${name}` }) });
  }

  endOr(): void {
    const top = this.#open.pop();
    if (top?.kind === 'or') this.#put(joined(top.parts));
  }

  beginChange(): void {
    this.#open.push({ kind: 'change', before: undefined, after: undefined });
  }

  becomes(): void {}

  /** Only one version was emitted: that is the value. */
  endChange(): void {
    const top = this.#open.pop();
    if (top?.kind !== 'change' || top.before === undefined) return;
    this.#put(top.after === undefined ? top.before : { type: 'change', before: top.before, after: top.after });
  }

  more(): void {
    const top = this.#open.at(-1);
    if (top?.kind === 'struct' || top?.kind === 'array') top.more = true;
  }

  /** Comments repeat in words what the value says. */
  comment(): void {}

  raw(text: string): void {
    this.#put({ type: 'raw', text });
  }

  #put(value: Value): void {
    const top = this.#open.at(-1);
    switch (top?.kind) {
      case undefined:
        this.#result = value;
        return;
      case 'struct':
        top.fields.push([top.name, value]);
        return;
      case 'array':
      case 'call':
        top.items.push(value);
        return;
      case 'set':
        top.members.push(value);
        return;
      case 'or':
        top.parts.push(value);
        return;
      case 'change':
        if (top.before === undefined) top.before = value;
        else top.after = value;
    }
  }
}

/** The parts of one flag word as one: values are of different bits. */
function joined(parts: readonly Value[]): Value {
  const names: string[] = [];
  let value = 0n;
  let rest = 0n;
  for (const part of parts) {
    if (part.type === 'flags') {
      names.push(...part.names);
      value |= BigInt(part.value);
      rest |= BigInt(part.rest);
    } else if (part.type === 'enum' || part.type === 'int') {
      value |= BigInt(part.value);
      if (part.type === 'enum' && part.name !== undefined) names.push(part.name);
      else rest |= BigInt(part.value);
    }
  }
  const narrow = (wide: bigint): number | bigint => (wide <= Number.MAX_SAFE_INTEGER ? Number(wide) : wide);
  return { type: 'flags', value: narrow(value), names, rest: narrow(rest) };
}
