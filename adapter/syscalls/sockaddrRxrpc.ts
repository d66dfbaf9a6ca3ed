/** struct sockaddr_rxrpc: a service, and the address of the transport below it (linux/rxrpc.h). */
import type { Emitter } from '../decode/emitter.js';
import { constants } from './generated/constants.gen.js';
import { INET_BYTES, INET6_WITHOUT_SCOPE, showInet, showInet6 } from './sockaddrInternet.js';
import { Fields, hexWithName, namesOf } from './sockaddrParts.js';
import { enumeration, valuesOf } from './types/flags.js';

export const RXRPC_BYTES = 36;
const TRANSPORT = 8;
const FAMILY_BYTES = 2;
const services = namesOf(constants.rxrpc_services.entries);
const socketType = enumeration(constants.socket_types).type;
const families = enumeration(constants.address_families).type;
const { AF_INET, AF_INET6 } = valuesOf(constants.address_families);

interface Member {
  readonly name: string;
  readonly bytes: number;
  show(out: Emitter, fields: Fields): void;
}

/** Members of the transport’s union. */
const members: ReadonlyMap<number, Member> = new Map([
  [AF_INET, { name: 'sin', bytes: INET_BYTES, show: showInet }],
  [AF_INET6, { name: 'sin6', bytes: INET6_WITHOUT_SCOPE, show: showInet6 }],
]);

export function showRxrpc(out: Emitter, fields: Fields): void {
  out.field('srx_service');
  hexWithName(out, fields.u16(2), services.get(fields.u16(2)) ?? constants.rxrpc_services.unknown);
  out.field('transport_type');
  socketType.show(out, fields.u16(4));
  const length = fields.u16(6);
  out.field('transport_len');
  out.decimal(length);
  out.field('transport');
  out.beginStruct();
  const inner = new Fields(fields.data.subarray(TRANSPORT), fields.place, length);
  // A transport that is shorter than its family has one all the same.
  const family = fields.u16(TRANSPORT);
  const member = members.get(family);
  if (member !== undefined) {
    out.field(member.name);
    out.beginStruct();
  }
  out.field(member === undefined ? 'family' : `${member.name}_family`);
  families.show(out, family);
  if (member !== undefined && inner.data.length >= member.bytes) member.show(out, inner);
  else if (inner.data.length > FAMILY_BYTES) {
    out.unnamed();
    out.string(inner.data.subarray(FAMILY_BYTES), 'path', false);
  }
  if (member !== undefined) out.endStruct();
  out.endStruct();
}
