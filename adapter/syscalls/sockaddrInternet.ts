/** struct sockaddr_in and struct sockaddr_in6 behind their families (ip(7), ipv6(7)). */
import type { Emitter } from '../decode/emitter.js';
import { bytesOr, type Fields, numberCall, showInterface, showIpv4, showIpv6Field, showPort } from './sockaddrParts.js';

export const INET_BYTES = 16;
/** Without sin6_scope_id, as it was before Linux 2.4. */
export const INET6_WITHOUT_SCOPE = 24;

export function showInet(out: Emitter, fields: Fields): void {
  out.field('sin_port');
  showPort(out, fields.bytes(2, 2));
  out.field('sin_addr');
  showIpv4(out, fields.bytes(4, 4));
}

export function showInet6(out: Emitter, fields: Fields): void {
  out.field('sin6_port');
  showPort(out, fields.bytes(2, 2));
  out.field('sin6_flowinfo');
  const flow = fields.net32(4);
  bytesOr(out, fields.bytes(4, 4), `htonl(${flow})`, () => numberCall(out, 'htonl', flow));
  showIpv6Field(out, 'sin6_addr', fields.bytes(8, 16));
  if (fields.data.length <= INET6_WITHOUT_SCOPE) return;
  out.field('sin6_scope_id');
  const scope = fields.u32(24);
  if (isLinkLocal(fields)) showInterface(out, scope, fields.place);
  else out.decimal(scope);
}

/** Of one link only, as its scope says: an interface. */
function isLinkLocal(fields: Fields): boolean {
  const first = fields.u8(8);
  const second = fields.u8(9);
  return (first === 0xfe && (second & 0xc0) === 0x80) || (first === 0xff && (second & 0x0f) === 2);
}
