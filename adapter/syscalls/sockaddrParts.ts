/** What addresses of the network are shown with. Where -X asks for what is behind a name, these are the bytes as they lie. */
import type { Emitter } from '../decode/emitter.js';
import type { Place } from '../decode/place.js';
import type { Op } from '../plan/op.js';
import { constants } from './generated/constants.gen.js';
import { ipv4Text, ipv6Text } from './ipAddress.js';
import { valuesOf } from './types/flags.js';

/** The names of a set by value; the first of several for one value. */
export const namesOf = (entries: readonly (readonly [string, number])[]): ReadonlyMap<number, string> => {
  const names = new Map<number, string>();
  for (const [name, value] of entries) if (!names.has(value)) names.set(value, name);
  return names;
};

/** Bytes of the largest address: struct sockaddr_storage. */
export const SOCKADDR_MAX = 128;

/** Reads the address’s fields. */
export class Fields {
  readonly #view: DataView;
  /** The address as far as it reaches. */
  readonly data: Uint8Array;
  constructor(
    /** The address and what lies behind its end, where a field may reach; zeros behind that. */
    bytes: Uint8Array,
    /** Where it lies: for names of interfaces and targets of descriptors. */
    readonly place: Place,
    length = bytes.length,
  ) {
    this.data = bytes.subarray(0, length);
    const whole = new Uint8Array(SOCKADDR_MAX);
    whole.set(bytes.subarray(0, SOCKADDR_MAX));
    this.#view = new DataView(whole.buffer);
  }
  bytes(at: number, count: number): Uint8Array {
    return new Uint8Array(this.#view.buffer, at, count);
  }
  u8(at: number): number {
    return this.#view.getUint8(at);
  }
  u16(at: number): number {
    return this.#view.getUint16(at, true);
  }
  u32(at: number): number {
    return this.#view.getUint32(at, true);
  }
  i32(at: number): number {
    return this.#view.getInt32(at, true);
  }
  u64(at: number): bigint {
    return this.#view.getBigUint64(at, true);
  }
  /** Big-endian, as ports and protocols are. */
  net16(at: number): number {
    return this.#view.getUint16(at, false);
  }
  net32(at: number): number {
    return this.#view.getUint32(at, false);
  }
}

/** A family’s fields, and how long the address must be for them to be shown. */
export interface Shape {
  readonly bytes: number;
  /** Whether exactly this length is the family’s, where not every longer one is. */
  fits?(length: number): boolean;
  show(out: Emitter, fields: Fields): void;
}

/** `show` where names are wanted, else `bytes` themselves in hex, with `text` in a comment where both are. */
export function bytesOr(out: Emitter, bytes: Uint8Array, text: string, show: () => void): void {
  const { constants: style } = out.options;
  if (style === 'abbrev') {
    show();
    return;
  }
  out.string(bytes, 'wholeHex', false);
  if (style === 'verbose' && text !== '') out.comment(text);
}

const number16 = (bytes: Uint8Array): number => ((bytes[0] ?? 0) << 8) | (bytes[1] ?? 0);

/** Eight digits with 0x among them, as printf’s %#08x gives. */
export const hexPadded = (value: number): string => (value === 0 ? '00000000' : `0x${value.toString(16).padStart(6, '0')}`);

/** A number with a name in a comment, unless numbers alone are wanted. */
export function hexWithName(out: Emitter, value: number, name: string): void {
  out.hex(value);
  if (out.options.constants !== 'raw') out.comment(name);
}

/** `htons(80)` of the two bytes of a port. */
export function showPort(out: Emitter, bytes: Uint8Array): void {
  const port = number16(bytes);
  bytesOr(out, bytes, `htons(${port})`, () => numberCall(out, 'htons', port));
}

/** `name(number)`, whatever -X says. */
export function numberCall(out: Emitter, name: string, number: number, show: () => void = () => out.decimal(number)): void {
  if (!out.beginCall(name, undefined)) return;
  out.item();
  show();
  out.endCall();
}

function quotedCall(out: Emitter, name: string, text: string): void {
  if (!out.beginCall(name, undefined)) return;
  out.item();
  out.string(new TextEncoder().encode(text), 'path', false);
  out.endCall();
}

const { AF_INET6 } = valuesOf(constants.address_families);

/** `inet_addr("127.0.0.1")` of the first four bytes. */
export function showIpv4(out: Emitter, bytes: Uint8Array): void {
  const text = ipv4Text(bytes);
  bytesOr(out, bytes, `inet_addr("${text}")`, () => quotedCall(out, 'inet_addr', text));
}

/** `inet_pton(AF_INET6, "::1")` of the first sixteen bytes; `target`: what it would be put into, where that is shown. */
export function showIpv6(out: Emitter, bytes: Uint8Array, target?: string): void {
  const text = ipv6Text(bytes);
  bytesOr(out, bytes, `inet_pton(AF_INET6, "${text}")`, () => {
    if (!out.beginCall('inet_pton', undefined)) return;
    out.item();
    out.symbol(AF_INET6, 'AF_INET6', '');
    out.item();
    out.string(new TextEncoder().encode(text), 'path', false);
    if (target !== undefined) {
      out.item();
      out.raw(`&${target}`);
    }
    out.endCall();
  });
}

/** A field with an IPv6 address: the call that fills it stands for it. */
export function showIpv6Field(out: Emitter, field: string, bytes: Uint8Array): void {
  if (out.options.constants === 'abbrev') out.unnamed();
  else out.field(field);
  showIpv6(out, bytes, field);
}

/** Bytes joined by colons, of which at most `most` are shown. */
export function showHardware(out: Emitter, bytes: Uint8Array, most = bytes.length): void {
  const text = Array.from(bytes.subarray(0, most), (byte) => byte.toString(16).padStart(2, '0')).join(':');
  bytesOr(out, bytes, text, () => out.raw(text));
}

/** `if_nametoindex("lo")`; the number of an interface that does not exist. */
export function showInterface(out: Emitter, index: number, { memory }: Place): void {
  const name = memory.interfaceName(index);
  if (name === undefined) {
    out.decimal(index);
    return;
  }
  if (!out.beginCall('if_nametoindex', index, 'decimal')) return;
  out.item();
  out.string(new TextEncoder().encode(name), 'path', false);
  out.endCall();
}

const families = valuesOf(constants.address_families);
/** Families whose addresses name interfaces. */
const FAMILIES_WITH_INTERFACES = [families.AF_INET6, families.AF_PACKET, families.AF_NFC, families.AF_XDP, families.AF_RXRPC];

/** Behind a copied address: the names of interfaces, for families that have them. */
export const interfacesOfFamily: Op = {
  op: 'switch',
  value: { from: 'field', offset: 0, size: 2 },
  cases: FAMILIES_WITH_INTERFACES.map((family) => [family, [{ op: 'interfaces' }]] as const),
};
