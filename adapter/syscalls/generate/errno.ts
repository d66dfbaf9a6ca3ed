/** Errno numbers, names and messages: names from linux/errno.h, messages from the C library’s strerror in the C locale. */
import { macros, runC } from './compiler.js';

/** Numbers that the kernel keeps to itself (include/linux/errno.h) but a tracer sees when a call is about to be restarted. */
const kernelInternal: Readonly<Record<string, number>> = {
  ERESTARTSYS: 512,
  ERESTARTNOINTR: 513,
  ERESTARTNOHAND: 514,
  ENOIOCTLCMD: 515,
  ERESTART_RESTARTBLOCK: 516,
  EPROBE_DEFER: 517,
  EOPENSTALE: 518,
  ENOPARAM: 519,
  EBADHANDLE: 521,
  ENOTSYNC: 522,
  EBADCOOKIE: 523,
  ENOTSUPP: 524,
  ETOOSMALL: 525,
  ESERVERFAULT: 526,
  EBADTYPE: 527,
  EJUKEBOX: 528,
  EIOCBQUEUED: 529,
  ERECALLCONFLICT: 530,
  ENOGRACE: 531,
};

/** What the kernel will do with a call that shows one of these: `? ERESTARTSYS (To be restarted if SA_RESTART is set)`. */
const restartMessages: Readonly<Record<string, string>> = {
  ERESTARTSYS: 'To be restarted if SA_RESTART is set',
  ERESTARTNOINTR: 'To be restarted',
  ERESTARTNOHAND: 'To be restarted if no handler',
  ERESTART_RESTARTBLOCK: 'Interrupted by signal',
};

/** Text of generated/errno.gen.ts. */
export function errnoSource(): string {
  const numbers = new Map<number, string>();
  // A macro that stands for another name (EWOULDBLOCK EAGAIN) is an alias: the numeric one is the name shown.
  for (const [name, value] of macros(['linux/errno.h'])) if (/^E\w+$/.test(name) && /^\d+$/.test(value)) numbers.set(Number(value), name);
  for (const [name, value] of Object.entries(kernelInternal)) numbers.set(value, name);
  const sorted = [...numbers].sort((a, b) => a[0] - b[0]);
  const messages = runC(
    ['#include <stdio.h>', '#include <string.h>', 'int main(void) {', ...sorted.map(([value]) => `puts(strerror(${value}));`), 'return 0; }'].join('\n'),
  ).split('\n');
  const lines = ['// Written by adapter/syscalls/generate: do not edit.', ''];
  lines.push('/** Linux errno by number: name and message. */', 'export const errnos: Readonly<Record<number, readonly [name: string, message: string]>> = {');
  sorted.forEach(([value, name], index) => {
    lines.push(`  ${value}: ['${name}', '${restartMessages[name] ?? messages[index] ?? ''}'],`);
  });
  lines.push('};', '');
  return lines.join('\n');
}
