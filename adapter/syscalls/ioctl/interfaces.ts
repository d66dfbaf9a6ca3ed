/** struct ifreq, by the member of its union that a command uses (netdevice(7), linux/if.h). */
import type { AbiName } from '../../record/layout.js';
import { constants } from '../generated/constants.gen.js';
import { showSockaddrBytes } from '../sockaddr.js';
import { flags } from '../types/flags.js';
import { hex8, hex16, hexLong } from '../types/ints.js';
import { stringField } from '../types/stringField.js';
import { type FieldLike, field, type StructType, spread, struct } from '../types/struct.js';
import type { FieldType } from '../types/valueType.js';

/** IFNAMSIZ, the NUL included. */
export const NAME_BYTES = 16;
const SOCKADDR = 16;

/** The name of an interface. */
export const interfaceName = stringField(NAME_BYTES);
/** An address of any family in a struct sockaddr. */
export const interfaceAddress: FieldType = {
  typeName: 'struct sockaddr',
  size: () => SOCKADDR,
  align: () => 2,
  emitAt: (out, place, at) => showSockaddrBytes(out, place.data.subarray(at, at + SOCKADDR), place),
};
export const interfaceFlags = flags(constants.iface_flags_nl, 'u16');
export const interfaceMap = struct('ifmap', [
  field('mem_start', hexLong),
  field('mem_end', hexLong),
  field('base_addr', hex16),
  field('irq', hex8),
  field('dma', hex8),
  field('port', hex8),
]);

/** The union is as large as its largest member. */
const room: FieldType = {
  typeName: 'ifr_ifru',
  size: (abi: AbiName) => Math.max(interfaceMap.size(abi), SOCKADDR),
  align: (abi: AbiName) => interfaceMap.align(abi),
  emitAt: () => undefined,
};

/** Names of the two halves of struct ifreq, for what is given and what is filled in. */
export const NAME_FIELD = 'ifr_name';
export const MEMBER_FIELD = 'ifr_ifru';

/** struct ifreq with this member of its union. */
export function interfaceRequest(member: string, type: FieldLike): StructType {
  const union = struct(MEMBER_FIELD, [field(member, type), { name: 'room', type: room, hidden: true }], { union: true });
  return struct('ifreq', [field(NAME_FIELD, interfaceName), spread(union, MEMBER_FIELD)]);
}
