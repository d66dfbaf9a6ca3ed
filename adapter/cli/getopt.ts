import { usageError } from './cliError.js';

/**
 * One option. Its short and its long form may differ in whether they take an argument (`-T`, `--syscall-times[=UNIT]`),
 * which is why strace’s options need a parser of their own.
 */
export interface OptionSpec<S> {
  readonly short?: string;
  readonly long?: readonly string[];
  /** Of the short form: whether an argument follows. */
  readonly shortArgument?: 'required';
  /** Of the long form: `--name=VALUE` or `--name VALUE` when required, `--name[=VALUE]` when optional. */
  readonly longArgument?: 'required' | 'optional';
  /** Shown in help: the argument’s name, and what the option does. */
  readonly argumentName?: string;
  readonly help: string;
  /** Not for users: neither in the help nor found by the beginning of its name. */
  readonly hidden?: boolean;
  /** Not one of strace’s: its name is not cut short, so that the beginnings of strace’s names stay as clear as they are there. */
  readonly ownName?: boolean;
  readonly group: string;
  /** `spelling` is what the user wrote (`-s`, `--string-limit`), for messages. `value` is undefined when there is none. */
  apply(settings: S, value: string | undefined, spelling: string): void;
}

/**
 * Reads options as GNU getopt_long does with a leading `+`: up to the first operand or `--`; letters may be joined
 * (`-fts100`), long names cut short while they stay unambiguous. Returns the operands.
 * @throws CliError with status 2
 */
export function readOptions<S>(args: readonly string[], specs: readonly OptionSpec<S>[], settings: S): string[] {
  const shorts = new Map(specs.flatMap((spec) => (spec.short === undefined ? [] : [[spec.short, spec] as const])));
  const longs = new Map(specs.flatMap((spec) => (spec.long ?? []).map((name) => [name, spec] as const)));
  for (let index = 0; index < args.length; index++) {
    const arg = args[index] ?? '';
    if (arg === '--') return args.slice(index + 1);
    if (arg === '-' || !arg.startsWith('-')) return args.slice(index);
    const next = args[index + 1];
    const usedNext = arg.startsWith('--') ? readLong(arg, next, longs, settings) : readShorts(arg, next, shorts, settings);
    if (usedNext) index++;
  }
  return [];
}

/** Whether `next` was taken as an argument. */
function readLong<S>(arg: string, next: string | undefined, longs: ReadonlyMap<string, OptionSpec<S>>, settings: S): boolean {
  const equals = arg.indexOf('=');
  const given = arg.slice(2, equals < 0 ? undefined : equals);
  const value = equals < 0 ? undefined : arg.slice(equals + 1);
  const [name, spec] = findLong(given, arg, longs);
  const spelling = `--${name}`;
  if (value !== undefined && spec.longArgument === undefined) throw usageError(`option '${spelling}' doesn't allow an argument`);
  if (value !== undefined || spec.longArgument !== 'required') {
    spec.apply(settings, value, spelling);
    return false;
  }
  if (next === undefined) throw usageError(`option '${spelling}' requires an argument`);
  spec.apply(settings, next, spelling);
  return true;
}

function findLong<S>(given: string, arg: string, longs: ReadonlyMap<string, OptionSpec<S>>): [string, OptionSpec<S>] {
  const exact = longs.get(given);
  if (exact !== undefined) return [given, exact];
  const candidates = [...longs].filter(([name, { hidden, ownName }]) => name.startsWith(given) && hidden !== true && ownName !== true);
  const [first] = candidates;
  if (first === undefined) throw usageError(`unrecognized option '--${given}'`);
  if (candidates.some(([, spec]) => spec !== first[1])) {
    throw usageError(`option '${arg}' is ambiguous; possibilities: ${candidates.map(([name]) => `'--${name}'`).join(' ')}`);
  }
  return first;
}

function readShorts<S>(arg: string, next: string | undefined, shorts: ReadonlyMap<string, OptionSpec<S>>, settings: S): boolean {
  for (let at = 1; at < arg.length; at++) {
    const letter = arg[at] ?? '';
    const spec = shorts.get(letter);
    if (spec === undefined) throw usageError(`invalid option -- '${letter}'`);
    if (spec.shortArgument === undefined) {
      spec.apply(settings, undefined, `-${letter}`);
      continue;
    }
    const joined = arg.slice(at + 1);
    const value = joined === '' ? next : joined;
    if (value === undefined) throw usageError(`option requires an argument -- '${letter}'`);
    spec.apply(settings, value, `-${letter}`);
    return joined === '';
  }
  return false;
}
