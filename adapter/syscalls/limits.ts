/** Limits and usage: rlimits, rusage, times, and what the system says of itself. */
import type { Emitter } from '../decode/emitter.js';
import { low32 } from '../decode/word.js';
import { type CallTable, call } from './call.js';
import type { ReturnType } from './descriptor.js';
import { constants } from './generated/constants.gen.js';
import { argument } from './types/count.js';
import { emitText } from './types/emitText.js';
import { enumeration } from './types/flags.js';
import { pid } from './types/ids.js';
import { address, kernelUnsignedLong, u16, unsignedInt } from './types/ints.js';
import { inlineArray, ptr, ref } from './types/pointers.js';
import { stringField } from './types/stringField.js';
import { buffer } from './types/strings.js';
import { field, hidden, pad, struct } from './types/struct.js';
import { timeval } from './types/time.js';
import { type Named, out, shown, type ValueType } from './types/valueType.js';

const KIBI = 1024;
const RLIM64_INFINITY = 0xffff_ffff_ffff_ffffn;
const RLIM_INFINITY = 0xffff_ffff;

/** A limit: `RLIM64_INFINITY`, `8192*1024`, `1000`. Those of i386’s older calls are 32 bits wide. */
const limit = (width: 'u64' | 'uklong'): Named<ValueType> =>
  shown('rlim_t', width, (out, value, place) => {
    const wide = width === 'u64' || place.call.abi !== 'i386';
    if (value === (wide ? RLIM64_INFINITY : RLIM_INFINITY)) out.symbol(value, wide ? 'RLIM64_INFINITY' : 'RLIM_INFINITY', '', 'decimal');
    else if (value > KIBI && BigInt(value) % BigInt(KIBI) === 0n) out.symbol(value, `${BigInt(value) / BigInt(KIBI)}*${KIBI}`, '', 'decimal');
    else out.decimal(value);
  });

const rlimit = (width: 'u64' | 'uklong') => ptr(struct('rlimit', [field('rlim_cur', limit(width)), field('rlim_max', limit(width))]));
const resource = enumeration(constants.rlimits);

const detail = { verbose: true };
/** Times are shown always, counters with -v. */
const usage = struct('rusage', [
  field('ru_utime', timeval),
  field('ru_stime', timeval),
  ...['maxrss', 'ixrss', 'idrss', 'isrss', 'minflt', 'majflt', 'nswap', 'inblock', 'oublock', 'msgsnd', 'msgrcv', 'nsignals', 'nvcsw', 'nivcsw'].map((name) =>
    field(`ru_${name}`, kernelUnsignedLong, detail),
  ),
]);
/** A pointer to struct rusage that the kernel fills in. */
export const rusage = ptr(usage);

const UTS_LENGTH = 65;
const utsName = stringField(UTS_LENGTH);
const utsname = struct('new_utsname', [
  field('sysname', utsName),
  field('nodename', utsName),
  field('release', utsName, detail),
  field('version', utsName, detail),
  field('machine', utsName, detail),
  field('domainname', utsName, detail),
]);

const sysinfo = struct('sysinfo', [
  field('uptime', kernelUnsignedLong),
  field('loads', inlineArray(kernelUnsignedLong, 3)),
  ...['totalram', 'freeram', 'sharedram', 'bufferram', 'totalswap', 'freeswap'].map((name) => field(name, kernelUnsignedLong)),
  field('procs', u16),
  hidden('pad', u16),
  field('totalhigh', kernelUnsignedLong),
  field('freehigh', kernelUnsignedLong),
  field('mem_unit', unsignedInt),
  pad(0),
]);

/** USER_HZ of param.h: clock ticks a second, as programs see them. */
const USER_HZ = 100n;
/** Clock ticks, with the seconds that they are as a comment. */
const ticks = shown('clock_t', 'klong', (out, value) => {
  const count = BigInt.asUintN(64, BigInt(value));
  out.decimal(count);
  if (value === 0 || out.options.constants === 'raw') return;
  out.comment(`${count / USER_HZ}.${String(count % USER_HZ).padStart(2, '0')} s`);
});
const tms = struct(
  'tms',
  ['utime', 'stime', 'cutime', 'cstime'].map((name) => field(`tms_${name}`, ticks)),
);

/** PER_MASK of personality.h. */
const PER_MASK = 0xff;
const PERSONALITY_QUERY = 0xffff_ffff;
const personalityFlags = { ...constants.personality_flags, unknown: '' };
const personalityType = enumeration(constants.personality_types);
/** The type, and the flags above it. */
function showPersonality(out: Emitter, word: number): void {
  const bits = (word & ~PER_MASK) >>> 0;
  if (bits !== 0) out.beginOr();
  personalityType.type.show(out, word & PER_MASK);
  if (bits === 0) return;
  out.or();
  out.flags(bits, personalityFlags);
  out.endOr();
}
const personalityArgument = shown('personality', 'u32', (out, value) => {
  if (value === PERSONALITY_QUERY) out.hex(value);
  else showPersonality(out, low32(value));
});
const personalityReturn: ReturnType = {
  typeName: 'personality',
  emit(out, call) {
    const value = low32(call.ret);
    out.hex(value);
    return emitText(out, (one) => showPersonality(one, value));
  },
};

/** __NEW_UTS_LEN of utsname.h: longer names are refused. */
const MAX_NAME = 64;
const nameBytes = buffer(argument(1, 'u32'), 'string').type;
const hostName = shown(
  'string',
  'pointer',
  (out, value, place) => (place.call.u32(1) > MAX_NAME ? out.address(value) : nameBytes.show(out, value, place)),
  (value, context) => nameBytes.follow(value, context),
);

export const limitCalls: CallTable = {
  getrlimit: call(resource('resource'), out(rlimit('uklong'))('rlim')),
  setrlimit: call(resource('resource'), rlimit('uklong')('rlim')),
  prlimit64: call(pid('pid'), resource('resource'), rlimit('u64')('new_rlim'), out(rlimit('u64'))('old_rlim')),
  getrusage: call(enumeration(constants.rusage_who)('who'), out(rusage)('ru')),
  uname: call(out(ptr(utsname))('name')),
  sysinfo: call(out(ptr(sysinfo))('info')),
  times: call(out(ptr(tms))('tbuf')),
  personality: call(personalityArgument('personality')).returns(personalityReturn),
  getcpu: call(out(ref(unsignedInt))('cpup'), out(ref(unsignedInt))('nodep'), address('unused')),
  sethostname: call(hostName('name'), unsignedInt('len')),
  setdomainname: call(hostName('name'), unsignedInt('len')),
};

export const limitCalls32: CallTable = {
  ugetrlimit: call(resource('resource'), out(rlimit('uklong'))('rlim')),
};
