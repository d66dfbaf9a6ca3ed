/** What attributes hold: how their payloads are shown. */
import type { Emitter, FlagSetView } from '../../decode/emitter.js';
import { isSigned, readWidth, type Width, widthBytes } from '../../decode/place.js';
import type { AbiName } from '../../record/layout.js';
import { constants } from '../generated/constants.gen.js';
import { numberCall, showHardware, showIpv4, showIpv6, showIpv6Field } from '../sockaddrParts.js';
import { type ConstantSet, EnumType } from '../types/flags.js';
import { interfaceIndex as interfaceField } from '../types/interfaceIndex.js';
import type { FieldLike } from '../types/struct.js';
import { type FieldType, typeOf } from '../types/valueType.js';
import type { Stretch } from './stretch.js';

/** What the message around an attribute says that its payload depends on. */
export interface Scope {
  /** AF_… of the message’s header. */
  readonly family: number;
  /** The kind of link that data belong to (IFLA_INFO_KIND). */
  readonly kind?: string;
  /** The kind of link that it is a port of (IFLA_INFO_SLAVE_KIND). */
  readonly slaveKind?: string;
}

/** Shows the payload; false when it has not the expected form, and then nothing was shown. */
export type Payload = (out: Emitter, bytes: Stretch, scope: Scope) => boolean;

/** Longest hardware address: MAX_ADDR_LEN of linux/netdevice.h. */
const HARDWARE_ADDRESS_MAX = 32;
/** An integer attribute is looked at up to this many bytes. */
const INTEGER_MAX = 8;

/** A value of a fixed size; `behind`: attributes after it, or bytes. */
export function valueThen(like: FieldLike, behind: Payload): Payload {
  const type = typeOf<FieldType>(like);
  const first = value(like);
  return (out, bytes, scope) => {
    if (!first(out, bytes, scope)) return false;
    const rest = bytes.from(type.size(bytes.place.call.abi));
    if (rest.length > 0) {
      out.item();
      behind(out, rest, scope);
    }
    return true;
  };
}

/** A value of a fixed size at the beginning of the payload. */
export function value(like: FieldLike): Payload {
  const type = typeOf<FieldType>(like);
  return (out, bytes) => {
    const size = type.size(bytes.place.call.abi);
    if (bytes.length < size) return false;
    if (bytes.has(size)) type.emitAt(out, bytes.inside(), 0);
    else out.address(bytes.at);
    return true;
  };
}

/** Elements one behind the other, as many as there are. Nothing when there is not one. */
export function list(like: FieldLike): Payload {
  const type = typeOf<FieldType>(like);
  return (out, bytes) => elements(out, bytes, type, () => out.item());
}

/** As `list`, with the names of the indices: `[[NAME]=1, …]`. An index without a name shows as its number. */
export function namedList(like: FieldLike, names: ConstantSet, firstIndex = 0, label: (name: string) => string = (name) => name): Payload {
  const type = typeOf<FieldType>(like);
  const byIndex = new EnumType(names, 'u32', 'hex');
  return (out, bytes) =>
    elements(out, bytes, type, (index) => {
      out.element(elementName(out, index + firstIndex, byIndex.nameOf(index + firstIndex), names.unknown, label));
    });
}

function elementName(out: Emitter, index: number, name: string | undefined, unknown: string, label: (name: string) => string): string {
  const { constants: style } = out.options;
  if (style === 'raw') return `${index}`;
  if (name === undefined) return `${index} /* ${unknown} */`;
  return style === 'verbose' ? `${index} /* ${label(name)} */` : label(name);
}

function elements(out: Emitter, bytes: Stretch, type: FieldType, begin: (index: number) => void): boolean {
  const stride = type.size(bytes.place.call.abi);
  const count = Math.floor(bytes.length / stride);
  if (count === 0) return false;
  if (!bytes.has(stride)) {
    out.address(bytes.at);
    return true;
  }
  const shown = out.options.verbose ? count : Math.min(count, out.options.stringLimit);
  const inside = bytes.inside();
  out.beginArray();
  for (let index = 0; index < shown; index++) {
    if ((index + 1) * stride > bytes.data.length) {
      out.more(bytes.from(index * stride).at);
      out.endArray();
      return true;
    }
    begin(index);
    type.emitAt(out, inside, index * stride);
  }
  if (shown < count) out.more();
  out.endArray();
  return true;
}

/** An integer of `bytes` bytes that longer payloads may hold too, up to eight bytes: shown by `show`, cut to `width`. */
export function integer(least: Width, show: (out: Emitter, value: number | bigint) => void, width: Width = least): Payload {
  return (out, bytes) => {
    if (bytes.length < widthBytes(least, 'x86_64') || bytes.length > INTEGER_MAX) return false;
    if (!bytes.has(bytes.length)) {
      out.address(bytes.at);
      return true;
    }
    const whole = new Uint8Array(INTEGER_MAX);
    whole.set(bytes.data.subarray(0, bytes.length));
    show(out, readWidth(whole, 0, width, 'x86_64'));
    return true;
  };
}

export const flagWord = (set: FlagSetView, width: Width): Payload => integer(width, (out, value) => out.flags(value, set));

export function named(set: ConstantSet, least: Width, width: Width = least): Payload {
  const type = new EnumType(set, width, 'hex');
  if (isSigned(width)) throw new Error(`${set.unknown}: a signed width`);
  return integer(least, (out, value) => type.show(out, value), width);
}

/** A string: without its last byte when that is NUL, else with dots behind it, as for one that -s cuts. */
export const text: Payload = (out, bytes) => {
  if (bytes.length === 0) return false;
  const shown = Math.min(bytes.length, out.options.stringLimit);
  if (bytes.data.length < shown) {
    out.address(bytes.at);
    return true;
  }
  const ended = shown > 0 && bytes.data[shown - 1] === 0;
  out.string(bytes.data.subarray(0, ended ? shown - 1 : shown), 'string', !ended);
  return true;
};

/** As `text`, up to the first NUL. */
export const cText: Payload = (out, bytes, scope) => {
  const end = bytes.data.indexOf(0);
  if (end < 0) return text(out, bytes, scope);
  out.string(bytes.data.subarray(0, end), 'string', false);
  return true;
};

/** At most `most(scope)` bytes of it are shown. */
export const hardwareAddressOf =
  (most: (scope: Scope) => number): Payload =>
  (out, bytes, scope) => {
    if (bytes.length === 0 || bytes.length > HARDWARE_ADDRESS_MAX) return false;
    if (bytes.has(bytes.length)) showHardware(out, bytes.data, most(scope));
    else out.address(bytes.at);
    return true;
  };

export const hardwareAddress = hardwareAddressOf(() => HARDWARE_ADDRESS_MAX);

const AF_INET = 2;
const AF_INET6 = 10;

/** Bytes of an address of this family; undefined for one without a text form. */
export const addressBytes = (family: number): 4 | 16 | undefined => (family === AF_INET ? 4 : family === AF_INET6 ? 16 : undefined);

/** `inet_addr("127.0.0.1")` or `inet_pton(AF_INET6, "::1")`. */
export function showAddress(out: Emitter, family: number, data: Uint8Array): void {
  if (family === AF_INET) showIpv4(out, data.subarray(0, 4));
  else showIpv6(out, data.subarray(0, 16));
}

/** A field of `bytes` bytes with such an address; of one of IPv6 the call that would fill it stands for it. */
export function showAddressField(out: Emitter, field: string, family: number, data: Uint8Array, bytes = addressBytes(family) ?? 0): void {
  if (family === AF_INET6) showIpv6Field(out, field, data.subarray(0, bytes));
  else {
    out.field(field);
    showIpv4(out, data.subarray(0, bytes));
  }
}

/** An address of a family that is known. */
export function addressOf(family: number): Payload {
  const size = addressBytes(family) ?? 0;
  return (out, bytes) => {
    if (bytes.length < size) return false;
    if (bytes.has(size)) showAddress(out, family, bytes.data);
    else out.address(bytes.at);
    return true;
  };
}

const ipv4 = addressOf(AF_INET);
const ipv6 = addressOf(AF_INET6);

/** An address of the message’s family. */
export const familyAddress: Payload = (out, bytes, scope) => {
  if (scope.family === AF_INET) return ipv4(out, bytes, scope);
  return scope.family === AF_INET6 && ipv6(out, bytes, scope);
};

export const inetAddress = ipv4;
export const inet6Address = ipv6;

/** `htons(80)`. */
export const port: Payload = (out, bytes) => {
  if (bytes.length < 2) return false;
  if (bytes.has(2)) showHtons(out, bytes.net16(0));
  else out.address(bytes.at);
  return true;
};

/** A number in network order; `show`: what it stands for, if it has a name. */
export function showHtons(out: Emitter, number: number, show?: () => void): void {
  numberCall(out, 'htons', number, show);
}

/** The same inside of structs. */
export { interfaceField };

/** Index of a network interface. */
export const interfaceIndex: Payload = value(interfaceField);

/** Bytes of a struct that are shown in hex. */
export function hexBytes(count: number): FieldType {
  return {
    typeName: `u8[${count}]`,
    size: (_abi: AbiName) => count,
    align: () => 1,
    emitAt: (out, place, at) => out.string(place.data.subarray(at, at + count), 'hex', false),
  };
}

/** A hardware address in a struct. */
export function hardwareBytes(count: number): FieldType {
  return {
    typeName: `u8[${count}]`,
    size: (_abi: AbiName) => count,
    align: () => 1,
    emitAt: (out, place, at) => showHardware(out, place.data.subarray(at, at + count)),
  };
}

/** A protocol number of Ethernet in network order. */
export const etherType: FieldType = {
  typeName: 'be16',
  size: () => 2,
  align: () => 2,
  emitAt(out, place, at) {
    const number = ((place.data[at] ?? 0) << 8) | (place.data[at + 1] ?? 0);
    showHtons(out, number, () => ethertypes.show(out, number));
  },
};
const ethertypes = new EnumType(constants.ethertypes, 'u16', 'hex');
