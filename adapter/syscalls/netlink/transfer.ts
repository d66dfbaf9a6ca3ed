/** Where netlink messages stand in calls: buffers of sendto and recvfrom, vectors of sendmsg and recvmsg. */
import type { Emitter } from '../../decode/emitter.js';
import { Place } from '../../decode/place.js';
import { addWord, unsigned, type Word } from '../../decode/word.js';
import type { Op, Operand } from '../../plan/op.js';
import type { CaptureContext } from '../descriptor.js';
import { type Count, countAt, countOperand } from '../types/count.js';
import { address, size } from '../types/ints.js';
import { deeper, placeBehind } from '../types/pointers.js';
import { showBytes } from '../types/strings.js';
import { field, struct } from '../types/struct.js';
import { type Named, shown, typeOf, type ValueLike, type ValueType } from '../types/valueType.js';
import { showMessages } from './messages.js';
import { protocols } from './messageTypes.js';
import { Stretch } from './stretch.js';

/** Bytes of messages that are copied: what libraries give the kernel as room for an answer. */
const MESSAGE_CAP = 64 * 1024;
const FD_REGISTER = 0;
const AF_NETLINK = 16;
/** Where netlink_diag_msg has its protocol. */
const DIAG_PROTOCOL = 2;

/** What is known of the descriptor of the call. */
interface Socket {
  readonly isNetlink: boolean;
  /** Undefined for a socket that the kernel did not find, because it is not bound. */
  readonly protocol: number | undefined;
}

function socketOf(place: Place): Socket {
  const { protocol, diagnosis } = place.memory.fdDetails(place.call.i32(FD_REGISTER));
  return { isNetlink: protocol === 'NETLINK', protocol: protocol === 'NETLINK' ? diagnosis?.[DIAG_PROTOCOL] : undefined };
}

/** Messages of the kernel about devices are text. */
const isText = (protocol: number | undefined): boolean => protocol === protocols.NETLINK_KOBJECT_UEVENT;

/** `length` bytes that are netlink messages when register 0 is a netlink socket, else `plain`. `most`: register whose value bounds the length. */
export function netlinkBuffer(plain: ValueLike, length: Count, most?: Count): Named<ValueType> {
  const otherwise = typeOf<ValueType>(plain);
  return shown(
    otherwise.typeName,
    'pointer',
    (out, value, place) => {
      const { isNetlink, protocol } = socketOf(place);
      const at = unsigned(value);
      const wanted = Number(countAt(length, place) ?? 0);
      if (!isNetlink || isText(protocol) || at === 0) {
        otherwise.show(out, value, place);
        return;
      }
      const room = most === undefined ? wanted : Math.min(wanted, Number(countAt(most, place) ?? 0));
      showMessages(out, Stretch.of(place, at, room), protocol);
    },
    (value, context) => [
      {
        op: 'netlink',
        value: context.arg(FD_REGISTER),
        body: [{ op: 'copy', at: value, length: countOperand(length, context), cap: MESSAGE_CAP }],
        otherwise: otherwise.follow?.(value, context) ?? [],
      },
    ],
  );
}

const element = struct('iovec', [field('iov_base', address), field('iov_len', size)]);

/**
 * The vector of a struct msghdr: netlink messages when its msg_name is a netlink address, else `plain`. `filled`: how
 * many bytes the kernel has put into the buffers; absent for buffers that it reads.
 */
export function netlinkVector(plain: ValueLike, filled?: Count): Named<ValueType> {
  const otherwise = typeOf<ValueType>(plain);
  return shown(
    otherwise.typeName,
    'pointer',
    (out, value, place) => {
      const at = unsigned(value);
      const { protocol } = socketOf(place);
      if (at === 0 || !isNetlinkName(place) || isText(protocol)) otherwise.show(out, value, place);
      else showVector(out, place, at, protocol, filled === undefined ? Number.POSITIVE_INFINITY : Number(countAt(filled, place) ?? 0));
    },
    (value, context) => [...(otherwise.follow?.(value, context) ?? []), ...vectorOps(value, context)],
  );
}

function isNetlinkName(place: Place): boolean {
  const name = unsigned(place.sibling('msg_name') ?? 0);
  const length = Number(place.sibling('msg_namelen') ?? 0);
  const { data } = place.memory.read(name, 2);
  return name !== 0 && length >= 2 && data.length === 2 && (data[0] ?? 0) + ((data[1] ?? 0) << 8) === AF_NETLINK;
}

/** Which socket it is, and whole buffers for a netlink address. */
function vectorOps(value: Operand, context: CaptureContext): readonly Op[] {
  const stride = element.size(context.abi);
  const base = { from: 'field', offset: 0, size: context.pointerSize } as const;
  const length = { from: 'field', offset: context.pointerSize, size: context.pointerSize } as const;
  const inside = (operand: Operand): Operand => deeper({ ...context, sibling: () => operand }).sibling('');
  return [
    {
      op: 'copy',
      at: context.sibling('msg_name'),
      length: { from: 'constant', value: 2 },
      cap: 2,
      body: [
        {
          op: 'switch',
          value: { from: 'field', offset: 0, size: 2 },
          cases: [
            [
              AF_NETLINK,
              [
                { op: 'netlink', value: context.arg(FD_REGISTER), body: [] },
                {
                  op: 'each',
                  at: inside(value),
                  count: inside(context.sibling('msg_iovlen')),
                  stride,
                  max: context.arrayCap,
                  body: [{ op: 'copy', at: base, length, cap: MESSAGE_CAP }],
                },
              ],
            ],
          ],
        },
      ],
    },
  ];
}

function showVector(out: Emitter, place: Place, at: Word, protocol: number | undefined, filled: number): void {
  const { abi } = place.call;
  const stride = element.size(abi);
  const count = Number(place.sibling('msg_iovlen') ?? 0);
  const wanted = out.options.verbose ? count : Math.min(count, out.options.stringLimit);
  const { data } = place.memory.read(at, wanted * stride);
  const whole = Math.min(Math.floor(data.length / stride), wanted);
  if (whole === 0 && wanted > 0) {
    out.address(at);
    return;
  }
  const inside = placeBehind(place, data, at);
  let left = filled;
  out.beginArray();
  for (let index = 0; index < whole; index++) {
    const base = unsigned(element.read(inside, index * stride, 'iov_base'));
    const length = Number(element.read(inside, index * stride, 'iov_len'));
    const used = Math.min(left, length);
    left -= used;
    out.item();
    out.beginStruct();
    out.field('iov_base');
    if (base === 0) out.address(base);
    else if (used === 0) showBytes(out, inside, base, 0, 'buffer');
    else showMessages(out, Stretch.of(new Place(place.call, place.memory), base, used), protocol);
    out.field('iov_len');
    out.decimal(length);
    out.endStruct();
  }
  if (whole < wanted) out.more(addWord(at, whole * stride));
  else if (wanted < count) out.more();
  out.endArray();
}
