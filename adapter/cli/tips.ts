import { usageError } from './cliError.js';
import type { TraceSettings } from './settings.js';

/** What many do not know. */
const tips: readonly string[] = [
  'With --record FILE.sctrace the recording stays; print it again with other options: syscall-trace print -y -T FILE.sctrace',
  'With -o the trace goes to a file, and to a command with -o "|COMMAND".',
  '-f follows children and threads; -ff -o FILE gives each a file of its own.',
  '-e trace=%file prints calls that name a file, %network those of sockets, /^open all whose names begin so.',
  '-P PATH prints only the calls about a file: by its name, or by a descriptor of it.',
  '-y shows what descriptors refer to, -yy also the addresses of sockets and the numbers of devices.',
  '-s 200 shows more of each string, -s write=4096 only of those that are written.',
  '-c -w -U calls,p50,p99,name tells the slowest calls from those that are made most.',
  '-z leaves out what failed, -Z what did not: a quick way to the file that is not found.',
  '-k prints the stack behind each call, -kk with source lines.',
  '--json gives each argument with its type, its raw and its decoded value.',
];

/** `[[id:]ID][,[format:]FORMAT]` of --tips; undefined for format none. @throws CliError */
export function parseTip(value: string | undefined, spelling: string): TraceSettings['tip'] {
  let id: number | 'random' = 'random';
  let format: 'none' | 'compact' | 'full' = 'compact';
  for (const part of value === undefined ? [] : value.split(',')) {
    const [, key, word = ''] = /^(?:(id|format):)?(.*)$/.exec(part) ?? [];
    if (key !== 'format' && word === 'random') id = word;
    else if (key !== 'format' && /^\d+$/.test(word)) id = Number(word);
    else if (key !== 'id' && (word === 'none' || word === 'compact' || word === 'full')) format = word;
    else throw usageError(`invalid ${spelling} argument: '${value}'`);
  }
  return format === 'none' ? undefined : { id, format };
}

/** The text of a tip; numbers beyond the last begin anew. */
export function tipText({ id, format }: NonNullable<TraceSettings['tip']>): string {
  const index = (id === 'random' ? Math.floor(Math.random() * tips.length) : id) % tips.length;
  const text = `Tip: ${tips[index] ?? ''}`;
  return format === 'compact' ? text : `${text} (This is tip ${index} of ${tips.length}; --tips=ID shows another.)`;
}
