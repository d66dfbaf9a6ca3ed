/** Causes of what is no access to a bad address: arithmetic, illegal instructions, aborts, signals that were sent. */
import { statSync } from 'node:fs';
import type { Frame } from '../symbols/frame.js';
import { sourceOfCall } from '../symbols/sourceOfCall.js';
import { accessWords } from './accessWords.js';
import { callWords, frameWords } from './callWords.js';
import type { CrashContext } from './crashContext.js';
import { type Diagnosis, type DiagnosisKind, diagnosis } from './diagnosis.js';
import { describeCode, senderCode } from './faultCodes.js';
import { hex, sizeWords } from './hex.js';
import { instructionText } from './instruction.js';
import { mappingName } from './mappingWords.js';
import { registerNamed, widthOf } from './operand.js';

export function otherSignal(context: CrashContext): Diagnosis {
  const { facts, signal, frames } = context;
  const code = describeCode(signal, facts.code);
  const sender = senderCode(facts.code);
  if (signal === 'SIGABRT') return aborted(context);
  if (sender !== undefined && facts.senderPid !== facts.pid)
    return diagnosis('sentByProcess', `${signal} was sent by process ${facts.senderPid ?? 0} (${sender.name}): the program itself did nothing wrong here.`);
  if (sender !== undefined)
    return diagnosis('sentByProcess', `The program sent itself ${signal} (${sender.name}).`, frames[0] && `It was in ${frameWords(frames[0])}.`);
  switch (signal) {
    case 'SIGFPE':
      return arithmetic(context);
    case 'SIGBUS':
      return busError(context);
    case 'SIGILL':
      return illegal(context);
    case 'SIGTRAP':
      return trapped(context);
    case 'SIGSYS':
      return diagnosis('forbiddenCall', 'Forbidden system call: a seccomp filter does not allow it.', frames[0] && `It was made by ${frameWords(frames[0])}.`);
  }
  return diagnosis('unknown', `${signal}: ${code.words} (${code.name}).`);
}

function arithmetic({ facts, signal, instruction, operands, memory, ip }: CrashContext): Diagnosis {
  const code = describeCode(signal, facts.code);
  if (code.name !== 'FPE_INTDIV' || instruction === undefined) return diagnosis('arithmetic', `Arithmetic error at ${hex(ip)}: ${code.words}.`);
  const [operand] = operands;
  const width = operand === undefined ? widthOf(instruction.operands) : operand.operand.bytes * 8;
  const divisor =
    operand === undefined ? registerNamed(facts.registers, instruction.operands) : memory.number(operand.address, divisorBytes(operand.operand.bytes));
  const text = `“${instructionText(instruction)}”`;
  if (divisor === 0n) return diagnosis('divisionByZero', `Integer division by zero: the divisor of ${text} is 0.`);
  if (divisor !== undefined && width !== undefined) {
    const signed = instruction.mnemonic === 'idiv' ? BigInt.asIntN(width, divisor) : divisor;
    return diagnosis(
      'divisionOverflow',
      `Integer division overflow: the quotient of ${text} has no room in the result; the divisor is ${signed}.`,
      signed === -1n ? 'The least number divided by -1 is one more than the greatest.' : undefined,
    );
  }
  return diagnosis('divisionByZero', `Integer division by zero, or overflow of the quotient, in ${text}.`);
}

const divisorBytes = (bytes: number): 1 | 2 | 4 | 8 => (bytes === 1 || bytes === 2 || bytes === 4 ? bytes : 8);

function busError(context: CrashContext): Diagnosis {
  const { facts, signal, mapping } = context;
  const code = describeCode(signal, facts.code);
  const address = facts.address ?? 0n;
  const what = accessWords(context);
  if (code.name === 'BUS_ADRALN') return diagnosis('misaligned', `Misaligned access: ${what} at ${hex(address)}, and alignment checks are on (EFLAGS.AC).`);
  if (code.name.startsWith('BUS_MCEERR'))
    return diagnosis('hardwareMemory', `Damaged memory: the hardware reports that the memory at ${hex(address)} is broken.`);
  if (code.name !== 'BUS_ADRERR') return diagnosis('unknown', `Bus error: ${what} at ${hex(address)}: ${code.words} (${code.name}).`);
  if (mapping === undefined) return diagnosis('beyondFile', `No memory behind the address: ${what} at ${hex(address)}, as beyond the end of a mapped file.`);
  const offset = mapping.offset + (address - mapping.start);
  const size = fileSize(mapping.name);
  return diagnosis(
    'beyondFile',
    `Beyond the end of a mapped file: ${what} at ${hex(address)}, byte ${offset} of ${mappingName(mapping)}.`,
    size === undefined ? undefined : `The file has ${sizeWords(BigInt(size))} now; it was cut or never had so many.`,
  );
}

function fileSize(name: string): number | undefined {
  try {
    return name.startsWith('/') ? statSync(name).size : undefined;
  } catch {
    return undefined;
  }
}

function illegal(context: CrashContext): Diagnosis {
  const { instruction, memory, ip, frames } = context;
  const name = instruction?.mnemonic;
  if (name === 'ud2' || name === 'ud1' || name === 'ud0')
    return diagnosis(
      'trap',
      `The program stopped itself by “${name}”: compilers put it where code must not be reached (__builtin_trap, unreachable, a failed check).`,
      frames[0] && `It is in ${frameWords(frames[0])}.`,
    );
  const bytes = Buffer.from(memory.read(ip, 8))
    .toString('hex')
    .replace(/(..)(?!$)/g, '$1 ');
  if (instruction !== undefined)
    return diagnosis('illegalInstruction', `Illegal instruction: this processor does not execute “${instructionText(instruction)}”.`);
  return diagnosis(
    'illegalInstruction',
    `Illegal instruction: ${bytes === '' ? 'what is' : `the bytes ${bytes}`} at ${hex(ip)} are no instruction.`,
    callWords(context),
  );
}

function trapped({ instruction, memory, ip, facts, signal }: CrashContext): Diagnosis {
  // The instruction pointer is behind int3 (0xcc) when it has been executed.
  const [before] = memory.read(ip - 1n, 1);
  if (before === 0xcc || instruction?.mnemonic === 'int3')
    return diagnosis('breakpoint', 'A breakpoint instruction (int3) was executed, and no debugger is there to take it.');
  return diagnosis('breakpoint', `Trap at ${hex(ip)}: ${describeCode(signal, facts.code).words}.`);
}

/** Who calls abort() says why: by name of a function on the stack, innermost first. */
const abortCauses: readonly (readonly [pattern: RegExp, kind: DiagnosisKind, words: string])[] = [
  [/^__stack_chk_fail/, 'stackSmashing', 'Stack smashing: a function found the guard value behind its local arrays overwritten when it returned'],
  [
    /^__(fortify_fail|chk_fail)|_chk$/,
    'overrun',
    'Buffer overflow: a checked function of the C library (_FORTIFY_SOURCE) refused to write beyond the end of its buffer',
  ],
  [/^__assert(_perror)?_fail/, 'assertion', 'Failed assertion'],
  [
    /^(malloc_printerr|malloc_consolidate|unlink_chunk|_int_free|_int_malloc|__libc_message.*malloc)/,
    'heapCorruption',
    'Heap corruption: the allocator found its data damaged (a double free, a free of what is no allocation, or a write beyond one)',
  ],
  [
    /^(std::terminate|__cxxabiv1::__terminate|__gnu_cxx::__verbose_terminate_handler)/,
    'uncaughtException',
    'Uncaught C++ exception, or a call of std::terminate',
  ],
  [/^(rust_panic|std::panicking::|core::panicking::)/, 'panic', 'Rust panic that may not unwind'],
  [/^runtime\.(dieFromSignal|crash|fatalpanic)/, 'panic', 'Go panic'],
  [/^__libc_fatal|^__libc_message/, 'abort', 'The C library found an error that it cannot go on from'],
  [/^(__GI_)?abort$/, 'abort', 'The program called abort()'],
];

function aborted({ facts, frames }: CrashContext): Diagnosis {
  if (facts.senderPid !== undefined && facts.senderPid !== facts.pid)
    return diagnosis('sentByProcess', `SIGABRT was sent by process ${facts.senderPid}: the program itself did not abort.`);
  for (const [pattern, kind, words] of abortCauses) {
    const at = frames.findIndex(({ symbol }) => symbol !== undefined && pattern.test(symbol));
    if (at < 0) continue;
    const callers = frames.slice(at + 1);
    const from = sourceOfCall(callers) ?? outsideOfLibraries(callers);
    return diagnosis(kind, `${words}.`, from && `It happened in ${frameWords(from)}.`);
  }
  return diagnosis('abort', 'The program aborted itself (SIGABRT).');
}

/** The first frame that is not the C library’s or the compiler’s own. */
const outsideOfLibraries = (frames: readonly Frame[]): Frame | undefined =>
  frames.find(({ module, symbol }) => symbol !== undefined && !/\/(libc|libstdc\+\+|libgcc_s)[-.][^/]*$/.test(module ?? '')) ?? frames[0];
