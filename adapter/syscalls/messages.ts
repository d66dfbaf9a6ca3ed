/** struct msghdr and struct mmsghdr with their buffers and control messages (sendmsg(2), cmsg(3)). */
import type { Emitter } from '../decode/emitter.js';
import type { CallView } from '../decode/memory.js';
import { Place } from '../decode/place.js';
import { unsigned } from '../decode/word.js';
import type { Op } from '../plan/op.js';
import { CONTROL_CAP, followMessages, showControl } from './controlMessages.js';
import type { ArgType } from './descriptor.js';
import { constants } from './generated/constants.gen.js';
import { netlinkVector } from './netlink/transfer.js';
import { showSockaddr, sockaddrOp } from './sockaddr.js';
import { argument, type Count, countAt, returned, sibling } from './types/count.js';
import { flags } from './types/flags.js';
import { int, size, unsignedInt } from './types/ints.js';
import { filledIovecOps, iovecIn, showFilledIovecs } from './types/iovec.js';
import { outOr } from './types/outOr.js';
import { ArrayPointerType, arrayOf, copyOf, ptr, showArray } from './types/pointers.js';
import { field, hidden, type StructType, struct } from './types/struct.js';
import { type Named, named, out, shown, type ValueType } from './types/valueType.js';

/** UIO_MAXIOV: more messages are cut by the kernel. */
const MAX_MESSAGES = 1024;
export const messageFlags = flags(constants.msg_flags);

const name = shown(
  'struct sockaddr *',
  'pointer',
  (out, value, place) => showSockaddr(out, place, unsigned(value), Number(place.sibling('msg_namelen') ?? 0)),
  (value, context) => [sockaddrOp(value, context.sibling('msg_namelen'), context)],
);
const control = shown(
  'cmsghdr[]',
  'pointer',
  (out, value, place) => showControl(out, place, unsigned(value), Number(place.sibling('msg_controllen') ?? 0)),
  (value, context) => [{ op: 'copy', at: value, length: context.sibling('msg_controllen'), cap: CONTROL_CAP, body: [followMessages(context)] }],
);

/** msg_namelen as the caller gave it and as the kernel left it. */
const nameLength = shown('int', 'i32', (out, value, place) => {
  const before = place.memory === place.call.exit ? entryNameLength(place) : undefined;
  if (before === undefined || before === value) {
    out.decimal(value);
    return;
  }
  out.beginChange();
  out.decimal(before);
  out.becomes();
  out.decimal(value);
  out.endChange();
});

function entryNameLength(place: Place): number | undefined {
  const at = Number(place.address) + place.base + place.call.pointerSize;
  const { data } = place.call.entry.read(at, 4);
  return data.length < 4 ? undefined : new DataView(data.buffer, data.byteOffset).getInt32(0, true);
}

/** Buffers of which `filled` bytes were filled in. */
const filledVector = (filled: Count): Named<ValueType> =>
  shown(
    'iovec[]',
    'pointer',
    (out, value, place) => {
      const at = unsigned(value);
      if (at === 0) out.address(at);
      else showFilledIovecs(out, place, at, Number(place.sibling('msg_iovlen') ?? 0), Number(countAt(filled, place) ?? 0));
    },
    (value, context) => filledIovecOps(value, context.sibling('msg_iovlen'), context),
  );

const hasControl = { when: (place: Place) => Number(place.sibling('msg_controllen') ?? 0) !== 0 };
const header = (length: Named<ValueType>, vector: Named<ValueType>): StructType =>
  struct('msghdr', [
    field('msg_name', name),
    field('msg_namelen', length),
    field('msg_iov', vector),
    field('msg_iovlen', size),
    field('msg_control', control, hasControl),
    field('msg_controllen', size),
    field('msg_flags', messageFlags),
  ]);

const sent = header(int, netlinkVector(iovecIn(sibling('msg_iovlen'))));
const received = header(nameLength, netlinkVector(filledVector(returned), returned));

/** What sendmsg reads. */
export const messageIn = ptr(sent);

/** What recvmsg fills in; of a call that failed only the room for an address is shown. */
export const messageOut: Named = named({
  typeName: 'struct msghdr *',
  direction: 'out',
  capture: (value, context) => ({
    entry: [{ op: 'copy', at: value, length: { from: 'constant', value: received.size(context.abi) }, cap: received.size(context.abi) }],
    exit: [copyOf(received, value, context)],
  }),
  emit(emitter: Emitter, call: CallView, index: number) {
    const at = call.word(index);
    const memory = call.errno === 0 ? call.exit : call.entry;
    const bytes = received.size(call.abi);
    const { data } = memory.read(at, bytes);
    if (at === 0 || data.length < bytes) emitter.address(at);
    else if (call.errno === 0) received.emitAt(emitter, new Place(call, memory, data, at), 0);
    else {
      emitter.beginStruct();
      emitter.field('msg_namelen');
      emitter.decimal(new DataView(data.buffer, data.byteOffset).getInt32(call.pointerSize, true));
      emitter.endStruct();
    }
  },
} satisfies ArgType);

const messageLength = unsignedInt;
const oneSent = struct('mmsghdr', [field('msg_hdr', sent), field('msg_len', messageLength)]);
const oneUnsent = struct('mmsghdr', [field('msg_hdr', sent), hidden('msg_len', messageLength)]);
/** Each message’s buffers hold as much as its own msg_len says. */
const oneReceived = struct('mmsghdr', [
  field('msg_hdr', header(nameLength, netlinkVector(filledVector(sibling('msg_len')), sibling('msg_len')))),
  field('msg_len', messageLength),
]);

const messageCount = argument(2, 'u32');
/** Of all that are given, those that the kernel looks at. */
class MessagesType extends ArrayPointerType {
  override show(out: Emitter, value: number | bigint, place: Place): void {
    const at = unsigned(value);
    if (at === 0) out.address(at);
    else showArray(this.element, out, place, at, countAt(this.count, place) ?? 0, out.options.stringLimit, MAX_MESSAGES);
  }
}
const given = (message: StructType): Named<ArrayPointerType> => named(new MessagesType(message, messageCount, 'pointer', Number.POSITIVE_INFINITY));

/** What sendmmsg reads, and (when it succeeded) how much of each message went. */
export const messagesIn = outOr(given(oneSent), given(oneUnsent));
const filledMessages = out(arrayOf(oneReceived, returned, MAX_MESSAGES)).type;
/** What recvmmsg filled in, and how much room there was for names. */
export const messagesOut: Named = named({
  typeName: filledMessages.typeName,
  direction: 'out',
  capture(value, context) {
    const unit = oneReceived.size(context.abi);
    const room: Op = { op: 'copy', at: value, length: context.arg(2), unit, cap: MAX_MESSAGES * unit };
    return { ...filledMessages.capture?.(value, context), entry: [room] };
  },
  emit: (emitter, call, index) => filledMessages.emit(emitter, call, index),
} satisfies ArgType);
