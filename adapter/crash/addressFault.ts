/** Causes of a page fault: an address at which nothing is, or that may not be used so. */
import { accessWords, operandRegisters, pointerHint, registerWords } from './accessWords.js';
import { callWords } from './callWords.js';
import type { CrashContext } from './crashContext.js';
import { type Diagnosis, diagnosis } from './diagnosis.js';
import { faultCode } from './faultCodes.js';
import { hex, sizeWords } from './hex.js';
import type { Mapping } from './mappings.js';
import { mappingWords, neighbourWords } from './mappingWords.js';
import { stackOverflow } from './stackOverflow.js';
import { unmappedBy } from './unmapping.js';

/** Nobody may map below vm.mmap_min_addr, 64 KiB by default. */
const NULL_END = 0x1_0000n;
/** A pointer this close below the end of the address space is a small negative offset from null. */
const NULL_BEGIN = -0x1000n;
/** The longest hole between two mappings that a freed mapping is likely to have left. */
const LIKELY_HOLE = 256n << 20n;

function isNearNull(address: bigint): boolean {
  const signed = BigInt.asIntN(64, address);
  return signed >= NULL_BEGIN && signed < NULL_END;
}

export function addressFault(context: CrashContext, address: bigint): Diagnosis {
  const { facts, signal, access } = context;
  const code = faultCode(signal, facts.code)?.name;
  if (code === 'SEGV_PKUERR') return protectionKey(context, address);
  if (code === 'SEGV_CPERR') return diagnosis('shadowStack', 'Control protection: the return address on the stack is not that of the call (shadow stack).');
  if (access === 'execute') return execution(context, address);
  if (isNearNull(address)) return nearNull(context, address);
  const overflow = stackOverflow(context, address);
  if (overflow !== undefined) return overflow;
  if (context.mapping !== undefined) return forbidden(context, address, context.mapping);
  return unmapped(context, address);
}

function execution(context: CrashContext, address: bigint): Diagnosis {
  const { mapping } = context;
  const caller = callWords(context);
  if (address === 0n) return diagnosis('nullCall', 'Call through a null function pointer: the program jumped to address 0.', caller);
  if (mapping === undefined)
    return diagnosis('badJump', `Jump to a bad address: nothing is mapped at ${hex(address)}.`, caller, pointerHint(address), aroundWords(context, address));
  return diagnosis(
    'executeData',
    `Execution of data: the program jumped to ${hex(address)} in ${mappingWords(mapping)} (${mapping.permissions}), which may not be executed.`,
    caller,
  );
}

function nearNull(context: CrashContext, address: bigint): Diagnosis {
  const { facts, failing } = context;
  const offset = BigInt.asIntN(64, address);
  const what = accessWords(context);
  if (failing === undefined) return diagnosis('nullPointer', `Null pointer: ${what} at address ${hex(address)}.`);
  const registers = operandRegisters(failing, facts.registers);
  const shown = registerWords(failing, facts.registers);
  const base = registers.find(({ role }) => role === 'base');
  const index = registers.find(({ role }) => role === 'index');
  if (base?.value === 0n && index === undefined) {
    const at = offset === 0n ? '' : ` at offset ${offset < 0n ? `-${hex(-offset)}` : hex(offset)}`;
    const member =
      offset === 0n
        ? undefined
        : `The field or element ${hex(offset < 0n ? -offset : offset)} bytes ${offset < 0n ? 'before' : 'behind'} the pointer was meant.`;
    return diagnosis('nullPointer', `Null pointer: ${what}${at} through ${base.name}, which is null.`, member);
  }
  if (base?.value === 0n && index !== undefined)
    return diagnosis('nullPointer', `Null pointer: ${what} at address ${hex(address)}, an element of an array at null.`, `${shown}.`);
  const from = shown === '' ? '' : ` (${shown})`;
  const meant = offset === 0n ? 'address 0' : `address ${offset < 0n ? `-${hex(-offset)}` : hex(offset)}, a null pointer plus an offset`;
  return diagnosis('nullPointer', `Null pointer: ${what} at ${meant}${from}.`);
}

function forbidden(context: CrashContext, address: bigint, mapping: Mapping): Diagnosis {
  const { access } = context;
  const what = accessWords(context);
  const where = `${hex(address)} in ${mappingWords(mapping)} (${mapping.permissions})`;
  if (mapping.permissions.startsWith('---'))
    return diagnosis(
      'protectedMemory',
      `Access to protected memory: ${what} at ${where}, which permits no access at all (PROT_NONE, as guard pages do).`,
      pointsWords(context),
    );
  if (access === 'write' || (access === undefined && !mapping.permissions.includes('w'))) {
    const constants = mapping.name.startsWith('/') && !mapping.permissions.includes('x') ? 'String literals and constants lie there.' : undefined;
    return diagnosis('readOnlyWrite', `Write to read-only memory: ${what} at ${where}.`, constants, pointsWords(context));
  }
  return diagnosis('protectedMemory', `Access that is not permitted: ${what} at ${where}.`, pointsWords(context));
}

function unmapped(context: CrashContext, address: bigint): Diagnosis {
  const { failing, facts, mappings } = context;
  const what = accessWords(context);
  const around = aroundWords(context, address);
  const call = unmappedBy(context.lastCalls, address);
  if (call !== undefined)
    return diagnosis(
      'freedMapping',
      `Use of a freed mapping: ${what} at ${hex(address)}, which the program has unmapped.`,
      `It did so by ${call.text}`,
      around,
    );
  const registers = failing === undefined ? [] : operandRegisters(failing, facts.registers);
  const hint = registers.map(({ value }) => pointerHint(value)).find((words) => words !== undefined);
  const below = mappings.below(address);
  const above = mappings.above(address);
  if (hint === undefined && below !== undefined && (below.end === address || strays(context, below)))
    return diagnosis('overrun', `Overrun: ${what} at ${hex(address)}, ${overrunWords(below, address)}.`, pointsWords(context), around);
  const hole = below !== undefined && above !== undefined ? above.start - below.end : undefined;
  if (hint === undefined && hole !== undefined && hole <= LIKELY_HOLE)
    return diagnosis(
      'freedMapping',
      `Use of memory that is not mapped (any more): ${what} at ${hex(address)}, in a hole of ${sizeWords(hole)} between two mappings, as a freed mapping leaves it.`,
      pointsWords(context),
      around,
    );
  return diagnosis('unmapped', `Use of an address at which nothing is mapped: ${what} at ${hex(address)}.`, pointsWords(context), hint, around);
}

/** Whether the pointer itself lies in that mapping, and an offset led out of it. */
function strays({ failing, facts }: CrashContext, below: Mapping): boolean {
  if (failing === undefined) return false;
  return operandRegisters(failing, facts.registers).some(({ role, value }) => role === 'base' && value >= below.start && value < below.end);
}

function overrunWords(below: Mapping, address: bigint): string {
  const by = address - below.end;
  return `${by === 0n ? 'directly' : sizeWords(by)} behind the end of ${mappingWords(below)} (${sizeWords(below.end - below.start)})`;
}

function protectionKey(context: CrashContext, address: bigint): Diagnosis {
  const where = context.mapping === undefined ? hex(address) : `${hex(address)} in ${mappingWords(context.mapping)}`;
  return diagnosis(
    'protectionKey',
    `Protection key: ${accessWords(context)} at ${where} is forbidden by the key of that memory (pkeys(7)).`,
    pointsWords(context),
  );
}

function pointsWords({ failing, facts }: CrashContext): string | undefined {
  const words = failing === undefined ? '' : registerWords(failing, facts.registers);
  return words === '' ? undefined : `The address comes from ${words}.`;
}

function aroundWords({ mappings }: CrashContext, address: bigint): string | undefined {
  const words = neighbourWords(mappings, address);
  return words === '' ? undefined : `It is ${words}.`;
}
