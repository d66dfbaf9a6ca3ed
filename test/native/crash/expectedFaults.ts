/** What each kind of test/programs/crash/faults.c is to be reported as. */
import type { DiagnosisKind } from '../../../adapter/crash/diagnosis.js';
import { lineOf } from './faultPrograms.js';

export interface ExpectedFault {
  readonly signal: string;
  /** si_code by name. */
  readonly code: string;
  readonly kind: DiagnosisKind;
  readonly access?: 'read' | 'write' | 'execute';
  readonly summary?: RegExp;
  /** The program’s own functions, innermost first, and the line of each. Without main, outer and middle, which stand under all that is not in a thread. */
  readonly frames: readonly (readonly [name: string, mark: string])[];
  /** It crashes in a thread of its own. */
  readonly inThread?: boolean;
}

const plain = (name: string): ExpectedFault['frames'] => [[name, name]];
const segv = (name: string, code: string, kind: DiagnosisKind, access: ExpectedFault['access'], summary: RegExp): ExpectedFault => ({
  signal: 'SIGSEGV',
  code,
  kind,
  ...(access === undefined ? {} : { access }),
  summary,
  frames: plain(name),
});
const MAPERR = 'SEGV_MAPERR';
const ACCERR = 'SEGV_ACCERR';

export const expectedFaults: Readonly<Record<string, ExpectedFault>> = {
  nullPointer: segv('nullPointer', MAPERR, 'nullPointer', 'read', /^Null pointer: read of \d bytes? at (offset|address) 0x10/),
  nullWrite: segv('nullWrite', MAPERR, 'nullPointer', 'write', /^Null pointer: write of 8 bytes at (offset|address) 0x8/),
  useAfterUnmap: segv('useAfterUnmap', MAPERR, 'freedMapping', 'write', /^Use of memory that is not mapped \(any more\): write of 1 byte .* in a hole of /),
  readOnlyWrite: segv(
    'readOnlyWrite',
    ACCERR,
    'readOnlyWrite',
    'write',
    /^Write to read-only memory: write of 1 byte at 0x\w+ in read-only data of \/.* \(r--p\)/,
  ),
  badJump: segv('badJump', MAPERR, 'badJump', 'execute', /^Jump to a bad address: nothing is mapped at 0x12345670/),
  nullJump: segv('nullJump', MAPERR, 'nullCall', 'execute', /^Call through a null function pointer/),
  dataJump: segv('dataJump', ACCERR, 'executeData', 'execute', /^Execution of data: the program jumped to 0x\w+ in the stack \(rw-p\)/),
  nonCanonical: segv('nonCanonical', 'SI_KERNEL', 'nonCanonical', 'read', /^Non-canonical address: read of 1 byte at 0x4847464544434249/),
  insideLibc: segv('insideLibc', MAPERR, 'nullPointer', 'read', /^Null pointer: read/),
  protectedPage: segv('protectedPage', ACCERR, 'protectedMemory', 'read', /^Access to protected memory: read of 1 byte .* \(---p\)/),
  overrun: segv('overrun', MAPERR, 'overrun', 'write', /^Overrun: write of 1 byte at 0x\w+000, directly behind the end of anonymous memory/),
  privileged: segv('privileged', 'SI_KERNEL', 'privilegedInstruction', undefined, /“hlt”/),
  misaligned: segv('misaligned', 'SI_KERNEL', 'misaligned', undefined, /^Misaligned SSE access: “movaps .*” needs an address that is a multiple of 16/),
  returnOverwritten: segv(
    'returnOverwritten',
    'SI_KERNEL',
    'returnOverwritten',
    undefined,
    /^Return address overwritten: the return goes to 0x4847464544434241/,
  ),
  stackOverflow: { ...segv('descend', MAPERR, 'stackOverflow', 'write', /^Stack overflow: write( of \d bytes?)? at/), frames: [] },
  threadOverflow: {
    ...segv('descend', ACCERR, 'stackOverflow', 'write', /^Stack overflow: .* the guard page below the thread’s stack/),
    frames: [],
    inThread: true,
  },
  deep: {
    ...segv('deepest', MAPERR, 'nullPointer', 'read', /^Null pointer: read of 4 bytes at (offset|address) 0xc/),
    frames: [['deepest', 'deep'], ...Array.from({ length: 1000 }, () => ['deepest', 'AGAIN'] as const), ['deep', 'CALLS DEEPEST']],
  },
  thread: {
    ...segv('nullPointer', MAPERR, 'nullPointer', 'read', /^Null pointer/),
    frames: [
      ['nullPointer', 'nullPointer'],
      ['threadBody', 'CALLS NULLPOINTER'],
    ],
    inThread: true,
  },
  handler: {
    ...segv('crashingHandler', MAPERR, 'nullPointer', 'read', /^Null pointer/),
    frames: [
      ['crashingHandler', 'handler'],
      ['handler', 'RAISES'],
    ],
  },
  handled: {
    ...segv('nullPointer', MAPERR, 'nullPointer', 'read', /^Null pointer/),
    frames: [
      ['nullPointer', 'nullPointer'],
      ['handled', 'CALLS HANDLED'],
    ],
  },
  division: {
    signal: 'SIGFPE',
    code: 'FPE_INTDIV',
    kind: 'divisionByZero',
    summary: /^Integer division by zero: the divisor of “idiv .*” is 0/,
    frames: plain('division'),
  },
  divisionOverflow: { signal: 'SIGFPE', code: 'FPE_INTDIV', kind: 'divisionOverflow', summary: /the divisor is -1\.$/, frames: plain('divisionOverflow') },
  trap: { signal: 'SIGILL', code: 'ILL_ILLOPN', kind: 'trap', summary: /“ud2”/, frames: plain('trap') },
  beyondFile: {
    signal: 'SIGBUS',
    code: 'BUS_ADRERR',
    kind: 'beyondFile',
    access: 'read',
    summary: /byte 8192 of \/memfd:short file/,
    frames: plain('beyondFile'),
  },
  aborted: { signal: 'SIGABRT', code: 'SI_TKILL', kind: 'abort', frames: plain('aborted') },
  assertion: { signal: 'SIGABRT', code: 'SI_TKILL', kind: 'assertion', frames: plain('assertion') },
  doubleFree: { signal: 'SIGABRT', code: 'SI_TKILL', kind: 'heapCorruption', frames: plain('doubleFree') },
  stackSmash: { signal: 'SIGABRT', code: 'SI_TKILL', kind: 'stackSmashing', frames: plain('stackSmash') },
  sent: { signal: 'SIGSEGV', code: 'SI_USER', kind: 'sentByProcess', summary: /^The program sent itself SIGSEGV/, frames: plain('sent') },
};

const under: ExpectedFault['frames'] = [
  ['middle', 'MIDDLE'],
  ['outer', 'OUTER'],
  ['main', 'MAIN'],
];

/** All frames of the program itself with their lines, innermost first. */
export const ownFrames = ({ frames, inThread }: ExpectedFault): [string, number][] =>
  [...frames, ...(inThread === true ? [] : under)].map(([name, mark]) => [name, lineOf(mark)]);
