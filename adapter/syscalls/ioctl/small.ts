/** Small interfaces: performance events, namespaces, random numbers, seccomp notifications, counters, infrared. */
import { errnoName } from '../../decode/errnoText.js';
import { constants } from '../generated/constants.gen.js';
import { modifiedAttribute } from '../perf.js';
import { countedArray } from '../types/countedArray.js';
import { fd, fdU32 } from '../types/fd.js';
import { namedReturn } from '../types/flagReturns.js';
import { enumeration, flags } from '../types/flags.js';
import { address, address64, hex32, hex64, i64, int, u8, u16, u64, unsignedInt, unsignedLong } from '../types/ints.js';
import { ptr, ref } from '../types/pointers.js';
import { string } from '../types/strings.js';
import { field, hidden, struct } from '../types/struct.js';
import { trailingArray } from '../types/trailingArray.js';
import { trailingBytes } from '../types/trailingBytes.js';
import { out, returnOf, shown } from '../types/valueType.js';
import { answered } from './answered.js';
import { type Commands, command } from './command.js';
import { grown } from './filled.js';

const entropy = struct('rand_pool_info', [field('entropy_count', int), field('buf_size', int), field('buf', trailingBytes('buf_size'))]);

/** struct epoll_params of linux/eventpoll.h (Linux 6.9): how long and how much to poll devices. */
const epollParameters = struct('epoll_params', [
  field('busy_poll_usecs', unsignedInt),
  field('busy_poll_budget', u16),
  field('prefer_busy_poll', u8),
  hidden('__pad', u8),
]);

const addedFd = struct('seccomp_notif_addfd', [
  field('id', hex64),
  field('flags', flags(constants.seccomp_addfd_flags)),
  field('srcfd', fdU32),
  field('newfd', int),
  field('newfd_flags', flags(constants.open_flags)),
]);
/** An errno with its sign turned: `-EPERM`. */
const negativeErrno = shown('errno', 'i32', (emitter, value) => {
  const name = value < 0 ? errnoName(-Number(value)) : undefined;
  emitter.symbol(value, name === undefined ? undefined : `-${name}`, '', 'decimal');
});
const response = struct('seccomp_notif_resp', [
  field('id', hex64),
  field('val', i64),
  field('error', negativeErrno),
  field('flags', flags(constants.seccomp_notif_flags)),
]);
const callData = struct('seccomp_data', [
  field('nr', unsignedInt),
  field('arch', enumeration(constants.audit_arches)),
  field('instruction_pointer', address64),
  field('args', countedArray(hex64, 6)),
]);
const notification = struct('seccomp_notif', [field('id', hex64), field('pid', int), field('flags', hex32), field('data', callData)]);

const component = struct('counter_component', [
  field('type', enumeration(constants.counter_component_types, 'u8')),
  field('scope', enumeration(constants.counter_scopes, 'u8')),
  field('parent', u8),
  field('id', u8),
]);
const watch = struct('counter_watch', [field('component', component), field('event', enumeration(constants.counter_events, 'u8')), field('channel', u8)]);

const queryBpf = struct('perf_event_query_bpf', [
  field('ids_len', unsignedInt),
  field('prog_cnt', unsignedInt),
  field('ids', trailingArray(unsignedInt, 'prog_cnt')),
]);
const eventFlags = flags(constants.perf_ioctl_flags);
const lircMode = ref(enumeration(constants.lirc_modes));

export const smallCommands: Commands = [
  command('PERF_EVENT_IOC_ENABLE PERF_EVENT_IOC_DISABLE PERF_EVENT_IOC_RESET', eventFlags),
  command('PERF_EVENT_IOC_REFRESH', int),
  command('PERF_EVENT_IOC_PERIOD', ref(u64)),
  command('PERF_EVENT_IOC_SET_OUTPUT PERF_EVENT_IOC_SET_BPF', fd),
  command('PERF_EVENT_IOC_PAUSE_OUTPUT', unsignedLong),
  command('PERF_EVENT_IOC_SET_FILTER', string),
  command('PERF_EVENT_IOC_ID', out(ref(u64))),
  command('PERF_EVENT_IOC_MODIFY_ATTRIBUTES', modifiedAttribute),
  command('PERF_EVENT_IOC_QUERY_BPF', grown(queryBpf, 'ids_len', 'prog_cnt ids', { onFailure: 'more' })),
  command('NS_GET_USERNS NS_GET_PARENT', undefined, returnOf(fd.type)),
  command(
    'PIDFD_GET_CGROUP_NAMESPACE PIDFD_GET_IPC_NAMESPACE PIDFD_GET_MNT_NAMESPACE PIDFD_GET_NET_NAMESPACE PIDFD_GET_PID_NAMESPACE',
    undefined,
    returnOf(fd.type),
  ),
  command(
    'PIDFD_GET_PID_FOR_CHILDREN_NAMESPACE PIDFD_GET_TIME_NAMESPACE PIDFD_GET_TIME_FOR_CHILDREN_NAMESPACE PIDFD_GET_USER_NAMESPACE PIDFD_GET_UTS_NAMESPACE',
    undefined,
    returnOf(fd.type),
  ),
  command('NS_GET_MNTNS_ID NS_GET_ID', out(ref(u64))),
  command('NS_GET_PID_FROM_PIDNS NS_GET_TGID_FROM_PIDNS NS_GET_PID_IN_PIDNS NS_GET_TGID_IN_PIDNS', int),
  command('EPIOCSPARAMS', ptr(epollParameters)),
  command('EPIOCGPARAMS', out(ptr(epollParameters))),
  command('NS_GET_NSTYPE', undefined, namedReturn(constants.setns_types, 'decimal')),
  command('NS_GET_OWNER_UID', out(ref(int))),
  command('RNDZAPENTCNT RNDCLEARPOOL RNDRESEEDCRNG'),
  command('APEI_ERST_CLEAR_RECORD APEI_ERST_GET_RECORD_COUNT', address),
  command('RNDGETENTCNT', out(ref(int))),
  command('RNDADDTOENTCNT', ref(int)),
  command('RNDADDENTROPY', ptr(entropy)),
  command('SECCOMP_IOCTL_NOTIF_RECV', answered(ptr(notification), ptr(notification), { unlessZero: true })),
  command('SECCOMP_IOCTL_NOTIF_SEND', ptr(response)),
  command('SECCOMP_IOCTL_NOTIF_ID_VALID SECCOMP_IOCTL_NOTIF_ID_VALID_WRONG_DIR', ref(hex64)),
  command('SECCOMP_IOCTL_NOTIF_ADDFD', ptr(addedFd)),
  command('COUNTER_ENABLE_EVENTS_IOCTL COUNTER_DISABLE_EVENTS_IOCTL'),
  command('COUNTER_ADD_WATCH_IOCTL', ptr(watch)),
  command('LIRC_GET_SEND_MODE LIRC_GET_REC_MODE', out(lircMode)),
  command('LIRC_SET_SEND_MODE LIRC_SET_REC_MODE', lircMode),
  command('LIRC_GET_FEATURES', out(ref(flags(constants.lirc_features)))),
  command('LIRC_SET_TRANSMITTER_MASK', ref(hex32)),
  command('LIRC_SET_SEND_CARRIER LIRC_SET_REC_CARRIER LIRC_SET_SEND_DUTY_CYCLE LIRC_SET_REC_TIMEOUT LIRC_SET_REC_TIMEOUT_REPORTS', ref(unsignedInt)),
  command('LIRC_SET_MEASURE_CARRIER_MODE LIRC_SET_REC_CARRIER_RANGE LIRC_SET_WIDEBAND_RECEIVER', ref(unsignedInt)),
  command('LIRC_GET_REC_RESOLUTION LIRC_GET_MIN_TIMEOUT LIRC_GET_MAX_TIMEOUT LIRC_GET_LENGTH LIRC_GET_REC_TIMEOUT', out(ref(unsignedInt))),
];
