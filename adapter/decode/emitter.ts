/**
 * Where a decoder writes what it understands. A decoder is written once and says *what* a value is; the emitter
 * decides how it looks: TextEmitter prints strace’s text, TreeEmitter builds the typed tree for JSON, the details
 * pane and DAP variables. Calls nest properly (begin…/end…); separators are the emitter’s business.
 */
import type { Word } from './word.js';

export type StringKind =
  /** A C string: quoted, `...` behind it when cut. */
  | 'string'
  /** Bytes of a buffer whose length is known. */
  | 'buffer'
  /** A path: never abbreviated by -s. */
  | 'path'
  /** Bytes that are no text (addresses, keys): in hex whatever -x says. */
  | 'hex'
  /** As `hex`, never abbreviated by -s. */
  | 'wholeHex';

export type NamedValue = readonly [name: string, value: number | bigint];

export interface FlagSetView {
  /** For `/* NAME_??? *\/` of unknown bits; empty for no comment. */
  readonly unknown: string;
  /** Bits in the order in which they are printed. An entry of value 0 names the empty set. */
  readonly entries: readonly NamedValue[];
  /** Parts of the word that are enumerations (O_ACCMODE, S_IFMT, MAP_TYPE): printed first, in this order. */
  readonly parts?: readonly { readonly mask: number; readonly unknown?: string; readonly entries: readonly NamedValue[] }[];
}

/** How a constant looks when -X asks for its number. */
export type NumberStyle = 'hex' | 'decimal' | 'octal';

/** Fewest digits of permission bits, the leading 0 included. */
export const MODE_DIGITS = 3;

export interface Emitter {
  /** Options of the output that decoders may ask for (abbreviation changes *what* is shown). An argument with options of its own exchanges them while it is emitted. */
  options: DecodeOptions;

  decimal(value: number | bigint): void;
  /** `0` for 0, else with 0x. Negative numbers are not allowed: mask first. */
  hex(value: Word): void;
  /** With a leading 0, as modes are shown; at least `digits` digits (the leading 0 included). */
  octal(value: number | bigint, digits?: number): void;
  /** NULL for 0, else hex. */
  address(value: Word): void;
  /** One named value. An unknown one shows as its number, with `/* unknown *\/` in a comment unless that is empty. */
  symbol(value: number | bigint, name: string | undefined, unknown: string, style?: NumberStyle): void;
  /** OR of named bits; bits that no name covers are kept. In octal style they are permission bits and shown even when 0. */
  flags(value: number | bigint, set: FlagSetView, style?: NumberStyle): void;
  /** A flag word without bits where strace prints nothing at all (termios). */
  emptyFlags(): void;
  /** `cut`: more follows than `data` holds. What -s asks to hide is hidden by the emitter. */
  string(data: Uint8Array, kind: StringKind, cut: boolean): void;
  /** A file descriptor; `target` is the path that it refers to, if known and wanted; `detail` stands behind it, ready to be printed. */
  fd(value: number, target: string | undefined, detail?: string): void;

  /** AT_FDCWD; `target` is the working directory, if known and wanted. */
  cwdFd(value: number, target: string | undefined): void;

  beginStruct(): void;
  /** Inside a struct: the next value is this field’s. */
  field(name: string): void;
  /** Inside a struct: the next value has no name; `note` stands before it in a comment. */
  unnamed(note?: string): void;
  endStruct(): void;
  beginArray(): void;
  /** Inside an array, a set or a call: the next value is the next element. */
  item(): void;
  /** As `item`, for an array whose elements have names: `[VINTR]=`. */
  element(name: string): void;
  endArray(): void;
  /** `[A B C]` with spaces: signal sets. `inverted`: `~[…]`. */
  set(members: readonly NamedValue[], inverted: boolean): void;
  /** As `set` for members that are values themselves: fd sets. */
  beginSet(): void;
  endSet(): void;
  /**
   * `name(…)` such as makedev(0x8, 0x1) or htons(80); `value` is what it stands for, if it stands for one number.
   * False: only the number is wanted (-X raw) and has been shown: emit no arguments and no endCall.
   */
  beginCall(name: string, value: Word | undefined, style?: NumberStyle): boolean;
  endCall(): void;
  /** One word whose parts are shown one by one, joined by `|`: beginOr, flags, or, flags, endOr. */
  beginOr(): void;
  or(): void;
  /** The part just shown stands `by` bits further up: `<<IBSHIFT`. */
  shifted(by: number, name: string): void;
  endOr(): void;
  /** Two versions of one value, before the call and after it (`a => b`): beginChange, a, becomes, b, endChange. */
  beginChange(): void;
  becomes(): void;
  endChange(): void;
  /** `...`: there is more that is not shown. `address`: where it could not be read. */
  more(address?: Word): void;
  /** A comment behind the value just emitted. */
  comment(text: string): void;
  /** Text that has no structure of its own. Must not come from the tracee. */
  raw(text: string): void;
}

export type HexStrings = 'none' | 'nonAscii' | 'nonAsciiChars' | 'all';

/** What can be shown of descriptors. */
export type FdKind = 'path' | 'socket' | 'dev' | 'pidfd' | 'signalfd' | 'eventfd';

export interface DecodeOptions {
  /** Bytes of a string or buffer shown (-s; 32). */
  readonly stringLimit: number;
  /** Show structures whole (-v). */
  readonly verbose: boolean;
  /** Strings in hex: those that are not ASCII (-x), all (-xx); or only the characters that are not (--strings-in-hex=non-ascii-chars). */
  readonly hexStrings: HexStrings;
  /** How constants look (-X). */
  readonly constants: 'abbrev' | 'raw' | 'verbose';
  /** Targets of descriptors (-y), with socket addresses and device numbers (-yy). */
  readonly fds: 'none' | 'path' | 'all';
  /** Name of the process or thread with this id (-Y); `ended`: also of one that has ended. Absent: names are not wanted. */
  readonly pidName?: (pid: number, ended?: boolean) => string | undefined;
  /** Of the task whose call is decoded: whether it counts processes otherwise than the tracer, and what the tracer calls them. Absent: not known. */
  readonly pidNamespace?: {
    /** The tracer’s ids stand behind those of the task (--decode-pids=pidns). */
    readonly shown: boolean;
    readonly facts: { readonly isElsewhere: boolean; translate(pid: number): number | undefined };
  };
  /** With fds 'all': what is shown (--decode-fds). Absent: everything. */
  readonly fdKinds?: ReadonlySet<FdKind>;
}

export const defaultDecodeOptions: DecodeOptions = { stringLimit: 32, verbose: false, hexStrings: 'none', constants: 'abbrev', fds: 'none' };

/** The typed tree that TreeEmitter builds: JSON Lines, details pane and DAP variables are views of it. */
export type Value =
  | { readonly type: 'int'; readonly value: number | bigint; readonly base: 8 | 10 | 16 }
  | { readonly type: 'address'; readonly value: Word }
  | { readonly type: 'enum'; readonly value: number | bigint; readonly name?: string }
  | { readonly type: 'flags'; readonly value: number | bigint; readonly names: readonly string[]; readonly rest: number | bigint }
  | { readonly type: 'string'; readonly text: string; readonly bytes: Uint8Array; readonly cut: boolean; readonly kind: StringKind }
  /** `name`: AT_FDCWD, which stands for the working directory and is no descriptor. */
  | { readonly type: 'fd'; readonly value: number; readonly name?: string; readonly target?: string }
  | { readonly type: 'struct'; readonly fields: readonly (readonly [name: string, value: Value])[]; readonly more: boolean }
  | { readonly type: 'array'; readonly items: readonly Value[]; readonly more: boolean }
  | { readonly type: 'set'; readonly members: readonly string[]; readonly inverted: boolean }
  | { readonly type: 'call'; readonly name: string; readonly value?: Word; readonly args: readonly Value[] }
  | { readonly type: 'change'; readonly before: Value; readonly after: Value }
  | { readonly type: 'raw'; readonly text: string };
