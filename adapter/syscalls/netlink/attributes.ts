/** struct nlattr and struct rtattr: lists of typed values, nested (netlink(7), linux/netlink.h). */
import type { Emitter } from '../../decode/emitter.js';
import { type ConstantSet, EnumType } from '../types/flags.js';
import type { Payload, Scope } from './payload.js';
import type { Stretch } from './stretch.js';

const HEADER_BYTES = 4;
const ALIGNMENT = 4;
const NLA_F_NESTED = 0x8000;
const NLA_F_NET_BYTEORDER = 0x4000;
const TYPE_MASK = 0x3fff;

/** The attributes that may stand in one place. */
export class AttributeTable {
  readonly #names: EnumType;
  readonly #payloads = new Map<number, Payload>();

  constructor(
    readonly set: ConstantSet,
    /** By constant name, what the attributes hold; bytes in hex for those that are not listed. */
    payloads: Readonly<Record<string, Payload>>,
    /** For types without a payload of their own. */
    readonly otherwise?: Payload,
  ) {
    this.#names = new EnumType(set, 'u32', 'hex');
    const values = new Map(set.entries);
    for (const [name, payload] of Object.entries(payloads)) {
      const value = values.get(name);
      if (value === undefined) throw new Error(`${set.unknown}: no attribute ${name}`);
      this.#payloads.set(Number(value), payload);
    }
  }

  showType(out: Emitter, word: number): void {
    const type = word & TYPE_MASK;
    const name = this.#names.nameOf(type);
    const bits: [string, number][] = [];
    if ((word & NLA_F_NESTED) !== 0) bits.push(['NLA_F_NESTED', NLA_F_NESTED]);
    if ((word & NLA_F_NET_BYTEORDER) !== 0) bits.push(['NLA_F_NET_BYTEORDER', NLA_F_NET_BYTEORDER]);
    if (bits.length === 0) {
      out.symbol(type, name, this.set.unknown);
      return;
    }
    out.beginOr();
    for (const [flag, value] of bits) {
      out.symbol(value, flag, '');
      out.or();
    }
    out.symbol(type, name, this.set.unknown);
    out.endOr();
  }

  payload(type: number): Payload | undefined {
    return this.#payloads.get(type & TYPE_MASK) ?? this.otherwise;
  }
}

/** One attribute, as far as it lies in the list. */
interface Attribute {
  readonly header: Stretch;
  /** What follows the header; undefined when there is nothing. */
  readonly body: Stretch | undefined;
}

/** Bytes in hex, as far as -s lets; the address of what could not be read. */
export function showBytes(out: Emitter, bytes: Stretch): void {
  const wanted = Math.min(bytes.length, out.options.stringLimit);
  if (bytes.data.length < wanted) out.address(bytes.at);
  else out.string(bytes.data, 'hex', bytes.length > bytes.data.length);
}

/** Splits at headers: what is too short to be one ends the list. */
function split(bytes: Stretch): Attribute[] {
  const found: Attribute[] = [];
  for (let rest = bytes; rest.length > 0; ) {
    if (!rest.has(HEADER_BYTES)) {
      found.push({ header: rest, body: undefined });
      break;
    }
    const length = rest.u16(0);
    const used = Math.min(Math.max(length, HEADER_BYTES), rest.length);
    found.push({ header: rest, body: used > HEADER_BYTES ? rest.from(HEADER_BYTES, used - HEADER_BYTES) : undefined });
    const step = Math.ceil(length / ALIGNMENT) * ALIGNMENT;
    if (length < HEADER_BYTES || step >= rest.length) break;
    rest = rest.from(step);
  }
  return found;
}

/** What an attribute says about those behind it. */
export type Note = (type: number, bytes: Stretch, scope: Scope) => Scope;

/** Shows a list of attributes: without brackets of its own when there is only one. */
export function showAttributes(out: Emitter, bytes: Stretch, table: AttributeTable, scope: Scope): void {
  showAttributeList(out, bytes, table, scope, (_, __, unchanged) => unchanged);
}

/** As `showAttributes`; `note` carries on what attributes say about each other. */
export function showAttributeList(out: Emitter, bytes: Stretch, table: AttributeTable, scope: Scope, note: Note): void {
  const attributes = split(bytes);
  if (attributes.length > 1) out.beginArray();
  const shown = out.options.verbose ? attributes.length : Math.min(attributes.length, out.options.stringLimit);
  let around = scope;
  for (const [index, attribute] of attributes.entries()) {
    if (attributes.length > 1) {
      if (index >= shown) {
        out.more();
        break;
      }
      if (index > 0 && attribute.header.length >= HEADER_BYTES && !attribute.header.has(HEADER_BYTES)) {
        out.more(attribute.header.at);
        break;
      }
      out.item();
    }
    showAttribute(out, attribute, table, around);
    if (attribute.body !== undefined) around = note(attribute.header.u16(2) & TYPE_MASK, attribute.body, around);
  }
  if (attributes.length > 1) out.endArray();
}

function showAttribute(out: Emitter, { header, body }: Attribute, table: AttributeTable, scope: Scope): void {
  if (header.length < HEADER_BYTES) {
    showBytes(out, header);
    return;
  }
  if (!header.has(HEADER_BYTES)) {
    out.address(header.at);
    return;
  }
  const type = header.u16(2);
  if (body !== undefined) {
    out.beginArray();
    out.item();
  }
  out.beginStruct();
  out.field('nla_len');
  out.decimal(header.u16(0));
  out.field('nla_type');
  table.showType(out, type);
  out.endStruct();
  if (body === undefined) return;
  out.item();
  const payload = table.payload(type);
  if (payload === undefined || !payload(out, body, scope)) showBytes(out, body);
  out.endArray();
}

/** A payload that is itself a list of attributes. */
export const nested =
  (table: AttributeTable | (() => AttributeTable)): Payload =>
  (out, bytes, scope) => {
    if (bytes.length < HEADER_BYTES) return false;
    showAttributes(out, bytes, typeof table === 'function' ? table() : table, scope);
    return true;
  };
