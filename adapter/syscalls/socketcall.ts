/** socketcall(2) of i386: all socket calls behind one number, their arguments in a block of memory. */
import { type CallTable, call } from './call.js';
import type { ArgType } from './descriptor.js';
import { constants } from './generated/constants.gen.js';
import { messageFlags } from './messages.js';
import { networkCalls } from './network.js';
import { boarded, carrying, casesOf, type Passenger, passenger } from './types/carriers.js';
import { argument, returned } from './types/count.js';
import { fd } from './types/fd.js';
import { enumeration } from './types/flags.js';
import { address, size } from './types/ints.js';
import { buffer } from './types/strings.js';
import { named, out } from './types/valueType.js';

/** The register that points to the arguments. */
const BLOCK = 1;

/** Calls that exist only here. */
const shortCalls: CallTable = {
  send: call(fd('fd'), buffer(argument(2))('buff'), size('len'), messageFlags('flags')).in('network'),
  recv: call(fd('fd'), out(buffer(returned))('ubuf'), size('size'), messageFlags('flags')).in('network'),
};

/** SYS_SEND carries send, and so on. */
const passengers: ReadonlyMap<number, Passenger> = new Map(
  constants.socketcall_calls.entries.flatMap(([constant, value]) => {
    const name = constant.slice('SYS_'.length).toLowerCase();
    const row = shortCalls[name] ?? networkCalls[name];
    return row === undefined ? [] : [[value, passenger(name, row, BLOCK)] as const];
  }),
);
const byNumber = new Map([...passengers].map(([value, one]) => [value, [one]] as const));

const numberType = enumeration({ ...constants.socketcall_calls, unknown: '' }, 'i32', 'decimal')('call').type;

/** Filters by descriptor take the number for one, as strace does: it is the first argument of a call of class desc. */
const callNumberType = named<ArgType>({
  typeName: numberType.typeName,
  direction: numberType.direction,
  capture: (value, context) => fd('call').type.capture?.(value, context) ?? {},
  emit: (out, view, index) => numberType.emit(out, view, index),
  mention: (out, view, index) => fd('call').type.emit(out, view, index),
});

export const socketcallCalls32: CallTable = {
  socketcall: call(callNumberType('call'), carrying(address, (context) => casesOf(byNumber, 0xffff_ffff, context))('args'))
    .carries(
      (view) => boarded(passengers.get(view.u32(0)), view),
      [...passengers.values()].map(({ shown }) => shown),
    )
    .in('desc'),
};
