import { callStatuses, type QuietMessage, quietMessages } from '../decode/lineOptions.js';
import { DescriptorSet } from '../filter/descriptorSet.js';
import { parseSignalSet } from '../filter/signalSet.js';
import { parseSyscallSet, type SyscallSet, SyscallSetError } from '../filter/syscallSet.js';
import { parseWordSet, UnknownWord } from '../filter/wordSet.js';
import { usageError } from './cliError.js';
import { checkSecurityContexts } from './securityContexts.js';
import { type PidDetail, pidDetails, type TraceSettings } from './settings.js';
import { parseTampering } from './tamperingRule.js';

type Qualifier = (settings: TraceSettings, value: string) => void;

const quietNames: Readonly<Record<string, QuietMessage>> = {
  ...Object.fromEntries(quietMessages.map((name) => [name, name])),
  exits: 'exit',
  superseded: 'thread-execve',
};

const descriptorDetails = ['path', 'socket', 'dev', 'pidfd', 'signalfd', 'eventfd'] as const;

/** What `all` means: what it means to strace. */
const allPidDetails = ['comm', 'pidns'] as const;

const trace: Qualifier = (settings, value) => {
  settings.syscalls = syscallSet(value);
};

const abbrev: Qualifier = (settings, value) => {
  settings.abbreviated = syscallSet(value);
  settings.decode = { ...settings.decode, verbose: settings.abbreviated.isEmpty };
};

const verbose: Qualifier = (settings, value) => {
  settings.followed = syscallSet(value);
};

const raw: Qualifier = (settings, value) => {
  settings.raw = syscallSet(value);
};

const descriptors = (value: string): DescriptorSet => words('descriptor', () => DescriptorSet.parse(value));

const fd: Qualifier = (settings, value) => {
  settings.descriptors = descriptors(value);
};

const read: Qualifier = (settings, value) => {
  settings.dump.read = descriptors(value);
};

const write: Qualifier = (settings, value) => {
  settings.dump.write = descriptors(value);
};

const signal: Qualifier = (settings, value) => {
  settings.signals = words('signal', () => parseSignalSet(value));
};

const status: Qualifier = (settings, value) => {
  settings.statuses = words('status', () => parseWordSet(value, callStatuses, (word) => callStatuses.find((name) => name === word)));
};

const quiet: Qualifier = (settings, value) => {
  settings.quiet = words('quiet', () => parseWordSet(value, quietMessages, (word) => quietNames[word]));
};

const decodeFds: Qualifier = (settings, value) => {
  const details = words('decode-fds', () => parseWordSet(value, descriptorDetails, (word) => descriptorDetails.find((name) => name === word)));
  const { fdKinds: _before, ...decode } = settings.decode;
  if (details.size === 0) settings.decode = { ...decode, fds: 'none' };
  else if (details.size === descriptorDetails.length) settings.decode = { ...decode, fds: 'all' };
  else if (details.size === 1 && details.has('path')) settings.decode = { ...decode, fds: 'path' };
  else settings.decode = { ...decode, fds: 'all', fdKinds: details };
};

const decodePids: Qualifier = (settings, value) => {
  settings.pidDetails = words('decode-pids', () => parseWordSet<PidDetail>(value, allPidDetails, (word) => pidDetails.find((name) => name === word)));
};

const tamper =
  (kind: 'inject' | 'fault'): Qualifier =>
  (settings, value) => {
    settings.tampering.push(...parseTampering(kind, value, syscallSet));
  };

const qualifiers: Readonly<Record<string, Qualifier>> = {
  trace,
  t: trace,
  abbrev,
  a: abbrev,
  verbose,
  v: verbose,
  raw,
  x: raw,
  signal,
  signals: signal,
  s: signal,
  status,
  quiet,
  silent: quiet,
  silence: quiet,
  q: quiet,
  'decode-fds': decodeFds,
  'decode-fd': decodeFds,
  'decode-pids': decodePids,
  'decode-pid': decodePids,
  fd,
  fds: fd,
  'trace-fd': fd,
  'trace-fds': fd,
  read,
  reads: read,
  r: read,
  write,
  writes: write,
  w: write,
  fault: tamper('fault'),
  inject: tamper('inject'),
  namespace: (settings, value) => {
    if (value !== 'new') throw usageError(`invalid -e namespace= argument: '${value}'`);
    settings.newNamespaces = true;
  },
  secontext: (_settings, value) => checkSecurityContexts(value, '-e secontext'),
  kvm: (_settings, value) => {
    if (value !== 'vcpu' && value !== 'vcpu+') throw usageError(`invalid -e kvm= argument: '${value}'`);
    throw notYet(`-e kvm=${value}`);
  },
};

/** `-e [QUALIFIER=]VALUE`. @throws CliError */
export function applyExpression(settings: TraceSettings, expression: string): void {
  const equals = expression.indexOf('=');
  const qualifier = equals < 0 ? undefined : qualifiers[expression.slice(0, equals)];
  // What is no qualifier is a syscall set: `-e open`, `-e !close`.
  if (qualifier === undefined) trace(settings, expression);
  else qualifier(settings, expression.slice(equals + 1));
}

/** The qualifier of this name, for options such as --trace=SET. */
export function applyQualifier(settings: TraceSettings, name: keyof typeof qualifiers & string, value: string): void {
  qualifiers[name]?.(settings, value);
}

/** An option that strace has and this program does not have yet: said, never ignored. */
export function notYet(what: string, instead?: string): Error {
  return usageError(`${what} is not supported yet${instead === undefined ? '' : ` (${instead})`}`);
}

function syscallSet(value: string): SyscallSet {
  try {
    return parseSyscallSet(value);
  } catch (error) {
    if (error instanceof SyscallSetError) throw usageError(error.message);
    throw error;
  }
}

function words<T>(name: string, parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    if (error instanceof UnknownWord) throw usageError(`invalid ${name} '${error.word}'`);
    throw error;
  }
}
