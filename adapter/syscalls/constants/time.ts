/** Clocks and timers: sets of constants, one a flag argument or field. Order is the order of printing. */
import { set } from './define.js';

export const timeSets = {
  clock_ids: set(
    'CLOCK_???',
    'linux/time.h',
    `
    CLOCK_REALTIME CLOCK_MONOTONIC CLOCK_PROCESS_CPUTIME_ID CLOCK_THREAD_CPUTIME_ID CLOCK_MONOTONIC_RAW CLOCK_REALTIME_COARSE
    CLOCK_MONOTONIC_COARSE CLOCK_BOOTTIME CLOCK_REALTIME_ALARM CLOCK_BOOTTIME_ALARM CLOCK_SGI_CYCLE CLOCK_TAI
    `,
  ),
  cpuclock_types: set('CPUCLOCK_???', 'CPUCLOCK_PROF=0 CPUCLOCK_VIRT=1 CPUCLOCK_SCHED=2', 'CPUCLOCK_PROF CPUCLOCK_VIRT CPUCLOCK_SCHED'),
  itimer_which: set('ITIMER_???', 'linux/time.h', 'ITIMER_REAL ITIMER_VIRTUAL ITIMER_PROF'),
  timer_flags: set('TIMER_???', 'linux/time.h', 'TIMER_ABSTIME'),
  timerfd_flags: set('TFD_???', 'linux/timerfd.h', 'TFD_TIMER_ABSTIME TFD_TIMER_CANCEL_ON_SET TFD_CLOEXEC TFD_NONBLOCK'),
  adjtimex_modes: set(
    'ADJ_???',
    'linux/timex.h',
    `
    ADJ_OFFSET_SS_READ ADJ_OFFSET_SINGLESHOT ADJ_OFFSET ADJ_FREQUENCY ADJ_MAXERROR ADJ_ESTERROR ADJ_STATUS ADJ_TIMECONST ADJ_TAI ADJ_SETOFFSET
    ADJ_MICRO ADJ_NANO ADJ_TICK
    `,
  ),
  adjtimex_status: set(
    'STA_???',
    'linux/timex.h',
    `
    STA_PLL STA_PPSFREQ STA_PPSTIME STA_FLL STA_INS STA_DEL STA_UNSYNC STA_FREQHOLD STA_PPSSIGNAL STA_PPSJITTER STA_PPSWANDER STA_PPSERROR
    STA_CLOCKERR STA_NANO STA_MODE STA_CLK
    `,
  ),
  adjtimex_states: set('TIME_???', 'linux/timex.h', 'TIME_OK TIME_INS TIME_DEL TIME_OOP TIME_WAIT TIME_ERROR'),
} as const;
