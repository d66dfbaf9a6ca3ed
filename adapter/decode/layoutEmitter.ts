import type { DecodeOptions, NumberStyle, StringKind } from './emitter.js';
import { hexdump } from './hexdump.js';
import { TextEmitter } from './textEmitter.js';
import type { Word } from './word.js';

/** A struct or array in the text, from its bracket to behind its closing one. */
interface Group {
  readonly kind: 'group';
  readonly start: number;
  end: number;
  /** Of each item: where its text begins, and where it ends. */
  readonly items: { readonly start: number; end: number }[];
  readonly parts: Part[];
}

/** Bytes that are shown in rows instead of between quotes. */
interface Dump {
  readonly kind: 'dump';
  readonly start: number;
  readonly end: number;
  readonly bytes: Uint8Array;
  readonly cut: boolean;
}

type Part = Group | Dump;

/** Characters that a struct or array may have on one line. */
const INLINE = 60;
/** Bytes of text that stay between quotes. */
const SHORT_TEXT = 16;
const INDENT = '  ';

/** The text of a value, and where in it structs, arrays and buffers stand. */
export class LaidOutText {
  constructor(
    private readonly text: string,
    private readonly parts: readonly Part[],
  ) {}

  /** Whether it is worth lines of its own. */
  get isLarge(): boolean {
    return this.parts.some(isLarge);
  }

  /** On one line: structs and arrays that are large are `{...}` and `[...]`. */
  folded(): string {
    return this.#join(0, this.text.length, this.parts, (part) => {
      const own = this.text.slice(part.start, part.end);
      return part.kind === 'group' && isLarge(part) ? `${own[0]}...${own.at(-1)}` : own;
    });
  }

  /** On as many lines as it needs; those behind the first are indented by `indent` and more. No newline at the end. */
  expanded(indent: string): string {
    return this.#expand(0, this.text.length, this.parts, indent);
  }

  #expand(start: number, end: number, parts: readonly Part[], indent: string): string {
    return this.#join(start, end, parts, (part) => {
      if (part.kind === 'dump') return dumpText(part, indent + INDENT);
      if (!isLarge(part)) return this.text.slice(part.start, part.end);
      const inner = indent + INDENT;
      const lines = part.items.map((item) => {
        const inside = part.parts.filter((one) => one.start >= item.start && one.end <= item.end);
        return `${inner}${this.#expand(item.start, item.end, inside, inner)}`;
      });
      return [this.text[part.start], ...lines, `${indent}${this.text[part.end - 1]}`].join('\n');
    });
  }

  /** The text from `start` to `end`, with `replace` in place of its parts. */
  #join(start: number, end: number, parts: readonly Part[], replace: (part: Part) => string): string {
    let text = '';
    let at = start;
    for (const part of parts) {
      text += this.text.slice(at, part.start) + replace(part);
      at = part.end;
    }
    return text + this.text.slice(at, end);
  }
}

function isLarge(part: Part): boolean {
  return part.kind === 'dump' || part.end - part.start > INLINE || part.parts.some(isLarge);
}

function dumpText({ bytes, cut }: Dump, indent: string): string {
  const rows = hexdump(bytes, `${indent}| `, ' |').trimEnd();
  return `${cut ? 'the first ' : ''}${bytes.length} bytes\n${rows}`;
}

/** Prints values as strace does, and notes where structs, arrays and buffers stand, so that they can be laid out over several lines (--tree). */
export class LayoutEmitter extends TextEmitter {
  #top: Part[] = [];
  /** Groups that are open; undefined for what stays on its line: sets and calls. */
  #open: (Group | undefined)[] = [];

  /** The value since the last time, laid out. */
  takeLayout(): LaidOutText {
    const parts = this.#top;
    this.#top = [];
    this.#open = [];
    return new LaidOutText(this.take(), parts);
  }

  override string(data: Uint8Array, kind: StringKind, cut: boolean): void {
    const start = this.length;
    super.string(data, kind, cut);
    if (kind === 'string' || kind === 'path' || !this.#isBreakable) return;
    const limit = kind === 'wholeHex' ? data.length : Math.min(data.length, this.options.stringLimit);
    const bytes = data.subarray(0, limit);
    const isCut = cut || limit < data.length;
    if (limit === 0 || (!isCut && limit <= SHORT_TEXT && bytes.every(isTextual))) return;
    this.#siblings.push({ kind: 'dump', start, end: this.length, bytes: Uint8Array.from(bytes), cut: isCut });
  }

  override beginStruct(): void {
    this.#begin();
    super.beginStruct();
  }

  override endStruct(): void {
    this.#endItem();
    super.endStruct();
    this.#end();
  }

  override beginArray(): void {
    this.#begin();
    super.beginArray();
  }

  override endArray(): void {
    this.#endItem();
    super.endArray();
    this.#end();
  }

  override item(): void {
    const group = this.#open.at(-1);
    this.#endItem();
    super.item();
    group?.items.push({ start: this.length, end: this.length });
  }

  /** Its end is that of an array. */
  override beginSet(inverted = false): void {
    this.#open.push(undefined);
    super.beginSet(inverted);
  }

  override beginCall(name: string, value: Word | undefined, style?: NumberStyle): boolean {
    const begun = super.beginCall(name, value, style);
    if (begun) this.#open.push(undefined);
    return begun;
  }

  override endCall(): void {
    super.endCall();
    this.#open.pop();
  }

  /** Nothing around it has to stay on one line. */
  get #isBreakable(): boolean {
    return !this.#open.includes(undefined);
  }

  get #siblings(): Part[] {
    return this.#open.at(-1)?.parts ?? this.#top;
  }

  #begin(): void {
    this.#open.push(this.#isBreakable ? { kind: 'group', start: this.length, end: this.length, items: [], parts: [] } : undefined);
  }

  #endItem(): void {
    const item = this.#open.at(-1)?.items.at(-1);
    if (item !== undefined) item.end = this.length;
  }

  #end(): void {
    const group = this.#open.pop();
    if (group === undefined) return;
    group.end = this.length;
    this.#siblings.push(group);
  }
}

/** A letter, a digit, a sign, a space; or white space that has an escape of its own. */
const isTextual = (byte: number): boolean => (byte >= 0x20 && byte < 0x7f) || (byte >= 0x09 && byte <= 0x0d);

/** What `emit` prints with these options, laid out. */
export function laidOut(options: DecodeOptions, emit: (out: LayoutEmitter) => void): LaidOutText {
  const out = new LayoutEmitter(options);
  emit(out);
  return out.takeLayout();
}
