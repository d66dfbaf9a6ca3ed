/** Administration: reboot, the kernel’s log, ports, random numbers, and calls that are no more. */
import { type CallTable, call } from './call.js';
import { constants } from './generated/constants.gen.js';
import { byArgument } from './types/byArgument.js';
import { returned } from './types/count.js';
import { device32 } from './types/device.js';
import { enumeration, flags, valuesOf } from './types/flags.js';
import { address, hexLong, int, kernelUnsignedLong, size, u64 } from './types/ints.js';
import { ptr } from './types/pointers.js';
import { buffer, string } from './types/strings.js';
import { field, struct } from './types/struct.js';
import { out, shown } from './types/valueType.js';

const REBOOT = valuesOf(constants.reboot_cmds);
const LOG = valuesOf(constants.syslog_actions);

const logActions = new Map<number, string>(constants.syslog_actions.entries.map(([name, value]) => [value, name]));
const logLevels = new Map<number, string>(constants.log_levels.entries.map(([name, value]) => [value, name]));

/** A number, and its name beside it whatever -X says. */
const annotated = (typeName: string, names: ReadonlyMap<number, string>, unknown: string) =>
  shown(typeName, 'i32', (out, value) => {
    out.decimal(value);
    out.comment(names.get(Number(value)) ?? unknown);
  });

/** Actions that look at neither buffer nor length. */
const alone = [
  LOG.SYSLOG_ACTION_CLOSE,
  LOG.SYSLOG_ACTION_OPEN,
  LOG.SYSLOG_ACTION_CLEAR,
  LOG.SYSLOG_ACTION_CONSOLE_OFF,
  LOG.SYSLOG_ACTION_CONSOLE_ON,
  LOG.SYSLOG_ACTION_SIZE_UNREAD,
  LOG.SYSLOG_ACTION_SIZE_BUFFER,
];
const reading = [LOG.SYSLOG_ACTION_READ, LOG.SYSLOG_ACTION_READ_ALL, LOG.SYSLOG_ACTION_READ_CLEAR];

const registers = (count: number) => call(...Array.from({ length: count }, (_, index) => hexLong(`a${index + 1}`)));

const sysctlArguments = struct('__sysctl_args', [
  field('name', address),
  field('nlen', int),
  field('oldval', address),
  field('oldlenp', address),
  field('newval', address),
  field('newlen', kernelUnsignedLong),
]);

export const administrationCalls: CallTable = {
  reboot: call(
    enumeration(constants.reboot_magic1)('magic1'),
    enumeration(constants.reboot_magic2)('magic2'),
    enumeration(constants.reboot_cmds)('cmd'),
    string('arg').when((call) => call.u32(2) === REBOOT.LINUX_REBOOT_CMD_RESTART2),
  ),
  syslog: call(
    annotated('syslog action', logActions, constants.syslog_actions.unknown)('type'),
    byArgument(
      'buf',
      0,
      [
        [alone, undefined],
        [reading, out(buffer(returned, 'string'))],
      ],
      address,
    ),
    byArgument(
      'len',
      0,
      [
        [alone, undefined],
        [[LOG.SYSLOG_ACTION_CONSOLE_LEVEL], annotated('log level', logLevels, constants.log_levels.unknown)],
      ],
      int,
    ),
  ),
  ioperm: call(hexLong('from'), hexLong('num'), int('turn_on')),
  iopl: call(int('level')),
  vhangup: call(),
  getrandom: call(out(buffer(returned, 'hex'))('ubuf'), size('len'), flags(constants.getrandom_flags)('flags')),
  ustat: call(device32('dev'), address('ubuf')).in('statfs_like'),
  sysfs: call(hexLong('option'), hexLong('arg1'), hexLong('arg2')),
  lookup_dcookie: call(u64('cookie64'), out(buffer(returned, 'string'))('buf'), size('len')),
  _sysctl: call(ptr(sysctlArguments)('args')),
  nfsservctl: registers(3),
  afs_syscall: registers(5),
  getpmsg: registers(5).in('network'),
  putpmsg: registers(5).in('network'),
  vserver: registers(5),
  security: registers(3),
  tuxcall: registers(3),
  epoll_ctl_old: registers(4),
  epoll_wait_old: registers(4),
};
