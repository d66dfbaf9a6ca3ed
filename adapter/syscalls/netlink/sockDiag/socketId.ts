/** struct inet_diag_sockid, whose addresses depend on the family of the struct around it (linux/inet_diag.h). */

import { readWidth } from '../../../decode/place.js';
import { showPort } from '../../sockaddrParts.js';
import type { FieldType } from '../../types/valueType.js';
import { addressBytes, hexBytes, interfaceField, showAddressField } from '../payload.js';

const ADDRESS_BYTES = 16;
const SOURCE = 4;
const TARGET = 20;
const INTERFACE = 36;
const COOKIE = 40;
const BYTES = 48;

/** `family`: what the addresses are, or the name of the field that says it. */
export function socketId(family: string | number): FieldType {
  return {
    typeName: 'inet_diag_sockid',
    size: () => BYTES,
    align: () => 4,
    emitAt(out, place, at) {
      const { abi } = place.call;
      const own = typeof family === 'number' ? family : Number(place.sibling(family) ?? 0);
      const word = (offset: number): number | bigint => readWidth(place.data, at + offset, 'u32', abi);
      const address = (name: string, offset: number): void => {
        if (addressBytes(own) === undefined) {
          out.field(name);
          hexBytes(ADDRESS_BYTES).emitAt(out, place, at + offset);
        } else showAddressField(out, name, own, place.data.subarray(at + offset), ADDRESS_BYTES);
      };
      out.beginStruct();
      out.field('idiag_sport');
      showPort(out, place.data.subarray(at, at + 2));
      out.field('idiag_dport');
      showPort(out, place.data.subarray(at + 2, at + 4));
      address('idiag_src', SOURCE);
      address('idiag_dst', TARGET);
      out.field('idiag_if');
      interfaceField.type.emitAt(out, place, at + INTERFACE);
      out.field('idiag_cookie');
      out.beginArray();
      out.item();
      out.decimal(word(COOKIE));
      out.item();
      out.decimal(word(COOKIE + 4));
      out.endArray();
      out.endStruct();
    },
  };
}
