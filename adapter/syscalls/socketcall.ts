/** socketcall(2) of i386: all socket calls behind one number, their arguments in a block of memory. */
import { type CallTable, call } from './call.js';
import { constants } from './generated/constants.gen.js';
import { messageFlags } from './messages.js';
import { networkCalls } from './network.js';
import { boarded, carrying, casesOf, type Passenger, passenger } from './types/carriers.js';
import { argument, returned } from './types/count.js';
import { fd } from './types/fd.js';
import { enumeration } from './types/flags.js';
import { address, size } from './types/ints.js';
import { buffer } from './types/strings.js';
import { out } from './types/valueType.js';

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

export const socketcallCalls32: CallTable = {
  socketcall: call(
    enumeration({ ...constants.socketcall_calls, unknown: '' }, 'i32', 'decimal')('call'),
    carrying(address, (context) => casesOf(byNumber, 0xffff_ffff, context))('args'),
  )
    .carries((view) => boarded(passengers.get(view.u32(0)), view))
    .in('desc'),
};
