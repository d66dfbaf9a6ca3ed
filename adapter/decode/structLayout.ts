/** Where the fields of a C struct lie under each ABI. */
import type { AbiName } from '../record/layout.js';
import type { FieldOffsets, Width } from './place.js';

/** What a layout needs to know of a field. */
export interface LaidOut {
  readonly name: string;
  readonly type: { size(abi: AbiName): number; align(abi: AbiName): number; readonly width?: Width };
}

/** Offsets by position in the list that was laid out, and by name. */
export interface StructLayout extends FieldOffsets {
  readonly align: number;
  readonly offsets: readonly number[];
}

const alignUp = (at: number, align: number): number => Math.ceil(at / align) * align;

/** Lays fields out as the System V ABIs do: each at the next multiple of its alignment, the whole a multiple of the largest. `packed`: without gaps. */
export function layOut(fields: readonly LaidOut[], abi: AbiName, packed = false): StructLayout {
  const offsets: number[] = [];
  const byName = new Map<string, { readonly offset: number; readonly width: Width }>();
  let at = 0;
  let align = 1;
  for (const { name, type } of fields) {
    const own = packed ? 1 : type.align(abi);
    align = Math.max(align, own);
    at = alignUp(at, own);
    offsets.push(at);
    if (type.width !== undefined) byName.set(name, { offset: at, width: type.width });
    at += type.size(abi);
  }
  return { size: alignUp(at, align), align, offsets, find: (name) => byName.get(name) };
}

/** Lays fields out over each other: a union. */
export function overlay(fields: readonly LaidOut[], abi: AbiName): StructLayout {
  const byName = new Map<string, { readonly offset: number; readonly width: Width }>();
  let size = 0;
  let align = 1;
  for (const { name, type } of fields) {
    align = Math.max(align, type.align(abi));
    size = Math.max(size, type.size(abi));
    if (type.width !== undefined) byName.set(name, { offset: 0, width: type.width });
  }
  return { size: alignUp(size, align), align, offsets: fields.map(() => 0), find: (name) => byName.get(name) };
}
