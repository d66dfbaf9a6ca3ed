import { type AbiName, abis } from '../record/layout.js';
import type { SyscallClass } from '../syscalls/descriptor.js';
import { abiNames, carriedNumbers, passengerTable, syscallTable } from '../syscalls/registry.js';

/** A part of a syscall set that means nothing: message and the part. */
export class SyscallSetError extends Error {
  override readonly name = 'SyscallSetError';
}

/** Classes as `-e trace=%NAME` spells them. */
const classes: Readonly<Record<string, SyscallClass>> = {
  '%file': 'file',
  '%desc': 'desc',
  '%process': 'process',
  '%net': 'network',
  '%network': 'network',
  '%signal': 'signal',
  '%ipc': 'ipc',
  '%memory': 'memory',
  '%creds': 'creds',
  '%stat': 'stat',
  '%lstat': 'lstat',
  '%fstat': 'fstat',
  '%%stat': 'stat_like',
  '%statfs': 'statfs',
  '%fstatfs': 'fstatfs',
  '%%statfs': 'statfs_like',
  '%clock': 'clock',
  '%pure': 'pure',
  // Deprecated spellings that strace still takes.
  file: 'file',
  desc: 'desc',
  process: 'process',
  network: 'network',
  signal: 'signal',
  ipc: 'ipc',
  memory: 'memory',
};

/** Spellings of classes, for completion and help. */
export const classSpellings: readonly string[] = Object.keys(classes).filter((name) => name.startsWith('%'));

const designators: Readonly<Record<string, AbiName>> = { '64': 'x86_64', '32': 'i386', x32: 'x32' };

/** A set of syscall numbers for each ABI, those of carried calls among them (callNumber). */
export class SyscallSet {
  readonly #members: readonly ReadonlySet<number>[];
  readonly #inverted: boolean;

  constructor(members: Readonly<Record<AbiName, ReadonlySet<number>>>, inverted: boolean) {
    this.#members = abiNames.map((abi) => members[abi]);
    this.#inverted = inverted;
  }

  /** Every number, also those that no table has. */
  static readonly all = new SyscallSet({ x86_64: new Set(), i386: new Set(), x32: new Set() }, true);
  static readonly none = new SyscallSet({ x86_64: new Set(), i386: new Set(), x32: new Set() }, false);

  /** `abi`: one of abis. */
  has(abi: number, nr: number): boolean {
    return (this.#members[abi]?.has(nr) ?? false) !== this.#inverted;
  }

  /** Whether calls of this number may be in it: itself or one that it carries. */
  reaches(abi: number, nr: number): boolean {
    const name = abiNames[abi];
    return this.has(abi, nr) || (name !== undefined && carriedNumbers(name, nr).some((carried) => this.has(abi, carried)));
  }

  /** Whether no number is in it. */
  get isEmpty(): boolean {
    return !this.#inverted && this.#members.every((set) => set.size === 0);
  }

  /** Whether every number is in it. */
  get isAll(): boolean {
    return this.#inverted && this.#members.every((set) => set.size === 0);
  }
}

/**
 * Parses what stands behind `-e trace=`: `[!]VALUE[,VALUE]…`, where a value is a name, a number, `%class`, `/regex`,
 * each with `?` before it (no error when nothing matches) and `@64`, `@32` or `@x32` behind it; or `all` or `none`.
 * @throws SyscallSetError
 */
export function parseSyscallSet(text: string): SyscallSet {
  let inverted = false;
  let rest = text;
  while (rest.startsWith('!')) {
    inverted = !inverted;
    rest = rest.slice(1);
  }
  if (rest === 'all') return inverted ? SyscallSet.none : SyscallSet.all;
  if (rest === 'none') return inverted ? SyscallSet.all : SyscallSet.none;
  const members: Record<AbiName, Set<number>> = { x86_64: new Set(), i386: new Set(), x32: new Set() };
  const tokens = rest.split(',').filter((token) => token !== '');
  if (tokens.length === 0) throw new SyscallSetError(`invalid system call '${text}'`);
  let everything = false;
  for (const token of tokens) {
    if (token === 'all') everything = true;
    else addToken(token, members);
  }
  if (everything) return inverted ? SyscallSet.none : SyscallSet.all;
  return new SyscallSet(members, inverted);
}

function addToken(token: string, members: Readonly<Record<AbiName, Set<number>>>): void {
  const optional = token.startsWith('?');
  const whole = optional ? token.slice(1) : token;
  const { value, only } = splitDesignator(whole);
  const matches = matcherOf(value);
  let found = false;
  for (const abi of Object.keys(abis) as AbiName[]) {
    for (const syscall of [...syscallTable(abi), ...passengerTable(abi)]) {
      if (syscall === undefined || !matches(syscall.name, syscall.nr, syscall.descriptor.classes)) continue;
      found = true;
      if (only === undefined || only === abi) members[abi].add(syscall.nr);
    }
  }
  if (!found && !optional) throw new SyscallSetError(`invalid system call '${whole}'`);
}

function splitDesignator(token: string): { value: string; only: AbiName | undefined } {
  const at = token.lastIndexOf('@');
  if (at < 0) return { value: token, only: undefined };
  const designator = token.slice(at + 1);
  const only = designators[designator];
  if (only === undefined) throw new SyscallSetError(`incorrect personality designator '${designator}' in qualification '${token}'`);
  return { value: token.slice(0, at), only };
}

type Matcher = (name: string, nr: number, classes: readonly SyscallClass[]) => boolean;

function matcherOf(value: string): Matcher {
  if (value.startsWith('/')) {
    const regex = posixRegex(value.slice(1));
    return (name) => regex.test(name);
  }
  const wanted = classes[value];
  if (wanted !== undefined) return (_name, _nr, own) => own.includes(wanted);
  if (/^\d+$/.test(value)) return (_name, nr) => nr === Number(value);
  return (name) => name === value;
}

const posixClasses: Readonly<Record<string, string>> = {
  alpha: 'a-zA-Z',
  digit: '0-9',
  alnum: 'a-zA-Z0-9',
  lower: 'a-z',
  upper: 'A-Z',
  punct: '_',
  space: '\\s',
  xdigit: '0-9a-fA-F',
};

/** A POSIX extended regular expression, as far as syscall names need it. */
function posixRegex(source: string): RegExp {
  try {
    return new RegExp(source.replace(/\[:(\w+):\]/g, (whole, name: string) => posixClasses[name] ?? whole));
  } catch (error) {
    const reason = error instanceof Error ? error.message.replace(/^Invalid regular expression: /, '') : String(error);
    throw new SyscallSetError(`invalid regular expression '${source}': ${reason}`);
  }
}
