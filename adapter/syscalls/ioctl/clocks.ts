/** Real-time clocks, watchdogs and PTP hardware clocks (linux/rtc.h, linux/watchdog.h, linux/ptp_clock.h). */
import type { Place } from '../../decode/place.js';
import { constants } from '../generated/constants.gen.js';
import { countedArray, countedBy, type ElementCount } from '../types/countedArray.js';
import { enumeration, flags } from '../types/flags.js';
import { hex32, hex64, i64, int, long, u8, unsignedInt, unsignedLong } from '../types/ints.js';
import { inlineArray, ptr, ref } from '../types/pointers.js';
import { stringField } from '../types/stringField.js';
import { field, type StructType, spread, struct } from '../types/struct.js';
import { timeComment } from '../types/timeText.js';
import { type FieldType, out } from '../types/valueType.js';
import { answered } from './answered.js';
import { type Commands, command } from './command.js';
import { grown, outStruct, part } from './filled.js';

const verbose = { verbose: true };
const rest = { unlessZero: true };

const rtcTime = struct('rtc_time', [
  field('tm_sec', int),
  field('tm_min', int),
  field('tm_hour', int),
  field('tm_mday', int),
  field('tm_mon', int),
  field('tm_year', int),
  field('tm_wday', int, verbose),
  field('tm_yday', int, verbose),
  field('tm_isdst', int, verbose),
]);
const wakeAlarm = struct('rtc_wkalrm', [field('enabled', u8), field('pending', u8), field('time', rtcTime)]);
const pll = struct('rtc_pll_info', [
  ...['pll_ctrl', 'pll_value', 'pll_max', 'pll_min', 'pll_posmult', 'pll_negmult'].map((name) => field(name, int)),
  field('pll_clock', long),
]);
const rtcParam = struct('rtc_param', [
  field('param', enumeration(constants.rtc_params, 'u64')),
  field('uvalue', hex64),
  field('index', unsignedInt),
  field('__pad', hex32, rest),
]);

/** struct ptp_clock_time; those of the system's real time have their date beside them. */
const plainTime = struct('ptp_clock_time', [field('sec', i64), field('nsec', unsignedInt), field('reserved', hex32, rest)]);
const datedTime: FieldType = {
  typeName: plainTime.typeName,
  size: (abi) => plainTime.size(abi),
  align: (abi) => plainTime.align(abi),
  emitAt(out, place, at) {
    plainTime.emitAt(out, place, at);
    if (out.options.constants !== 'raw') timeComment(out, plainTime.read(place, at, 'sec'), plainTime.read(place, at, 'nsec'), 9);
  },
};

const capabilities = struct('ptp_clock_caps', [
  ...['max_adj', 'n_alarm', 'n_ext_ts', 'n_per_out', 'pps', 'n_pins', 'cross_timestamping', 'adjust_phase'].map((name) => field(name, int)),
  field('rsv', countedArray(hex32, 12), rest),
]);
const externalTimestamp = struct('ptp_extts_request', [
  field('index', unsignedInt),
  field('flags', flags(constants.ptp_flags)),
  field('rsv', countedArray(hex32, 2), rest),
]);
const PTP_PEROUT_DUTY_CYCLE = 2;
const PTP_PEROUT_PHASE = 4;
const outputFlag = (bit: number) => (place: Place) => (Number(place.sibling('flags') ?? 0) & bit) !== 0;
const startOrPhase: StructType = struct(
  'ptp_perout_request',
  [field('start', datedTime, { when: (place) => !outputFlag(PTP_PEROUT_PHASE)(place) }), field('phase', plainTime, { when: outputFlag(PTP_PEROUT_PHASE) })],
  { union: true },
);
const dutyOrReserved = struct(
  'ptp_perout_request',
  [
    field('on', plainTime, { when: outputFlag(PTP_PEROUT_DUTY_CYCLE) }),
    field('rsv', countedArray(hex32, 4), { ...rest, when: (place) => !outputFlag(PTP_PEROUT_DUTY_CYCLE)(place) }),
  ],
  { union: true },
);
/** The first version of the command has nothing to say of what is reserved. */
const dutyOnly = part(dutyOrReserved, 'on');
const periodicOutput = (withReserved: boolean): StructType =>
  struct('ptp_perout_request', [
    spread(startOrPhase),
    field('period', plainTime),
    field('index', unsignedInt),
    field('flags', flags(constants.ptp_perout_flags)),
    spread(withReserved ? dutyOrReserved : dutyOnly),
  ]);
const pin = struct('ptp_pin_desc', [
  field('name', stringField(64)),
  field('index', unsignedInt),
  field('func', enumeration(constants.ptp_pin_functions)),
  field('chan', unsignedInt),
  field('rsv', countedArray(hex32, 5), rest),
]);
const PTP_MAX_SAMPLES = 25;
const samples = (element: FieldType, count: number, used: ElementCount): StructType =>
  struct('ptp_sys_offset', [field('n_samples', unsignedInt), field('rsv', countedArray(hex32, 3), rest), field('ts', countedArray(element, count, used))]);
/** Two times a sample and one behind the last. */
const offsets = samples(datedTime, 2 * PTP_MAX_SAMPLES + 1, (place) => 2 * Number(place.sibling('n_samples') ?? 0) + 1);
const extendedOffsets = samples(inlineArray(datedTime, 3), PTP_MAX_SAMPLES, countedBy('n_samples'));
const preciseOffset = struct('ptp_sys_offset_precise', [
  field('device', datedTime),
  field('sys_realtime', datedTime),
  field('sys_monoraw', plainTime),
  field('rsv', countedArray(hex32, 4), rest),
]);

export const clockCommands: Commands = [
  command('RTC_AIE_ON RTC_AIE_OFF RTC_UIE_ON RTC_UIE_OFF RTC_PIE_ON RTC_PIE_OFF RTC_WIE_ON RTC_WIE_OFF RTC_VL_CLR'),
  command('RTC_RD_TIME RTC_ALM_READ', outStruct(rtcTime)),
  command('RTC_SET_TIME RTC_ALM_SET', ptr(rtcTime)),
  command('RTC_IRQP_READ RTC_EPOCH_READ', out(ref(unsignedLong))),
  command('RTC_IRQP_SET RTC_EPOCH_SET', unsignedLong),
  command('RTC_WKALM_RD', outStruct(wakeAlarm)),
  command('RTC_WKALM_SET', ptr(wakeAlarm)),
  command('RTC_PLL_GET', outStruct(pll)),
  command('RTC_PLL_SET', ptr(pll)),
  command('RTC_VL_READ', out(ref(flags(constants.rtc_vl_flags)))),
  command('RTC_PARAM_GET', answered(ptr(part(rtcParam, 'param index __pad')), ptr(part(rtcParam, 'uvalue __pad')))),
  command('RTC_PARAM_SET', ptr(rtcParam)),
  command('WDIOC_KEEPALIVE'),
  command('WDIOC_GETSTATUS WDIOC_GETBOOTSTATUS WDIOC_GETTEMP WDIOC_GETTIMEOUT WDIOC_GETPRETIMEOUT WDIOC_GETTIMELEFT', out(ref(int))),
  command('WDIOC_SETTIMEOUT WDIOC_SETPRETIMEOUT', ref(int)),
  command('PTP_CLOCK_GETCAPS PTP_CLOCK_GETCAPS2', outStruct(capabilities)),
  command('PTP_EXTTS_REQUEST', ptr(part(externalTimestamp, 'index flags'))),
  command('PTP_EXTTS_REQUEST2', ptr(externalTimestamp)),
  command('PTP_PEROUT_REQUEST', ptr(periodicOutput(false))),
  command('PTP_PEROUT_REQUEST2', ptr(periodicOutput(true))),
  command('PTP_PIN_GETFUNC', grown(pin, 'index', 'name func chan')),
  command('PTP_PIN_GETFUNC2', grown(pin, 'index rsv', 'name func chan')),
  command('PTP_PIN_SETFUNC', ptr(part(pin, 'index func chan'))),
  command('PTP_PIN_SETFUNC2', ptr(part(pin, 'index func chan rsv'))),
  command('PTP_SYS_OFFSET PTP_SYS_OFFSET2', grown(offsets, 'n_samples rsv', 'ts')),
  command('PTP_SYS_OFFSET_PRECISE PTP_SYS_OFFSET_PRECISE2', outStruct(preciseOffset)),
  command('PTP_SYS_OFFSET_EXTENDED PTP_SYS_OFFSET_EXTENDED2', grown(extendedOffsets, 'n_samples rsv', 'ts')),
];
