/**
 * Where a value stands: in an argument list, or in a struct that was captured. A value’s type reads it from its
 * place, follows its pointers in the place’s memory, and looks at its siblings (iov_len beside iov_base) there.
 */
import type { AbiName } from '../record/layout.js';
import type { CallView, CapturedMemory } from './memory.js';
import { signedOf, type Word, wordOf } from './word.js';

/** How many bytes a value takes, and whether its top bit is a sign. `long` is the ABI’s, `klong` that of the kernel (8 on x32). */
export type Width = 'u8' | 'i8' | 'u16' | 'i16' | 'u32' | 'i32' | 'u64' | 'i64' | 'ulong' | 'long' | 'uklong' | 'klong' | 'pointer';

/** The offsets of a struct’s fields under one ABI, as siblings are looked up. */
export interface FieldOffsets {
  readonly size: number;
  find(name: string): { readonly offset: number; readonly width: Width } | undefined;
}

const noBytes = new Uint8Array(0);

export class Place {
  constructor(
    readonly call: CallView,
    /** Memory in which pointers found here are followed: that of the entry or of the exit. */
    readonly memory: CapturedMemory,
    /** The bytes around; empty for an argument. */
    readonly data: Uint8Array = noBytes,
    /** Address of data[0] in the tracee. */
    readonly address: Word = 0,
    /** Where the enclosing struct begins in `data`, and what is in it. */
    readonly base: number = 0,
    readonly layout: FieldOffsets | undefined = undefined,
    /** The struct around that struct. */
    readonly parent: Place | undefined = undefined,
  ) {}

  /** A field of the enclosing struct, by name; undefined when there is none or it was not captured. */
  sibling(name: string): number | bigint | undefined {
    const found = this.layout?.find(name);
    if (found === undefined) return this.parent?.sibling(name);
    const at = this.base + found.offset;
    if (at + widthBytes(found.width, this.call.abi) > this.data.length) return undefined;
    return readWidth(this.data, at, found.width, this.call.abi);
  }
}

/** Bytes of a value in memory. */
export function widthBytes(width: Width, abi: AbiName): 1 | 2 | 4 | 8 {
  switch (width) {
    case 'u8':
    case 'i8':
      return 1;
    case 'u16':
    case 'i16':
      return 2;
    case 'u32':
    case 'i32':
      return 4;
    case 'u64':
    case 'i64':
      return 8;
    case 'klong':
    case 'uklong':
      return abi === 'i386' ? 4 : 8;
    default:
      return abi === 'x86_64' ? 8 : 4;
  }
}

/** Whether a value of this width is read with a sign. */
export function isSigned(width: Width): boolean {
  return width === 'i8' || width === 'i16' || width === 'i32' || width === 'i64' || width === 'long' || width === 'klong';
}

function u32At(data: Uint8Array, at: number): number {
  return ((data[at] ?? 0) | ((data[at + 1] ?? 0) << 8) | ((data[at + 2] ?? 0) << 16) | ((data[at + 3] ?? 0) << 24)) >>> 0;
}

/** Reads a little-endian value; the caller has checked that `data` holds it. */
export function readWidth(data: Uint8Array, at: number, width: Width, abi: AbiName): number | bigint {
  switch (widthBytes(width, abi)) {
    case 1: {
      const byte = data[at] ?? 0;
      return width === 'i8' ? (byte << 24) >> 24 : byte;
    }
    case 2: {
      const half = (data[at] ?? 0) | ((data[at + 1] ?? 0) << 8);
      return width === 'i16' ? (half << 16) >> 16 : half;
    }
    case 4:
      return isSigned(width) ? u32At(data, at) | 0 : u32At(data, at);
    default:
      return isSigned(width) ? signedOf(u32At(data, at), u32At(data, at + 4)) : wordOf(u32At(data, at), u32At(data, at + 4));
  }
}

/** Reads an argument as a value of this width. Long ones of x32 are 64 bits wide, as the registers are. */
export function readArgument(call: CallView, index: number, width: Width): number | bigint {
  switch (width) {
    case 'u8':
      return call.u32(index) & 0xff;
    case 'i8':
      return (call.u32(index) << 24) >> 24;
    case 'u16':
      return call.u32(index) & 0xffff;
    case 'i16':
      return (call.u32(index) << 16) >> 16;
    case 'u32':
      return call.u32(index);
    case 'i32':
      return call.i32(index);
    case 'u64':
    case 'i64':
      return pairOrWord(call, index, width === 'i64');
    case 'long':
    case 'klong':
      return call.abi === 'i386' ? call.i32(index) : call.signedWord(index);
    default:
      return call.word(index);
  }
}

/** i386 passes 64-bit arguments in two registers, low half first. */
function pairOrWord(call: CallView, index: number, withSign: boolean): number | bigint {
  if (call.abi !== 'i386') return withSign ? call.signedWord(index) : call.word(index);
  return withSign ? signedOf(call.u32(index), call.u32(index + 1)) : wordOf(call.u32(index), call.u32(index + 1));
}
