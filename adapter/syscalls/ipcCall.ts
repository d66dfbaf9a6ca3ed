/** ipc(2) of i386: all System V IPC behind one number. Its low half says which call, its high half which version. */
import type { Emitter } from '../decode/emitter.js';
import type { CallView } from '../decode/memory.js';
import type { Place } from '../decode/place.js';
import { low32, unsigned, type Word } from '../decode/word.js';
import { Call, type CallTable, call } from './call.js';
import type { ArgDescriptor, CarriedCall, ReturnType } from './descriptor.js';
import { constants } from './generated/constants.gen.js';
import { ipcCalls } from './ipc.js';
import { semctl, semctlCommand } from './ipcControl.js';
import { inBlock, register, type Source } from './types/carriedCall.js';
import { boarded, carrying, casesOf, type Passenger, passenger } from './types/carriers.js';
import { flags, valuesOf } from './types/flags.js';
import { address, hexLong, int, size } from './types/ints.js';
import { PointerType } from './types/pointers.js';
import { type FieldType, type Named, named, out, shown } from './types/valueType.js';

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

/** Shows the word that a pointer is, in brackets. */
function showBoxed(out: Emitter, word: Word): void {
  out.beginArray();
  out.item();
  out.address(word);
  out.endArray();
}

class BoxedPointer extends PointerType {
  override showUnfilled(out: Emitter, value: number | bigint): void {
    showBoxed(out, unsigned(value));
  }

  override show(out: Emitter, value: number | bigint, place: Place): void {
    const at = unsigned(value);
    const bytes = this.target.size(place.call.abi);
    if (at === 0 || place.memory.read(at, bytes).data.length < bytes) showBoxed(out, at);
    else super.show(out, at, place);
  }
}
const boxedPointer = (target: FieldType): Named<PointerType> => named(new BoxedPointer(target, 'pointer', false));
const boxedAddress = shown('address', 'pointer', (out, value) => showBoxed(out, unsigned(value)));

const withParts = (one: Passenger, parts: Partial<CarriedCall>): Passenger => ({ ...one, shown: { ...one.shown, ...parts } });

/** The register, behind those of its arguments, that a carried msgrcv has its kludge in. */
const KLUDGE_REGISTER = 5;

/** msgrcv whose buffer and type the kludge holds; when the call fails, the kludge’s address stands for both. */
function kludgeRow(plain: Call): Call {
  const [queue, buffer, length, type, options] = plain.descriptor.args.map((arg, register) => ({ ...arg, fixedRegister: register }));
  if (queue === undefined || buffer === undefined || length === undefined || type === undefined || options === undefined) throw new Error('no msgrcv');
  const failed = (view: CallView): boolean => view.phase === 'exit' && view.errno !== 0;
  const succeeds = (view: CallView): boolean => !failed(view);
  const kludge: ArgDescriptor = { name: 'kludge', type: out(address).type, register: KLUDGE_REGISTER, fixedRegister: KLUDGE_REGISTER, shown: failed };
  const args = [queue, { ...buffer, shown: succeeds }, kludge, length, { ...type, shown: succeeds }, options];
  return new Call({ ...plain.descriptor, args });
}

const row = (name: string): Call => {
  const found = ipcCalls[name];
  if (found === undefined) throw new Error(`no call ${name}`);
  return found;
};
const carried = (name: string, sources: readonly Source[], block?: number): Passenger => passenger(name, row(name), block, sources);

const messageFlags = flags(constants.msg_rcv_flags);
const msgrcv = carried('msgrcv', [FIRST, PTR, SECOND, FIFTH, THIRD]);
/** Of a kludge that cannot be read the address stands for what it holds. */
const blindMsgrcv = passenger('msgrcv', call(int('msqid'), out(address)('msgp'), size('msgsz'), messageFlags('msgflg')).in('ipc'), undefined, [
  FIRST,
  PTR,
  SECOND,
  THIRD,
]);
/** Version 0 hands the buffer and the type over in a struct ipc_kludge. */
const oldMsgrcv = withParts(passenger('msgrcv', kludgeRow(row('msgrcv')), PTR_REGISTER, [FIRST, inBlock(0), SECOND, inBlock(1), THIRD, PTR]), {
  rawArgs: msgrcv.shown.rawArgs,
  unread: { ...blindMsgrcv.shown, rawArgs: msgrcv.shown.rawArgs },
});

const blindSemctl = passenger('semctl', call(int('semid'), int('semnum'), semctlCommand('cmd'), address('arg')).in('ipc'), undefined, [
  FIRST,
  SECOND,
  THIRD,
  PTR,
]);
/** ipc hands over the address of the union. What it holds is shown in brackets where it is no struct’s address. */
const semctlByAddress = withParts(passenger('semctl', semctl(boxedPointer, boxedAddress), PTR_REGISTER, [FIRST, SECOND, THIRD, inBlock(0)]), {
  unread: blindSemctl.shown,
});

const passengers: ReadonlyMap<number, readonly Passenger[]> = new Map([
  [I.SEMOP, [carried('semop', [FIRST, PTR, SECOND])]],
  [I.SEMGET, [carried('semget', [FIRST, SECOND, THIRD])]],
  [I.SEMCTL, [semctlByAddress]],
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

function carriedBy(view: CallView): CarriedCall | undefined {
  const word = view.u32(0);
  const [one, old] = passengers.get(word & CALL_MASK) ?? [];
  return boarded(old !== undefined && word >>> VERSION_SHIFT === 0 ? old : one, view);
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
    .carries(
      carriedBy,
      [...passengers.values()].flatMap((those) => those.map(({ shown: one }) => one)),
    )
    .in('ipc'),
};
