/** What socket addresses of all families are shown with. */
import type { Emitter } from '../decode/emitter.js';
import { constants } from './generated/constants.gen.js';
import { ipv6Text } from './ipAddress.js';
import { valuesOf } from './types/flags.js';

/** The names of a set by value; the first of several for one value. */
export const namesOf = (entries: readonly (readonly [string, number])[]): ReadonlyMap<number, string> => {
  const names = new Map<number, string>();
  for (const [name, value] of entries) if (!names.has(value)) names.set(value, name);
  return names;
};
/** LOOPBACK_IFINDEX of the kernel: the one interface whose number is the same everywhere. */
const LOOPBACK_INDEX = 1;

/** Reads the address’s fields. */
export class Fields {
  readonly #view: DataView;
  constructor(readonly data: Uint8Array) {
    this.#view = new DataView(data.buffer, data.byteOffset, data.byteLength);
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

export function htons(out: Emitter, field: string, value: number): void {
  out.field(field);
  if (!out.beginCall('htons', value, 'decimal')) return;
  out.item();
  out.decimal(value);
  out.endCall();
}

export function quotedCall(out: Emitter, name: string, text: string): void {
  if (!out.beginCall(name, undefined)) return;
  out.item();
  out.string(new TextEncoder().encode(text), 'path', false);
  out.endCall();
}

export function showInterface(out: Emitter, index: number): void {
  if (index === LOOPBACK_INDEX) quotedCall(out, 'if_nametoindex', 'lo');
  else out.decimal(index);
}

const { AF_INET6 } = valuesOf(constants.address_families);

/** `inet_pton(AF_INET6, "::1", &sin6_addr)` of the sixteen bytes of `address`. */
export function showIpv6(out: Emitter, address: Uint8Array, variable: string): void {
  if (!out.beginCall('inet_pton', undefined)) return;
  out.item();
  out.symbol(AF_INET6, 'AF_INET6', '');
  out.item();
  out.string(new TextEncoder().encode(ipv6Text(address)), 'path', false);
  out.item();
  out.raw(variable);
  out.endCall();
}
