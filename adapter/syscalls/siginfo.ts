/**
 * siginfo_t (sigaction(2), include/uapi/asm-generic/siginfo.h) as strace shows it:
 * `{si_signo=SIGSEGV, si_code=SEGV_MAPERR, si_addr=NULL}`.
 */

import type { Emitter } from '../decode/emitter.js';
import type { Place } from '../decode/place.js';
import { unsigned, type Word, wordOf } from '../decode/word.js';
import type { AbiName } from '../record/layout.js';
import { constants } from './generated/constants.gen.js';
import { errnos } from './generated/errno.gen.js';
import { syscallNumbers } from './generated/numbers.gen.js';
import { showPid } from './types/ids.js';
import { placeBehind } from './types/pointers.js';
import { signalName } from './types/sigset.js';
import { type FieldType, shown } from './types/valueType.js';

/** Bytes of the struct: SI_MAX_SIZE. */
export const SIGINFO_BYTES = 128;

type Names = ReadonlyMap<number, string>;
const namesOf = (entries: readonly (readonly [string, number])[]): Names => new Map(entries.map(([name, value]) => [value, name]));

/** Codes that any signal can have. */
const commonCodes = namesOf(constants.si_codes.entries);
/** Codes of one signal. */
const codesBySignal: ReadonlyMap<string, Names> = new Map([
  ['SIGILL', namesOf(constants.sigill_codes.entries)],
  ['SIGFPE', namesOf(constants.sigfpe_codes.entries)],
  ['SIGSEGV', namesOf(constants.sigsegv_codes.entries)],
  ['SIGBUS', namesOf(constants.sigbus_codes.entries)],
  ['SIGTRAP', namesOf(constants.sigtrap_codes.entries)],
  ['SIGCHLD', namesOf(constants.sigchld_codes.entries)],
  ['SIGIO', namesOf(constants.sigpoll_codes.entries)],
  ['SIGSYS', namesOf(constants.sigsys_codes.entries)],
]);
const architectures = namesOf(constants.audit_archs.entries);

/** Kernel’s USER_HZ: si_utime and si_stime count these. */
const TICKS_PER_SECOND = 100n;

/** Reads the union’s members: where they lie depends on the width of a pointer. */
class Fields {
  readonly #view: DataView;
  /** Where the union begins: its pointers align it to 8 bytes on 64-bit ABIs. */
  readonly #union: number;
  constructor(
    data: Uint8Array,
    readonly abi: AbiName,
  ) {
    this.#view = new DataView(data.buffer, data.byteOffset, data.byteLength);
    this.#union = abi === 'x86_64' ? 16 : 12;
  }

  /** A number of the header: signo 0, errno 4, code 8. */
  header(offset: number): number {
    return this.#view.getInt32(offset, true);
  }

  int(offset: number): number {
    return this.#view.getInt32(this.#union + offset, true);
  }

  u32(offset: number): number {
    return this.int(offset) >>> 0;
  }

  u16(offset: number): number {
    return this.#view.getUint16(this.#union + offset, true);
  }

  /** The n-th pointer or long behind `offset`. */
  long(offset: number, index = 0): Word {
    const at = this.#union + offset + index * (this.abi === 'x86_64' ? 8 : 4);
    const low = this.#view.getUint32(at, true);
    return this.abi === 'x86_64' ? wordOf(low, this.#view.getUint32(at + 4, true)) : low;
  }
}

/** Shows the struct. `data` holds SIGINFO_BYTES; `abi`: whose layout it has (what ptrace gives a 64-bit tracer is x86_64’s). `callAbi`: the tracee’s. */
export function showSiginfo(out: Emitter, data: Uint8Array, abi: AbiName, callAbi: AbiName = abi): void {
  const fields = new Fields(data, abi);
  const signo = fields.header(0);
  out.beginStruct();
  if (signo !== 0) showBody(out, fields, signo, callAbi);
  out.endStruct();
}

function showBody(out: Emitter, fields: Fields, signo: number, callAbi: AbiName): void {
  const errno = fields.header(4);
  const code = fields.header(8);
  const signal = signalName(signo) ?? '';
  named(out, 'si_signo', signo, signalName(signo));
  out.field('si_code');
  out.symbol(code >>> 0, commonCodes.get(code) ?? codesBySignal.get(signal)?.get(code), '');
  if (errno !== 0) named(out, 'si_errno', errno >>> 0, errnos[errno]?.[0]);
  switch (commonCodes.get(code)) {
    case 'SI_USER':
    case 'SI_TKILL':
      showSender(out, fields);
      return;
    case 'SI_TIMER':
      out.field('si_timerid');
      out.hex(fields.u32(0));
      decimal(out, 'si_overrun', fields.int(4));
      showValue(out, fields);
      return;
    case 'SI_SIGIO':
      showBand(out, fields);
      return;
  }
  if (code > 0 && showBySignal(out, fields, signal, code, callAbi)) return;
  if (code < 0 || fields.int(0) !== 0 || fields.int(4) !== 0) showSender(out, fields);
  if (fields.long(8) !== 0) showValue(out, fields);
}

/** What the kernel says of a signal that it made itself. False when it is said as for signals of processes. */
function showBySignal(out: Emitter, fields: Fields, signal: string, code: number, callAbi: AbiName): boolean {
  switch (signal) {
    case 'SIGCHLD':
      showChild(out, fields, code);
      return true;
    case 'SIGILL':
    case 'SIGFPE':
    case 'SIGSEGV':
    case 'SIGBUS':
    case 'SIGTRAP':
      showFault(out, fields, codesBySignal.get(signal)?.get(code));
      return true;
    case 'SIGIO':
      if (codesBySignal.get(signal)?.has(code) === true) showBand(out, fields);
      return true;
    case 'SIGSYS':
      showSyscall(out, fields, callAbi);
      return true;
    default:
      return false;
  }
}

function showSender(out: Emitter, fields: Fields): void {
  out.field('si_pid');
  showPid(out, fields.int(0), true);
  out.field('si_uid');
  const user = fields.u32(4);
  out.decimal(user === 0xffff_ffff ? -1 : user);
}

function showValue(out: Emitter, fields: Fields): void {
  decimal(out, 'si_int', fields.int(8));
  address(out, 'si_ptr', fields.long(8));
}

function showBand(out: Emitter, fields: Fields): void {
  out.field('si_band');
  const band = fields.long(0);
  out.decimal(fields.abi === 'x86_64' ? BigInt.asIntN(64, BigInt(band)) : Number(band) | 0);
  decimal(out, 'si_fd', fields.abi === 'x86_64' ? fields.int(8) : fields.int(4));
}

function showChild(out: Emitter, fields: Fields, code: number): void {
  showSender(out, fields);
  const status = fields.int(8);
  named(out, 'si_status', status, codesBySignal.get('SIGCHLD')?.get(code) === 'CLD_EXITED' ? undefined : signalName(status));
  const times = fields.abi === 'x86_64' ? 16 : 12;
  ticks(out, 'si_utime', fields.long(times));
  ticks(out, 'si_stime', fields.long(times, 1));
}

function showFault(out: Emitter, fields: Fields, code: string | undefined): void {
  address(out, 'si_addr', fields.long(0));
  const extra = fields.abi === 'x86_64' ? 16 : 8;
  if (code === 'BUS_MCEERR_AR' || code === 'BUS_MCEERR_AO') {
    out.field('si_addr_lsb');
    out.hex(fields.u16(extra / 2));
  } else if (code === 'SEGV_BNDERR') {
    address(out, 'si_lower', fields.long(extra));
    address(out, 'si_upper', fields.long(extra, 1));
  } else if (code === 'SEGV_PKUERR') decimal(out, 'si_pkey', fields.u32(extra));
}

function showSyscall(out: Emitter, fields: Fields, callAbi: AbiName): void {
  address(out, 'si_call_addr', fields.long(0));
  const numberAt = fields.abi === 'x86_64' ? 8 : 4;
  const nr = fields.int(numberAt);
  const architecture = architectures.get(fields.u32(numberAt + 4));
  const own = callAbi === 'i386' ? 'AUDIT_ARCH_I386' : 'AUDIT_ARCH_X86_64';
  const abi: AbiName | undefined = architecture === 'AUDIT_ARCH_I386' ? 'i386' : architecture === 'AUDIT_ARCH_X86_64' ? 'x86_64' : undefined;
  const name = abi === undefined ? undefined : syscallNumbers[abi][nr];
  out.field('si_syscall');
  if (name !== undefined && architecture === own) out.symbol(nr, `__NR_${name}`, '', 'decimal');
  else {
    out.decimal(nr);
    if (name !== undefined) out.comment(name);
  }
  out.field('si_arch');
  out.symbol(fields.u32(numberAt + 4), architecture, constants.audit_archs.unknown);
}

function named(out: Emitter, field: string, value: number, name: string | undefined): void {
  out.field(field);
  out.symbol(value, name, '', 'decimal');
}

function decimal(out: Emitter, field: string, value: number): void {
  out.field(field);
  out.decimal(value);
}

function address(out: Emitter, field: string, value: Word): void {
  out.field(field);
  out.address(value);
}

/** `100 /* 1.00 s *\/` */
function ticks(out: Emitter, field: string, value: Word): void {
  out.field(field);
  out.decimal(value);
  if (value === 0 || out.options.constants === 'raw') return;
  const count = BigInt(value);
  out.comment(`${count / TICKS_PER_SECOND}.${String(count % TICKS_PER_SECOND).padStart(2, '0')} s`);
}

/** siginfo_t in the tracee’s memory, in its ABI’s layout. */
const siginfoStruct: FieldType = {
  typeName: 'siginfo_t',
  size: () => SIGINFO_BYTES,
  align: (abi) => (abi === 'x86_64' ? 8 : 4),
  emitAt: (out, place, at) => showSiginfo(out, place.data.subarray(at, at + SIGINFO_BYTES), place.call.abi),
};

/** A pointer to siginfo_t. */
export const siginfo = shown(
  'siginfo_t *',
  'pointer',
  (out: Emitter, value, place: Place) => {
    const at = unsigned(value);
    const { data } = place.memory.read(at, SIGINFO_BYTES);
    if (at === 0 || data.length < SIGINFO_BYTES) out.address(at);
    else siginfoStruct.emitAt(out, placeBehind(place, data, at), 0);
  },
  (value) => [{ op: 'copy', at: value, length: { from: 'constant', value: SIGINFO_BYTES }, cap: SIGINFO_BYTES }],
);
