/** Reads syscall numbers of the three x86 ABIs from the UAPI headers, adds the newer ones, and writes them as TypeScript. */
import { readFileSync } from 'node:fs';
import type { AbiName } from '../../record/layout.js';
import { newerSyscalls, notForX32 } from './newer.js';

/** Where Debian and Ubuntu (linux-libc-dev) keep the x86 headers. */
export const asmHeaderFolder = '/usr/include/x86_64-linux-gnu/asm';

const headerOf: Record<AbiName, string> = { x86_64: 'unistd_64.h', i386: 'unistd_32.h', x32: 'unistd_x32.h' };

/** Name → number of one ABI, x32 numbers without __X32_SYSCALL_BIT. Throws when the header is missing or contradicts newer.ts. */
export function syscallNumbers(abi: AbiName, folder: string = asmHeaderFolder): ReadonlyMap<string, number> {
  const numbers = new Map<string, number>();
  const text = readFileSync(`${folder}/${headerOf[abi]}`, 'utf8');
  for (const match of text.matchAll(/^#define __NR_(\w+) (?:\(__X32_SYSCALL_BIT \+ )?(\d+)\)?$/gm)) {
    const [, name = '', nr = ''] = match;
    numbers.set(name, Number(nr));
  }
  for (const call of newerSyscalls) {
    const nr = abi === 'i386' ? call.i386 : call.x86_64;
    if (nr === undefined || (abi === 'x32' && notForX32.has(call.name))) continue;
    const known = numbers.get(call.name);
    if (known !== undefined && known !== nr) throw new Error(`${call.name}: newer.ts says ${nr}, the headers say ${known} (${abi})`);
    numbers.set(call.name, nr);
  }
  return new Map([...numbers].sort((a, b) => a[1] - b[1]));
}

/** Text of generated/numbers.gen.ts. */
export function numbersSource(folder: string = asmHeaderFolder): string {
  const lines = ['// Written by adapter/syscalls/generate: do not edit.', "import type { AbiName } from '../../record/layout.js';", ''];
  lines.push('/** Syscall names by number, for each ABI. x32 numbers are without __X32_SYSCALL_BIT. */');
  lines.push('export const syscallNumbers: Record<AbiName, Readonly<Record<number, string>>> = {');
  for (const abi of ['x86_64', 'i386', 'x32'] as const) {
    lines.push(`  ${abi}: {`);
    for (const [name, nr] of syscallNumbers(abi, folder)) lines.push(`    ${nr}: '${name}',`);
    lines.push('  },');
  }
  lines.push('};', '');
  return lines.join('\n');
}
