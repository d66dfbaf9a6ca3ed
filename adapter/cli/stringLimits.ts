import { abiNames, passengerTable, syscallTable } from '../syscalls/registry.js';
import type { StringLimit } from '../syscalls/styledTable.js';
import { usageError } from './cliError.js';
import { natural } from './numbers.js';
import type { TraceSettings } from './settings.js';

/** `-s 100`, `-s write=64,execve.envp=0`: for all strings, those of a call, those of one argument. @throws CliError */
export function applyStringLimits(settings: TraceSettings, value: string | undefined, spelling: string): void {
  for (const part of (value ?? '').split(',')) {
    const equals = part.indexOf('=');
    const limit = natural(equals < 0 ? part : part.slice(equals + 1), spelling);
    if (equals < 0) settings.decode = { ...settings.decode, stringLimit: limit };
    else settings.limits.push({ ...target(part.slice(0, equals)), limit });
  }
}

function target(text: string): Omit<StringLimit, 'limit'> {
  const [syscall = '', argument] = text.split('.', 2);
  const found = abiNames.flatMap((abi) => [...syscallTable(abi), ...passengerTable(abi)].filter((entry) => entry?.name === syscall));
  if (found.length === 0) throw usageError(`invalid system call '${syscall}'`);
  const names = new Set(found.flatMap((entry) => entry?.descriptor.args.map(({ name }) => name) ?? []));
  if (argument !== undefined && !names.has(argument)) throw usageError(`${syscall} has no argument '${argument}', but ${[...names].join(', ')}`);
  return { syscall, argument };
}
