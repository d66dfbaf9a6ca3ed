/** Messages that begin with a struct and go on with attributes: what most of netlink is made of. */
import type { Emitter } from '../../decode/emitter.js';
import { constants } from '../generated/constants.gen.js';
import { EnumType } from '../types/flags.js';
import type { StructType } from '../types/struct.js';
import { type AttributeTable, showAttributes, showBytes } from './attributes.js';
import type { Scope } from './payload.js';
import type { Stretch } from './stretch.js';

/** Where a message is decoded: protocol, flags of its header. */
export interface MessageContext {
  readonly protocol: number | undefined;
  readonly type: number;
  readonly flags: number;
}

/** Shows what follows a message’s header; false: it is not as expected, and nothing was shown. Between parts stands `out.item()`. */
export type Body = (out: Emitter, bytes: Stretch, context: MessageContext) => boolean;

const families = new EnumType(constants.address_families, 'u8', 'hex');

/** NLMSG_ALIGN. */
const align = (bytes: number): number => (bytes + 3) & ~3;

/** Shows `{NAME=AF_…` and leaves the struct open. */
export function beginFamily(out: Emitter, name: string, family: number): void {
  out.beginStruct();
  out.field(name);
  families.show(out, family);
}

/**
 * A struct whose first byte is an address family, then attributes. Of a struct that is cut only the family is shown.
 * `familyName`: how the family’s field is called.
 */
export function familyBody(familyName: string, type: StructType, attributes: AttributeTable | undefined, scopeOf?: (bytes: Stretch) => Scope): Body {
  return (out, bytes) => {
    const size = type.size(bytes.place.call.abi);
    const family = bytes.u8(0);
    beginFamily(out, familyName, family);
    if (bytes.length < size) {
      if (bytes.length > 0 && size > 1) {
        out.unnamed();
        out.raw('...');
      }
      out.endStruct();
      return true;
    }
    if (!bytes.has(size)) {
      if (size > 1) {
        out.unnamed();
        out.address(bytes.from(1).at);
      }
      out.endStruct();
      return true;
    }
    type.emitFields(out, bytes.inside(), 0);
    out.endStruct();
    showRest(out, bytes, size, attributes, scopeOf?.(bytes) ?? { family });
    return true;
  };
}

/** Attributes behind a struct of `size` bytes. */
export function showRest(out: Emitter, bytes: Stretch, size: number, attributes: AttributeTable | undefined, scope: Scope): void {
  const offset = align(size);
  if (attributes === undefined || bytes.length <= offset) return;
  out.item();
  showAttributes(out, bytes.from(offset), attributes, scope);
}

/** A family without decoder: `{family=AF_…, data="\x…"}`. */
export const plainFamily: Body = (out, bytes) => {
  beginFamily(out, 'family', bytes.u8(0));
  if (bytes.length > 1) {
    out.field('data');
    showBytes(out, bytes.from(1));
  }
  out.endStruct();
  return true;
};

/** A struct alone. */
export function structBody(type: StructType): Body {
  return (out, bytes) => {
    const size = type.size(bytes.place.call.abi);
    if (bytes.length < size) return false;
    if (bytes.has(size)) type.emitAt(out, bytes.inside(), 0);
    else out.address(bytes.at);
    return true;
  };
}
