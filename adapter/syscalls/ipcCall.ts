/** ipc(2) of i386: all System V IPC behind one number. Its low half says which call, its high half which version. */
import type { CallView } from '../decode/memory.js';
import { low32 } from '../decode/word.js';
import { type Call, type CallTable, call } from './call.js';
import type { ReturnType } from './descriptor.js';
import { constants } from './generated/constants.gen.js';
import { ipcCalls } from './ipc.js';
import { inBlock, register, type Source } from './types/carriedCall.js';
import { boarded, carrying, casesOf, type Passenger, passenger } from './types/carriers.js';
import { valuesOf } from './types/flags.js';
import { hexLong } from './types/ints.js';
import { shown } from './types/valueType.js';

const CALL_MASK = 0xffff;
const VERSION_SHIFT = 16;
/** Registers of ipc(call, first, second, third, ptr, fifth). */
const [FIRST, SECOND, THIRD, PTR, FIFTH] = [register(1), register(2), register(3), register(4), register(5)];
const PTR_REGISTER = 4;
const WORD_BYTES = 4;

const I = valuesOf(constants.ipc_calls);

/** `1<<16|5`: version and number. */
const numberAndVersion = shown('ipc call', 'u32', (out, value) => {
  const word = low32(value);
  const version = word >>> VERSION_SHIFT;
  if (version === 0) {
    out.decimal(word);
    return;
  }
  out.beginOr();
  out.raw(`${version}<<${VERSION_SHIFT}`);
  out.or();
  out.decimal(word & CALL_MASK);
  out.endOr();
});

/** Where shmat put the segment: not in the result, but behind the third argument. */
const attachedAt: ReturnType = {
  typeName: 'address',
  capture: (context) => ({ exit: [{ op: 'copy', at: context.arg(3), length: { from: 'constant', value: WORD_BYTES }, cap: WORD_BYTES }] }),
  emit(out, view) {
    const { data } = view.exit.read(view.word(3), WORD_BYTES);
    if (data.length < WORD_BYTES) out.address(view.ret);
    else out.address(new DataView(data.buffer, data.byteOffset).getUint32(0, true));
    return undefined;
  },
};

const row = (name: string): Call => {
  const found = ipcCalls[name];
  if (found === undefined) throw new Error(`no call ${name}`);
  return found;
};
const carried = (name: string, sources: readonly Source[], block?: number): Passenger => passenger(name, row(name), block, sources);

const msgrcv = carried('msgrcv', [FIRST, PTR, SECOND, FIFTH, THIRD]);
/** Version 0 hands the buffer and the type over in a struct ipc_kludge. */
const oldMsgrcv = carried('msgrcv', [FIRST, inBlock(0), SECOND, inBlock(1), THIRD], PTR_REGISTER);

const passengers: ReadonlyMap<number, readonly Passenger[]> = new Map([
  [I.SEMOP, [carried('semop', [FIRST, PTR, SECOND])]],
  [I.SEMGET, [carried('semget', [FIRST, SECOND, THIRD])]],
  [I.SEMCTL, [carried('semctl', [FIRST, SECOND, THIRD, inBlock(0)], PTR_REGISTER)]],
  [I.SEMTIMEDOP, [carried('semtimedop', [FIRST, PTR, SECOND, FIFTH])]],
  [I.MSGSND, [carried('msgsnd', [FIRST, PTR, SECOND, THIRD])]],
  [I.MSGRCV, [msgrcv, oldMsgrcv]],
  [I.MSGGET, [carried('msgget', [FIRST, SECOND])]],
  [I.MSGCTL, [carried('msgctl', [FIRST, SECOND, PTR])]],
  [I.SHMAT, [passenger('shmat', row('shmat').returns(attachedAt), undefined, [FIRST, PTR, SECOND, THIRD])]],
  [I.SHMDT, [carried('shmdt', [PTR])]],
  [I.SHMGET, [carried('shmget', [FIRST, SECOND, THIRD])]],
  [I.SHMCTL, [carried('shmctl', [FIRST, SECOND, PTR])]],
]);

function carriedBy(view: CallView): Passenger | undefined {
  const word = view.u32(0);
  const [one, old] = passengers.get(word & CALL_MASK) ?? [];
  return old !== undefined && word >>> VERSION_SHIFT === 0 ? old : one;
}

export const ipcCallCalls32: CallTable = {
  ipc: call(
    numberAndVersion('call'),
    carrying(hexLong, (context) => casesOf(passengers, CALL_MASK, context))('first'),
    hexLong('second'),
    hexLong('third'),
    hexLong('ptr'),
    hexLong('fifth'),
  )
    .carries((view) => boarded(carriedBy(view), view))
    .in('ipc'),
};
