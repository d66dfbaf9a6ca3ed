/** fcntl: its commands decide the third argument and what the result means. */
import type { Emitter, FlagSetView } from '../decode/emitter.js';
import { flagText } from '../decode/flagText.js';
import { low32 } from '../decode/word.js';
import { type CallTable, call } from './call.js';
import type { ReturnType } from './descriptor.js';
import { constants } from './generated/constants.gen.js';
import { byArgument, type Cases } from './types/byArgument.js';
import { emitText } from './types/emitText.js';
import { fd } from './types/fd.js';
import { fdTarget } from './types/fdTarget.js';
import { type EnumType, enumeration, flags, valuesOf, withPart } from './types/flags.js';
import { hexLong, i64, int, kernelLong, long, unsignedLong } from './types/ints.js';
import { ptr } from './types/pointers.js';
import { signal, signalName } from './types/sigset.js';
import { field, pad, type StructType, struct } from './types/struct.js';
import { out, typeOf, type ValueLike } from './types/valueType.js';

const O_ACCMODE = 3;
const openSet = withPart(constants.open_flags, O_ACCMODE, constants.open_access);
const lockTypes = typeOf<EnumType>(enumeration(constants.lock_types, 'i16'));

const F = valuesOf(constants.fcntl_cmds);
const { F_GETLK64, F_SETLK64, F_SETLKW64 } = F;

/** struct flock; the pid is shown where the kernel fills it in. */
function flock(offset: ValueLike, withPid: boolean): StructType {
  const asks = [field('l_type', lockTypes), field('l_whence', enumeration(constants.seek_whence, 'i16')), field('l_start', offset), field('l_len', offset)];
  return struct('flock', withPid ? [...asks, field('l_pid', int)] : [...asks, pad(4, 4)]);
}

const owner = struct('f_owner_ex', [field('type', enumeration(constants.f_owner_types)), field('pid', int)]);

/** `own`: offsets of the ABI’s own locks; `narrow`: beside which there are wider ones. */
function lockCases(own: ValueLike, narrow: boolean): Cases {
  const wide = flock(i64, false);
  const wideOut = flock(i64, true);
  return [
    [[F.F_SETLK, F.F_SETLKW], ptr(flock(own, false))],
    [[F.F_GETLK], out(ptr(flock(own, true)))],
    [[...(narrow ? [F_SETLK64, F_SETLKW64] : []), F.F_OFD_SETLK, F.F_OFD_SETLKW], ptr(wide)],
    [[...(narrow ? [F_GETLK64] : []), F.F_OFD_GETLK], out(ptr(wideOut))],
  ];
}

/** `lowest`: the least number that the new descriptor may have. */
const cases = (own: ValueLike, narrow: boolean, lowest: ValueLike): Cases => [
  [[F.F_GETFD, F.F_GETFL, F.F_GETOWN, F.F_GETSIG, F.F_GETLEASE, F.F_GETPIPE_SZ, F.F_GET_SEALS, F.F_CREATED_QUERY], undefined],
  [[F.F_DUPFD, F.F_DUPFD_CLOEXEC], lowest],
  [[F.F_SETOWN, F.F_SETPIPE_SZ], int],
  [[F.F_DUPFD_QUERY], fd],
  [[F.F_SETFD], flags(constants.fd_flags)],
  [[F.F_SETFL], flags(openSet)],
  [[F.F_SETSIG], signal],
  [[F.F_SETLEASE], enumeration(constants.lock_types)],
  [[F.F_NOTIFY], flags(constants.notify_flags)],
  [[F.F_ADD_SEALS], flags(constants.f_seals)],
  [[F.F_SETOWN_EX], ptr(owner)],
  [[F.F_GETOWN_EX], out(ptr(owner))],
  ...lockCases(own, narrow),
];

const fcntlReturn: ReturnType = {
  typeName: 'int',
  capture: (context) => {
    if (!context.fdTargets) return { exit: [] };
    const made = [{ op: 'fd', value: { from: 'ret' }, details: context.fdDetails }] as const;
    return { exit: [{ op: 'switch', value: context.arg(1), cases: [F.F_DUPFD, F.F_DUPFD_CLOEXEC].map((cmd) => [cmd, made] as const) }] };
  },
  emit(emitter, seen) {
    const value = low32(seen.ret);
    switch (seen.u32(1)) {
      case F.F_DUPFD:
      case F.F_DUPFD_CLOEXEC: {
        const { path, detail } = fdTarget(emitter, seen.exit, value);
        emitter.fd(value, path, detail);
        return undefined;
      }
      case F.F_GETFD:
        return flagNote(emitter, value, 'flags', constants.fd_flags);
      case F.F_GETFL:
        // Unlike the others, -X leaves this one alone.
        emitter.hex(value);
        return `flags ${flagText(value, openSet, 'hex')}`;
      case F.F_GET_SEALS:
        return flagNote(emitter, value, 'seals', constants.f_seals);
      case F.F_GETLEASE:
        emitter.hex(value);
        return lockTypes.nameOf(value);
      case F.F_GETSIG:
        emitter.decimal(value);
        return signalName(value);
      default:
        emitter.decimal(seen.retSigned);
        return undefined;
    }
  },
};

/** `0x8002 (flags O_RDWR|O_LARGEFILE)`; nothing to say of an empty word. */
function flagNote(emitter: Emitter, value: number, what: string, set: FlagSetView): string | undefined {
  emitter.hex(value);
  if (value === 0) return undefined;
  return `${what} ${emitText(emitter, (one) => one.flags(value, set))}`;
}

const commands = enumeration(constants.fcntl_cmds);

const fcntl = (own: ValueLike, narrow: boolean, lowest: ValueLike) =>
  call(fd('fd'), commands('cmd'), byArgument('arg', 1, cases(own, narrow, lowest), hexLong))
    .returns(fcntlReturn)
    .in('desc');

export const fcntlCalls: CallTable = { fcntl: fcntl(kernelLong, false, kernelLong) };
/** i386 has 32-bit locks in fcntl, and both in fcntl64. */
export const fcntlCalls32: CallTable = {
  fcntl: fcntl(long, false, unsignedLong),
  fcntl64: fcntl(long, true, unsignedLong),
};
