/** struct nlmsghdr and what follows it (netlink(7)). */
import type { Emitter } from '../../decode/emitter.js';
import { errnoName } from '../../decode/errnoText.js';
import { constants } from '../generated/constants.gen.js';
import { showPid } from '../types/ids.js';
import { u8 as u8Field } from '../types/ints.js';
import { AttributeTable, showAttributes, showBytes } from './attributes.js';
import type { Body, MessageContext } from './body.js';
import { FIRST_OWN_TYPE, flagsOf, NLMSG_DONE, NLMSG_ERROR, protocols, showMessageType } from './messageTypes.js';
import { netfilterBody } from './netfilter.js';
import { list, text } from './payload.js';
import { routeBody } from './route/bodies.js';
import { selinuxBody } from './selinux.js';
import { sockDiagBody } from './sockDiag/bodies.js';
import type { Stretch } from './stretch.js';
import { u32 } from './values.js';

const HEADER_BYTES = 16;
const ALIGNMENT = 4;
const NLM_F_CAPPED = 0x100;

interface Header {
  readonly length: number;
  readonly type: number;
  readonly flags: number;
}

interface Message {
  readonly bytes: Stretch;
  readonly header: Header | undefined;
  readonly body: Stretch | undefined;
}

function headerOf(bytes: Stretch): Header | undefined {
  return bytes.has(HEADER_BYTES) ? { length: bytes.u32(0), type: bytes.u16(4), flags: bytes.u16(6) } : undefined;
}

function messageAt(bytes: Stretch): Message {
  const header = headerOf(bytes);
  if (header === undefined) return { bytes, header, body: undefined };
  const used = Math.min(Math.max(header.length, HEADER_BYTES), bytes.length);
  return { bytes, header, body: used > HEADER_BYTES ? bytes.from(HEADER_BYTES, used - HEADER_BYTES) : undefined };
}

/** Splits at headers: a message that claims less than its header, or all that is left, is the last. */
function split(bytes: Stretch): Message[] {
  const found: Message[] = [];
  for (let rest = bytes; ; ) {
    const message = messageAt(rest);
    found.push(message);
    const length = message.header?.length ?? 0;
    const step = Math.ceil(length / ALIGNMENT) * ALIGNMENT;
    if (length < HEADER_BYTES || step >= rest.length) return found;
    rest = rest.from(step);
  }
}

/** Shows a buffer of messages; without brackets of its own when there is only one. `protocol`: undefined when it is not known. */
export function showMessages(out: Emitter, bytes: Stretch, protocol: number | undefined): void {
  const messages = split(bytes);
  const shown = out.options.verbose ? messages.length : Math.min(messages.length, out.options.stringLimit);
  const several = messages.length > 1 && shown > 0;
  if (several) out.beginArray();
  for (const [index, message] of messages.entries()) {
    const short = message.bytes.length < HEADER_BYTES;
    if (!short && message.header === undefined && index > 0) {
      out.more(message.bytes.at);
      break;
    }
    // What is too short for a message is no element: no limit hides it.
    if (!short && message.header !== undefined && index >= shown) {
      out.more();
      break;
    }
    if (several) out.item();
    showMessage(out, message, protocol);
  }
  if (several) out.endArray();
}

function showMessage(out: Emitter, { bytes, header, body }: Message, protocol: number | undefined): void {
  if (header === undefined) {
    if (bytes.length >= HEADER_BYTES) out.address(bytes.at);
    else showBytes(out, bytes);
    return;
  }
  if (body !== undefined) {
    out.beginArray();
    out.item();
  }
  showHeader(out, bytes, header, protocol);
  if (body === undefined) return;
  out.item();
  const context: MessageContext = { protocol, type: header.type, flags: header.flags };
  if (body.data.length === 0) out.address(body.at);
  else if (!showBody(out, body, context)) showBytes(out, body);
  out.endArray();
}

function showHeader(out: Emitter, bytes: Stretch, { length, type, flags }: Header, protocol: number | undefined): void {
  out.beginStruct();
  out.field('nlmsg_len');
  out.decimal(length);
  out.field('nlmsg_type');
  showMessageType(out, protocol, type, (family) => bytes.place.memory.genericFamily(family));
  out.field('nlmsg_flags');
  out.flags(flags, flagsOf(protocol, type));
  out.field('nlmsg_seq');
  out.decimal(bytes.u32(8));
  out.field('nlmsg_pid');
  showPid(out, bytes.i32(12));
  out.endStruct();
}

const bodies: ReadonlyMap<number, Body> = new Map([
  [protocols.NETLINK_ROUTE, routeBody],
  [protocols.NETLINK_SOCK_DIAG, sockDiagBody],
  [protocols.NETLINK_NETFILTER, netfilterBody],
  [protocols.NETLINK_SELINUX, selinuxBody],
]);

function showBody(out: Emitter, body: Stretch, context: MessageContext): boolean {
  if (context.type === NLMSG_ERROR) return showError(out, body, context);
  if (context.type === NLMSG_DONE) return showDone(out, body);
  if (context.type < FIRST_OWN_TYPE || context.protocol === undefined) return false;
  return bodies.get(context.protocol)?.(out, body, context) ?? false;
}

const policyTypes = new AttributeTable(constants.nlmsgerr_attributes, {
  NLMSGERR_ATTR_MSG: text,
  NLMSGERR_ATTR_OFFS: u32,
  NLMSGERR_ATTR_COOKIE: list(u8Field),
});

const ERROR_BYTES = 4;
const NEGATED_ERRNO_MAX = 4095;

/** struct nlmsgerr: the errno, the header (and, unless it is capped, the rest) of the message that it answers, and what more the kernel says. */
function showError(out: Emitter, body: Stretch, context: MessageContext): boolean {
  if (body.length < ERROR_BYTES + HEADER_BYTES) return false;
  if (!body.has(ERROR_BYTES)) {
    out.address(body.at);
    return true;
  }
  const answered = body.from(ERROR_BYTES);
  const inner = headerOf(answered);
  const capped = (context.flags & NLM_F_CAPPED) !== 0;
  const innerLength = capped ? HEADER_BYTES : Math.max(inner?.length ?? 0, HEADER_BYTES);
  // The kernel aligns what it sends; strace takes the length as it is.
  const tail = innerLength < answered.length ? answered.from(innerLength) : undefined;
  if (tail !== undefined) {
    out.beginArray();
    out.item();
  }
  out.beginStruct();
  out.field('error');
  const error = body.i32(0);
  const name = error < 0 && -error <= NEGATED_ERRNO_MAX ? errnoName(-error) : undefined;
  if (name === undefined) out.decimal(error);
  else out.symbol(error, `-${name}`, '', 'decimal');
  out.field('msg');
  const part = answered.from(0, innerLength);
  showMessage(out, { ...messageAt(part) }, context.protocol);
  out.endStruct();
  if (tail !== undefined) {
    out.item();
    showAttributes(out, tail, policyTypes, { family: 0 });
    out.endArray();
  }
  return true;
}

/** The end of a dump: an errno or 0. */
function showDone(out: Emitter, body: Stretch): boolean {
  if (body.length !== ERROR_BYTES) return false;
  if (body.has(ERROR_BYTES)) out.decimal(body.i32(0));
  else out.address(body.at);
  return true;
}
