/**
 * Where a decoder writes what it understands. A decoder is written once and says *what* a value is; the emitter
 * decides how it looks: TextEmitter prints strace’s text, TreeEmitter builds the typed tree for JSON, the details
 * pane and DAP variables. Calls nest properly; separators are the emitter’s business.
 */
import type { Word } from './word.js';

export type StringKind =
  /** A C string: quoted, `...` behind it when cut. */
  | 'string'
  /** Bytes of a buffer whose length is known. */
  | 'buffer'
  /** A path: never abbreviated by -s. */
  | 'path';

export interface FlagSetView {
  /** For `/* NAME_??? *\/` of unknown bits. */
  readonly unknown: string;
  /** Largest first for enumerated parts, else in the order in which they are printed. */
  readonly entries: readonly (readonly [name: string, value: number | bigint])[];
}

export interface Emitter {
  /** Options of the output that decoders may ask for (abbreviation changes *what* is shown). */
  readonly options: DecodeOptions;

  decimal(value: number | bigint): void;
  hex(value: Word): void;
  /** With a leading 0, as modes are shown. */
  octal(value: number): void;
  /** NULL for 0, else hex. */
  address(value: Word): void;
  /** One named value. An unknown one shows as hex with `/* unknown *\/` in a comment. */
  symbol(value: number | bigint, name: string | undefined, unknown: string): void;
  /** OR of named bits; bits that no name covers are kept. */
  flags(value: number | bigint, set: FlagSetView): void;
  /** `wanted` is the full length when it is known to exceed `data`. */
  string(data: Uint8Array, kind: StringKind, cut: boolean): void;
  /** A file descriptor; `target` is what it refers to, if known and wanted. */
  fd(value: number, target: string | undefined): void;

  struct(body: () => void): void;
  /** Inside struct. */
  field(name: string, body: () => void): void;
  array(body: () => void): void;
  /** Inside array or a call: begins the next element. */
  item(body: () => void): void;
  /** `[A B C]` with spaces: signal sets, fd sets. `inverted`: `~[…]`. */
  set(members: readonly string[], inverted: boolean): void;
  /** `name(…)` such as makedev(0x8, 0x1) or htons(80); `value` is what it stands for, if it stands for one number. */
  call(name: string, value: Word | undefined, body: () => void): void;
  /** Two versions of one value: before the call and after it (`a => b`). */
  change(before: () => void, after: () => void): void;
  /** `...`: there is more that is not shown. */
  more(): void;
  /** A comment behind the value just emitted. */
  comment(text: string): void;
  /** Text that has no structure of its own. Must not come from the tracee. */
  raw(text: string): void;
}

export interface DecodeOptions {
  /** Bytes of a string or buffer shown (-s; 32). */
  readonly stringLimit: number;
  /** Show structures whole (-v). */
  readonly verbose: boolean;
  /** Strings in hex: non-ASCII only (-x), all (-xx). */
  readonly hexStrings: 'none' | 'nonAscii' | 'all';
  /** How constants look (-X). */
  readonly constants: 'abbrev' | 'raw' | 'verbose';
  /** Targets of descriptors (-y), with socket addresses and device numbers (-yy). */
  readonly fds: 'none' | 'path' | 'all';
}

export const defaultDecodeOptions: DecodeOptions = { stringLimit: 32, verbose: false, hexStrings: 'none', constants: 'abbrev', fds: 'none' };

/** The typed tree that TreeEmitter builds: JSON Lines, details pane and DAP variables are views of it. */
export type Value =
  | { readonly type: 'int'; readonly value: number | bigint; readonly base: 8 | 10 | 16 }
  | { readonly type: 'address'; readonly value: Word }
  | { readonly type: 'enum'; readonly value: number | bigint; readonly name?: string }
  | { readonly type: 'flags'; readonly value: number | bigint; readonly names: readonly string[]; readonly rest: number | bigint }
  | { readonly type: 'string'; readonly text: string; readonly bytes: Uint8Array; readonly cut: boolean; readonly kind: StringKind }
  | { readonly type: 'fd'; readonly value: number; readonly target?: string }
  | { readonly type: 'struct'; readonly fields: readonly (readonly [name: string, value: Value])[]; readonly more: boolean }
  | { readonly type: 'array'; readonly items: readonly Value[]; readonly more: boolean }
  | { readonly type: 'set'; readonly members: readonly string[]; readonly inverted: boolean }
  | { readonly type: 'call'; readonly name: string; readonly value?: Word; readonly args: readonly Value[] }
  | { readonly type: 'change'; readonly before: Value; readonly after: Value }
  | { readonly type: 'raw'; readonly text: string };
