/** `-e inject=SET:…` and `-e fault=SET:…`: strace’s language for changing what calls return and do. */
import { signalNumber } from '../filter/signalSet.js';
import type { SyscallSet } from '../filter/syscallSet.js';
import { ENDLESS, type Poke, type TamperRule } from '../plan/tampering.js';
import { type AbiName, abis } from '../record/layout.js';
import { errnos } from '../syscalls/generated/errno.gen.js';
import { abiNames, syscallTable } from '../syscalls/registry.js';
import { usageError } from './cliError.js';
import { timeSpan } from './numbers.js';

const LAST_ERRNO = 4095;
const LAST_COUNT = 0xffff;
const LAST_SIGNAL = 64;
/** More arguments than any call has: strace takes the number, and finds no such argument. */
const LAST_ARGUMENT = 7;
const ENOSYS = 38;

const errnoNumbers = new Map(Object.entries(errnos).map(([number, [name]]) => [name, Number(number)]));

type Mutable<T> = { -readonly [K in keyof T]?: T[K] };
type Actions = Mutable<Omit<TamperRule, 'syscalls'>>;

/** Takes the value of an action; false for one that means nothing. */
type Action = (actions: Actions, value: string) => boolean;

const once =
  <K extends keyof Actions>(key: K, read: (value: string) => Actions[K] | undefined): Action =>
  (actions, value) => {
    const meaning = actions[key] === undefined ? read(value) : undefined;
    if (meaning === undefined) return false;
    actions[key] = meaning;
    return true;
  };

const error = once('result', (value) => {
  const errno = errnoNumbers.get(value.toUpperCase()) ?? wholeNumber(value, LAST_ERRNO);
  return errno === undefined || errno === 0 ? undefined : { value: -BigInt(errno), failed: true };
});

const faultActions: Readonly<Record<string, Action>> = {
  error,
  when: (actions, value) => {
    const when = readWhen(value);
    if (when === undefined) return false;
    actions.when = when;
    return true;
  },
};

const injectActions: Readonly<Record<string, Action>> = {
  ...faultActions,
  retval: once('result', (value) => {
    const result = readResult(value);
    return result === undefined ? undefined : { value: result, failed: false };
  }),
  signal: once('signal', (value) => {
    const signo = signalNumber(value);
    return signo !== undefined && signo >= 1 && signo <= LAST_SIGNAL ? signo : undefined;
  }),
  syscall: once('replacement', readReplacement),
  delay_enter: once('delayEnterNs', readDelay),
  delay_exit: once('delayExitNs', readDelay),
  poke_enter: once('pokeEnter', readPokes),
  poke_exit: once('pokeExit', readPokes),
};

/**
 * The rules that the value of `-e inject=` or `-e fault=` stands for: one, or several where calls have not all the arguments
 * that are written to. `parseSet` reads the set of calls.
 * @throws CliError
 */
export function parseTampering(kind: 'inject' | 'fault', text: string, parseSet: (text: string) => SyscallSet): TamperRule[] {
  const [names = '', ...words] = text.split(':');
  const set = parseSet(names);
  if (names === 'none' && words.length === 0) return [];
  const invalid = usageError(`invalid ${kind} argument '${text}'`);
  const actions: Actions = {};
  for (const word of words.filter((each) => each !== '')) {
    const equals = word.indexOf('=');
    const action = (kind === 'fault' ? faultActions : injectActions)[equals < 0 ? word : word.slice(0, equals)];
    if (equals < 0 || action === undefined || !action(actions, word.slice(equals + 1))) throw invalid;
  }
  if (kind === 'fault') actions.result ??= { value: BigInt(-ENOSYS), failed: true };
  const { when = { first: 1, last: ENDLESS, step: 1 }, ...does } = actions;
  if (does.replacement !== undefined && does.result === undefined) throw invalid;
  if (Object.keys(does).length === 0) throw invalid;
  return rulesByArguments({ ...does, when }, set);
}

/** What is worth a remark about rules: a result that the C library takes for an error. */
export function tamperingRemarks(rules: readonly TamperRule[]): string[] {
  return rules.flatMap(({ result }) => {
    if (result === undefined || result.failed || result.value >= 0n || result.value < -BigInt(LAST_ERRNO)) return [];
    return [`Inadvertent injection of error ${-result.value} is possible for retval=${BigInt.asUintN(64, result.value)}`];
  });
}

/** What a register holds that is no argument must not be written to. */
function rulesByArguments(does: Omit<TamperRule, 'syscalls'>, set: SyscallSet): TamperRule[] {
  const mostPoked = Math.max(0, ...[...(does.pokeEnter ?? []), ...(does.pokeExit ?? [])].map(({ arg }) => arg + 1));
  const byCount = new Map<number, Record<AbiName, Set<number>>>();
  for (const abi of abiNames) {
    for (const syscall of syscallTable(abi)) {
      if (syscall === undefined || !set.has(abis[abi], syscall.nr)) continue;
      const count = Math.min(syscall.descriptor.args.length, mostPoked);
      const numbers = byCount.get(count) ?? { x86_64: new Set(), i386: new Set(), x32: new Set() };
      byCount.set(count, numbers);
      numbers[abi].add(syscall.nr);
    }
  }
  return [...byCount].map(([count, syscalls]) => {
    const within = (pokes: readonly Poke[] | undefined) => (pokes ?? []).filter(({ arg }) => arg < count);
    return { ...does, syscalls, pokeEnter: within(does.pokeEnter), pokeExit: within(does.pokeExit) };
  });
}

/** `FIRST[..LAST][+[STEP]]`. */
function readWhen(text: string): TamperRule['when'] | undefined {
  const match = /^(\+?\d+)(?:\.\.(\d+))?(?:(\+)(\d+)?)?$/.exec(text);
  if (match === null) return undefined;
  const [, firstText = '', lastText, plus, stepText] = match;
  const first = wholeNumber(firstText, LAST_COUNT);
  const last = lastText === undefined ? ENDLESS : wholeNumber(lastText, LAST_COUNT - 1);
  const step = stepText === undefined ? (plus === undefined && lastText === undefined ? 0 : 1) : wholeNumber(stepText, LAST_COUNT);
  if (first === undefined || last === undefined || step === undefined) return undefined;
  if (first === 0 || last < first || (stepText !== undefined && step === 0)) return undefined;
  return { first, last, step };
}

/** As strtoull(3) reads it: decimal, 0x or 0; negative numbers wrap around. */
function readResult(text: string): bigint | undefined {
  const match = /^\s*([+-])?(0x[0-9a-f]+|0[0-7]*|[1-9]\d*)$/i.exec(text);
  const [, sign, digits = ''] = match ?? [];
  if (match === null) return undefined;
  const value = BigInt(/^0\d/.test(digits) ? `0o${digits.slice(1)}` : digits);
  return value > 0xffff_ffff_ffff_ffffn ? undefined : BigInt.asIntN(64, sign === '-' ? -value : value);
}

/** A call without effect (class %pure) that is made instead. */
function readReplacement(text: string): TamperRule['replacement'] {
  const numbers: Partial<Record<AbiName, number>> = {};
  for (const abi of abiNames) {
    const found = syscallTable(abi).find((syscall) => syscall?.name === text && syscall.descriptor.classes.includes('pure'));
    if (found !== undefined) numbers[abi] = found.nr;
  }
  return Object.keys(numbers).length === 0 ? undefined : numbers;
}

function readDelay(text: string): number | undefined {
  try {
    return timeSpan(text, '');
  } catch {
    return undefined;
  }
}

/** `@argN=HEX[,@argN=HEX]…`, each argument once. */
function readPokes(text: string): readonly Poke[] | undefined {
  const pokes: Poke[] = [];
  for (const part of text.split(',')) {
    const match = /^@arg(\d)=((?:[0-9a-f]{2})+)$/i.exec(part);
    const arg = Number(match?.[1]) - 1;
    if (match === null || arg < 0 || arg >= LAST_ARGUMENT || pokes.some((poke) => poke.arg === arg)) return undefined;
    pokes.push({ arg, data: Buffer.from(match[2] ?? '', 'hex') });
  }
  return pokes;
}

function wholeNumber(text: string, most: number): number | undefined {
  return /^\+?\d+$/.test(text) && Number(text) <= most ? Number(text) : undefined;
}
