import { type DecodeOptions, defaultDecodeOptions, type Emitter, type FlagSetView, type NamedValue, type NumberStyle, type StringKind } from './emitter.js';
import { escapeBytes, escapeTarget } from './escape.js';
import { flagText, hexText, octalText } from './flagText.js';
import { unsigned, type Word } from './word.js';

/** What the kernel puts behind the name of a file that is gone (proc_pid_fd(5)). */
const DELETED = ' (deleted)';

/** Prints values as strace 6.1 does. One is reused for many lines: `take` gives the text and begins anew. */
export class TextEmitter implements Emitter {
  #text = '';
  /** No element has been printed in the current list. */
  #first = true;
  #separator = ', ';
  /** The current call stands in a comment behind its number. */
  #callInComment = false;

  constructor(public options: DecodeOptions = defaultDecodeOptions) {}

  /** What was printed since the last time. */
  take(): string {
    const text = this.#text;
    this.#text = '';
    this.#first = true;
    this.#separator = ', ';
    return text;
  }

  /** The next text goes on in a list that has elements already: the exit’s half of a struct. */
  resume(): void {
    this.#first = false;
  }

  get length(): number {
    return this.#text.length;
  }

  /** Takes back what was printed since the text had `length` characters, whatever was begun in it. */
  rewind(length: number): void {
    this.#text = this.#text.slice(0, length);
    this.#first = false;
    this.#separator = ', ';
    this.#callInComment = false;
  }

  decimal(value: number | bigint): void {
    this.#text += value;
  }

  hex(value: Word): void {
    this.#text += hexText(value);
  }

  octal(value: number | bigint, digits = 1): void {
    this.#text += octalText(value, digits);
  }

  address(value: Word): void {
    this.#text += value === 0 ? 'NULL' : `0x${value.toString(16)}`;
  }

  symbol(value: number | bigint, name: string | undefined, unknown: string, style: NumberStyle = 'hex'): void {
    const constants = this.options.constants;
    if (name !== undefined && constants === 'abbrev') {
      this.#text += name;
      return;
    }
    this.#text += numberText(value, style);
    const note = name ?? unknown;
    if (note !== '' && constants !== 'raw') this.#text += ` /* ${note} */`;
  }

  flags(value: number | bigint, set: FlagSetView, style: NumberStyle = 'hex'): void {
    const constants = this.options.constants;
    if (constants === 'raw') {
      this.#text += style === 'octal' ? octalText(value, 3) : hexText(value);
      return;
    }
    const text = flagText(value, set, style);
    const nameless = text === '' || (style === 'hex' && text.startsWith('0x') && !text.includes('|') && !text.includes(' '));
    if (nameless) {
      this.#text += hexText(value);
      if (text !== '' && set.unknown !== '') this.#text += ` /* ${set.unknown} */`;
    } else if (constants === 'verbose') {
      this.#text += `${style === 'octal' ? octalText(value, 3) : hexText(value)} /* ${text} */`;
    } else this.#text += text;
  }

  emptyFlags(): void {}

  string(data: Uint8Array, kind: StringKind, cut: boolean): void {
    const limit = this.options.stringLimit;
    const shown = kind === 'path' || kind === 'wholeHex' ? data.length : Math.min(data.length, limit);
    this.#text += `"${escapeBytes(data, shown, kind === 'hex' || kind === 'wholeHex' ? 'all' : this.options.hexStrings)}"`;
    if (cut || shown < data.length) this.#text += '...';
  }

  fd(value: number, target: string | undefined, detail = ''): void {
    this.#text += value;
    this.#target(target, detail);
  }

  cwdFd(value: number, target: string | undefined): void {
    this.symbol(value, 'AT_FDCWD', '', 'decimal');
    this.#target(target);
  }

  #target(target: string | undefined, detail = ''): void {
    if (target === undefined && detail === '') return;
    const deleted = target?.endsWith(DELETED) === true;
    const path = deleted ? target.slice(0, -DELETED.length) : (target ?? '');
    this.#text += `<${escapeTarget(path, this.options.hexStrings)}${detail}>${deleted ? '(deleted)' : ''}`;
  }

  beginStruct(): void {
    this.#text += '{';
    this.#first = true;
  }

  field(name: string): void {
    this.item();
    this.#text += name;
    this.#text += '=';
  }

  unnamed(note?: string): void {
    this.item();
    if (note !== undefined) this.#text += `/* ${note} */ `;
  }

  endStruct(): void {
    this.#text += '}';
    this.#first = false;
  }

  beginArray(): void {
    this.#text += '[';
    this.#first = true;
  }

  item(): void {
    if (this.#first) this.#first = false;
    else this.#text += this.#separator;
  }

  element(name: string): void {
    this.item();
    this.#text += `[${name}]=`;
  }

  endArray(): void {
    this.#text += ']';
    this.#first = false;
  }

  set(members: readonly NamedValue[], inverted: boolean): void {
    this.beginSet(inverted);
    for (const [name, value] of members) {
      this.item();
      this.symbol(value, name, '', 'decimal');
    }
    this.endSet();
  }

  beginSet(inverted = false): void {
    this.#text += inverted ? '~[' : '[';
    this.#first = true;
    this.#separator = ' ';
  }

  endSet(): void {
    this.endArray();
    this.#separator = ', ';
  }

  beginCall(name: string, value: Word | undefined, style: NumberStyle = 'hex'): boolean {
    const constants = this.options.constants;
    if (value !== undefined && constants !== 'abbrev') {
      this.#text += numberText(value, style);
      if (constants === 'raw') return false;
      this.#text += ' /* ';
      this.#callInComment = true;
    }
    this.#text += `${name}(`;
    this.#first = true;
    return true;
  }

  endCall(): void {
    this.#text += this.#callInComment ? ') */' : ')';
    this.#callInComment = false;
    this.#first = false;
  }

  beginOr(): void {}

  or(): void {
    this.#text += '|';
  }

  shifted(by: number, name: string): void {
    this.#text += '<<';
    this.symbol(by, name, '');
  }

  endOr(): void {}

  beginChange(): void {}

  becomes(): void {
    this.#text += ' => ';
  }

  endChange(): void {}

  more(address?: Word): void {
    this.item();
    this.#text += address === undefined ? '...' : `... /* ${hexText(address)} */`;
  }

  comment(text: string): void {
    this.#text += ` /* ${text} */`;
  }

  raw(text: string): void {
    this.#text += text;
  }
}

function numberText(value: number | bigint, style: NumberStyle): string {
  if (style === 'decimal') return `${value}`;
  return style === 'octal' ? octalText(value) : hexText(unsigned(value));
}
