/** Time: clocks, sleeping, timers, interval timers, timer descriptors, adjustment. */
import { type CallTable, call } from './call.js';
import type { ReturnType } from './descriptor.js';
import { constants } from './generated/constants.gen.js';
import { sigevent } from './sigevent.js';
import { fd } from './types/fd.js';
import { namedReturn } from './types/flagReturns.js';
import { enumeration, flags } from './types/flags.js';
import { i64, int, kernelLong, unsignedInt } from './types/ints.js';
import { outOnInterrupt } from './types/outOnInterrupt.js';
import { PointerType, ptr, ref } from './types/pointers.js';
import { field, pad, type StructField, type StructType, struct } from './types/struct.js';
import { timespec, timespec64, timeval, timeval64 } from './types/time.js';
import { datedSeconds, dateText } from './types/timeText.js';
import { type Named, out, type ValueType } from './types/valueType.js';

const clock = enumeration(constants.clock_ids);
const timerFlags = flags(constants.timer_flags);
const itimer = enumeration(constants.itimer_which);

const timezone = ptr(struct('timezone', [field('tz_minuteswest', int), field('tz_dsttime', int)]));
const itimerval = ptr(struct('itimerval', [field('it_interval', timeval), field('it_value', timeval)]));
const itimerspec = (time: StructType) => ptr(struct('itimerspec', [field('it_interval', time), field('it_value', time)]));

/** struct timex, whose longs are `long` and whose time is `time`. `gap`: what follows an int before the next long. */
const timex = (long: Named<ValueType>, time: StructType, gap: readonly StructField[]) =>
  ptr(
    struct('timex', [
      field('modes', flags(constants.adjtimex_modes)),
      ...gap,
      ...['offset', 'freq', 'maxerror', 'esterror'].map((name) => field(name, long)),
      field('status', flags(constants.adjtimex_status)),
      ...gap,
      ...['constant', 'precision', 'tolerance'].map((name) => field(name, long)),
      field('time', time),
      ...['tick', 'ppsfreq', 'jitter'].map((name) => field(name, long)),
      field('shift', int),
      ...gap,
      ...['stabil', 'jitcnt', 'calcnt', 'errcnt', 'stbcnt'].map((name) => field(name, long)),
      field('tai', int),
      pad(44),
    ]),
  );
const nativeTimex = timex(kernelLong, timeval, []);
/** struct __kernel_timex: 64 bits everywhere, with the gaps of a 64-bit system. */
const timex64 = timex(i64, timeval64, [pad(4)]);
const states = namedReturn(constants.adjtimex_states, 'decimal');
/** The state of the clock, where the struct in argument `index` tells of one. */
const clockState = (type: Named<ValueType>, index: number): ReturnType => ({
  typeName: states.typeName,
  emit(out, call) {
    const name = states.emit(out, call);
    const at = call.word(index);
    const bytes = type.type instanceof PointerType ? type.type.target.size(call.abi) : 0;
    return at !== 0 && call.exit.read(at, bytes).data.length === bytes ? name : undefined;
  },
});

const timeReturn: ReturnType = {
  typeName: 'time_t',
  emit(out, call) {
    out.decimal(call.retSigned);
    return dateText(call.retSigned);
  },
};

const timerId = int;
/** The calls whose times are of one width. `suffix`: 64 for those of i386 with 64-bit seconds. */
const clockCalls = (time: StructType, suffix: '' | '64', sleepSuffix: '' | '_time64'): CallTable => ({
  [`clock_gettime${suffix}`]: call(clock('which_clock'), out(ptr(time))('tp')).in('clock'),
  [`clock_settime${suffix}`]: call(clock('which_clock'), ptr(time)('tp')).in('clock'),
  [`clock_getres${sleepSuffix}`]: call(clock('which_clock'), out(ptr(time))('tp')).in('clock'),
  [`clock_nanosleep${sleepSuffix}`]: call(clock('which_clock'), timerFlags('flags'), ptr(time)('rqtp'), outOnInterrupt(ptr(time))('rmtp')),
  [`timer_settime${suffix}`]: call(timerId('timer_id'), timerFlags('flags'), itimerspec(time)('new_setting'), out(itimerspec(time))('old_setting')),
  [`timer_gettime${suffix}`]: call(timerId('timer_id'), out(itimerspec(time))('setting')),
  [`timerfd_settime${suffix}`]: call(fd('ufd'), flags(constants.timerfd_flags)('flags'), itimerspec(time)('utmr'), out(itimerspec(time))('otmr')).in('desc'),
  [`timerfd_gettime${suffix}`]: call(fd('ufd'), out(itimerspec(time))('otmr')).in('desc'),
});

export const timeCalls: CallTable = {
  ...clockCalls(timespec, '', ''),
  nanosleep: call(ptr(timespec)('rqtp'), outOnInterrupt(ptr(timespec))('rmtp')),
  clock_adjtime: call(clock('which_clock'), out(nativeTimex)('utx')).returns(clockState(nativeTimex, 1)).in('clock'),
  adjtimex: call(out(nativeTimex)('txc_p')).returns(clockState(nativeTimex, 0)).in('clock'),
  gettimeofday: call(out(ptr(timeval))('tv'), out(timezone)('tz')).in('clock'),
  settimeofday: call(ptr(timeval)('tv'), timezone('tz')).in('clock'),
  time: call(out(ref(datedSeconds))('tloc'))
    .returns(timeReturn)
    .in('clock'),
  alarm: call(unsignedInt('seconds')).returns(unsignedInt),
  getitimer: call(itimer('which'), out(itimerval)('value')),
  setitimer: call(itimer('which'), itimerval('value'), out(itimerval)('ovalue')),
  timer_create: call(clock('which_clock'), sigevent('timer_event_spec'), out(ref(int))('created_timer_id')),
  timer_getoverrun: call(timerId('timer_id')),
  timer_delete: call(timerId('timer_id')),
  timerfd_create: call(clock('clockid'), flags(constants.timerfd_flags)('flags')).returns(fd).in('desc'),
};

export const timeCalls32: CallTable = {
  ...clockCalls(timespec64, '64', '_time64'),
  clock_adjtime64: call(clock('which_clock'), out(timex64)('utx')).returns(clockState(timex64, 1)).in('clock'),
};
