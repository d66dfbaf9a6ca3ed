/** Messages of netfilter: struct nfgenmsg and attributes that only their subsystems know (linux/netfilter/nfnetlink.h). */
import { constants } from '../generated/constants.gen.js';
import { EnumType } from '../types/flags.js';
import { AttributeTable, showBytes } from './attributes.js';
import { type Body, beginFamily, showRest } from './body.js';
import { showHtons } from './payload.js';

const HEADER_BYTES = 4;
const FIRST_SUBSYSTEM_TYPE = 0x12;
const versions = new EnumType(constants.nfnetlink_versions, 'u8', 'hex');
const nameless = new AttributeTable({ unknown: '', entries: [] }, {});

export const netfilterBody: Body = (out, bytes, context) => {
  if (bytes.length < HEADER_BYTES) return false;
  beginFamily(out, 'nfgen_family', bytes.u8(0));
  if (!bytes.has(HEADER_BYTES)) {
    out.unnamed();
    out.address(bytes.from(1).at);
    out.endStruct();
    return true;
  }
  out.field('version');
  versions.show(out, bytes.u8(1));
  out.field('res_id');
  showHtons(out, bytes.net16(2));
  out.endStruct();
  if (bytes.length <= HEADER_BYTES) return true;
  if (context.type < FIRST_SUBSYSTEM_TYPE) {
    out.item();
    showBytes(out, bytes.from(HEADER_BYTES));
  } else showRest(out, bytes, HEADER_BYTES, nameless, { family: bytes.u8(0) });
  return true;
};
