import { crashSignalNamed, crashSignalNames, defaultCrashSignals } from '../crash/crashSignals.js';
import { usageError } from './cliError.js';
import { debuginfodOption } from './debuginfodOption.js';
import type { OptionSpec } from './getopt.js';

/** What `syscall-trace segfaults` is asked to do. */
export interface SegfaultsSettings {
  action: 'run' | 'help' | 'version';
  /** 0: until it is stopped. */
  durationSeconds: number;
  pid: number | undefined;
  /** Part of the name of a process. */
  processName: string | undefined;
  signals: readonly number[];
  registers: boolean;
  stackTrace: boolean;
  maxStackDepth: number;
  output: string | undefined;
  format: 'text' | 'json';
  append: boolean;
  rotate: Rotation | undefined;
  statistics: boolean;
  statisticsIntervalSeconds: number;
  symbolCacheLimit: number;
  debuginfod: boolean;
  memoryLimitMegabytes: number;
  verbose: boolean;
}

/** When an output file is set aside, and how many of those are kept. */
export interface Rotation {
  readonly bytes: number | undefined;
  readonly ageSeconds: number | undefined;
  readonly keep: number;
}

export const defaultSegfaultsSettings = (): SegfaultsSettings => ({
  action: 'run',
  durationSeconds: 0,
  pid: undefined,
  processName: undefined,
  signals: defaultCrashSignals,
  registers: false,
  stackTrace: false,
  maxStackDepth: 16,
  output: undefined,
  format: 'text',
  append: false,
  rotate: undefined,
  statistics: false,
  statisticsIntervalSeconds: 5,
  symbolCacheLimit: 1000,
  debuginfod: false,
  memoryLimitMegabytes: 100,
  verbose: false,
});

/** Timers of Node take no more milliseconds than these (setTimeout of the Node documentation). */
const MOST_SECONDS = 2_147_483;
const MOST_PID = 4_194_304;
/** Frames that the unwinder gives at most. */
const MOST_FRAMES = 65_536;
const LEAST_MEMORY = 32;
const MOST_MEMORY = 65_536;
const MOST_SYMBOLS = 10_000_000;
const KEPT = 5;

const bad = (spelling: string, value: string, wanted: string): never => {
  throw usageError(`option '${spelling}': '${value}' is not ${wanted}`);
};

/** A whole number from `least` to `most`, in decimal. */
function whole(value: string, spelling: string, least: number, most: number): number {
  const number = /^\d{1,15}$/.test(value) ? Number(value) : Number.NaN;
  return number >= least && number <= most ? number : bad(spelling, value, `a whole number from ${least} to ${most}`);
}

function seconds(value: string, spelling: string, least: number): number {
  const number = /^\d{1,10}(\.\d{1,9})?$/.test(value) ? Number(value) : Number.NaN;
  const words = least === 0 ? 'a number of seconds' : `a number of seconds, ${least} or more`;
  return number >= least && number <= MOST_SECONDS ? number : bad(spelling, value, words);
}

function text(value: string, spelling: string, wanted: string): string {
  return value === '' ? bad(spelling, value, wanted) : value;
}

function signalList(value: string, spelling: string): readonly number[] {
  const words = value.split(',').map((word) => word.trim());
  if (words.length === 1 && words[0] === 'all') return crashSignalNames.flatMap((name) => crashSignalNamed(name) ?? []);
  return [...new Set(words.map((word) => crashSignalNamed(word) ?? bad(spelling, word, `one of ${crashSignalNames.join(', ')}, or all`)))];
}

const sizeUnits: Readonly<Record<string, number>> = { K: 1 << 10, M: 1 << 20, G: 1 << 30 };
const ageUnits: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 };

/** `10M`, `1h`, `10M,1d,keep=7`. */
function rotation(value: string, spelling: string): Rotation {
  let bytes: number | undefined;
  let ageSeconds: number | undefined;
  let keep = KEPT;
  for (const part of value.split(',')) {
    const [, number = '', unit = ''] = /^(?:keep=)?(\d{1,9})([KMGsmhd]?)$/.exec(part) ?? [];
    const amount = Number(number);
    if (part.startsWith('keep=') && unit === '' && amount >= 1) keep = amount;
    else if (amount >= 1 && !part.startsWith('keep=') && sizeUnits[unit] !== undefined) bytes = amount * sizeUnits[unit];
    else if (amount >= 1 && !part.startsWith('keep=') && ageUnits[unit] !== undefined) ageSeconds = amount * ageUnits[unit];
    else bad(spelling, value, 'a size (10M) or an age (1h, 7d) or both, with keep=N behind them (10M,1d,keep=7)');
  }
  if (bytes === undefined && ageSeconds === undefined) bad(spelling, value, 'a size (10M) or an age (1h, 7d) or both');
  return { bytes, ageSeconds, keep };
}

type Spec = OptionSpec<SegfaultsSettings>;
const flag = (short: string, long: string, group: string, help: string, apply: (settings: SegfaultsSettings) => void): Spec => ({
  short,
  long: [long],
  group,
  help,
  apply,
});
type Apply = (settings: SegfaultsSettings, value: string, spelling: string) => void;
const valued = (names: { short?: string; long: string }, argumentName: string, group: string, help: string, apply: Apply): Spec => ({
  ...(names.short === undefined ? {} : { short: names.short, shortArgument: 'required' }),
  long: [names.long],
  longArgument: 'required',
  argumentName,
  group,
  help,
  apply: (settings, value, spelling) => apply(settings, value ?? '', spelling),
});

export const segfaultsOptions: readonly Spec[] = [
  valued({ short: 'd', long: 'duration' }, 'SECONDS', 'What to watch', 'stop after so long; 0: until it is stopped (0)', (settings, value, spelling) => {
    settings.durationSeconds = seconds(value, spelling, 0);
  }),
  valued({ short: 'p', long: 'pid' }, 'PID', 'What to watch', 'only this process', (settings, value, spelling) => {
    settings.pid = whole(value, spelling, 1, MOST_PID);
  }),
  valued({ short: 'n', long: 'process-name' }, 'NAME', 'What to watch', 'only processes with NAME in their name', (settings, value, spelling) => {
    settings.processName = text(value, spelling, 'a part of a name');
  }),
  valued({ long: 'signals' }, 'LIST', 'What to watch', `of ${crashSignalNames.join(', ')}, or all (SIGSEGV)`, (settings, value, spelling) => {
    settings.signals = signalList(value, spelling);
  }),
  flag('r', 'registers', 'What to show', 'registers, and the memory that they point to', (settings) => {
    settings.registers = true;
  }),
  flag('t', 'stack-trace', 'What to show', 'the call stack, with source lines', (settings) => {
    settings.stackTrace = true;
  }),
  valued({ long: 'max-stack-depth' }, 'N', 'What to show', 'most frames of a stack (16)', (settings, value, spelling) => {
    settings.maxStackDepth = whole(value, spelling, 1, MOST_FRAMES);
  }),
  flag('v', 'verbose', 'What to show', 'all mappings and more memory; and what happens to the monitor', (settings) => {
    settings.verbose = true;
  }),
  valued({ short: 'o', long: 'output' }, 'FILE', 'Output', 'write to FILE instead of standard output; SIGHUP opens it anew', (settings, value, spelling) => {
    settings.output = text(value, spelling, 'a file name');
  }),
  valued({ long: 'format' }, 'FORMAT', 'Output', 'text, or json: an object a line (text)', (settings, value, spelling) => {
    settings.format = value === 'text' || value === 'json' ? value : bad(spelling, value, 'text or json');
  }),
  flag('a', 'append', 'Output', 'add to FILE, if it is there', (settings) => {
    settings.append = true;
  }),
  valued({ long: 'rotate' }, 'WHEN', 'Output', 'begin a new FILE at a size or age: 10M, 1h or 10M,1d,keep=7', (settings, value, spelling) => {
    settings.rotate = rotation(value, spelling);
  }),
  {
    long: ['stats'],
    group: 'Statistics and limits',
    help: 'statistics every now and then, to standard error',
    apply: (settings) => {
      settings.statistics = true;
    },
  },
  valued({ long: 'stats-interval' }, 'SECONDS', 'Statistics and limits', 'how often (5)', (settings, value, spelling) => {
    settings.statisticsIntervalSeconds = seconds(value, spelling, 0.1);
  }),
  valued({ long: 'symbol-cache-limit' }, 'N', 'Statistics and limits', 'most addresses whose names are kept (1000)', (settings, value, spelling) => {
    settings.symbolCacheLimit = whole(value, spelling, 1, MOST_SYMBOLS);
  }),
  debuginfodOption('What to show'),
  valued({ long: 'memory-limit' }, 'MB', 'Statistics and limits', 'beyond it symbols, then details are left out (100)', (settings, value, spelling) => {
    settings.memoryLimitMegabytes = whole(value, spelling, LEAST_MEMORY, MOST_MEMORY);
  }),
  flag('h', 'help', 'Help', 'show this', (settings) => {
    settings.action = 'help';
  }),
  flag('V', 'version', 'Help', 'show the version', (settings) => {
    settings.action = 'version';
  }),
];

/** Refuses options that make no sense together. @throws CliError */
export function checkSegfaultsSettings(settings: SegfaultsSettings, operands: readonly string[]): void {
  const { output, append, rotate, pid } = settings;
  if (append && output === undefined) throw usageError("option '--append' needs '--output'");
  if (rotate !== undefined && output === undefined) throw usageError("option '--rotate' needs '--output'");
  if (pid !== undefined && operands.length > 0) throw usageError("option '--pid' cannot be used with PROGRAM");
}
