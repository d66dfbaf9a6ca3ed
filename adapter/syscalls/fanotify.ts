/** fanotify(7). */
import type { Emitter } from '../decode/emitter.js';
import type { Place } from '../decode/place.js';
import { type CallTable, call } from './call.js';
import { constants } from './generated/constants.gen.js';
import { dirfd, fd } from './types/fd.js';
import { flags, withPart } from './types/flags.js';
import { path } from './types/strings.js';
import { shown } from './types/valueType.js';

const O_ACCMODE = 3;
/** FAN_ALL_CLASS_BITS of fanotify.h: a number among the bits. */
const CLASS_MASK = 0xc;
const FAN_NOFD = -1;
const classNames = new Map<number, string>(constants.fanotify_classes.entries.map(([name, value]) => [value, name]));

const initFlags = shown('flags', 'u32', (out: Emitter, value) => {
  const word = Number(value);
  const rest = (word & ~CLASS_MASK) >>> 0;
  out.beginOr();
  out.symbol(word & CLASS_MASK, classNames.get(word & CLASS_MASK), constants.fanotify_classes.unknown);
  if (rest !== 0) {
    out.or();
    out.flags(rest, constants.fanotify_init_flags);
  }
  out.endOr();
});

/** The directory to which the path is relative, or FAN_NOFD. */
const directory = shown(
  'dirfd',
  'i32',
  (out: Emitter, value, place: Place) => {
    if (value === FAN_NOFD) out.symbol(FAN_NOFD, 'FAN_NOFD', '', 'decimal');
    else dirfd.type.show(out, value, place);
  },
  (value, context) => dirfd.type.follow(value, context),
);

export const fanotifyCalls: CallTable = {
  fanotify_init: call(initFlags('flags'), flags(withPart(constants.open_flags, O_ACCMODE, constants.open_access))('event_f_flags'))
    .returns(fd)
    .in('desc'),
  fanotify_mark: call(
    fd('fanotify_fd'),
    flags(constants.fanotify_mark_flags)('flags'),
    flags(constants.fanotify_events, 'u64')('mask'),
    directory('dfd'),
    path('pathname'),
  ).in('desc', 'file'),
};
