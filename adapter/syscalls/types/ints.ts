/** Plain numbers. */
import type { Emitter } from '../../decode/emitter.js';
import { isSigned, type Width } from '../../decode/place.js';
import { unsigned } from '../../decode/word.js';
import { named, ValueType } from './valueType.js';

type Base = 'decimal' | 'hex' | 'octal' | 'address';

class IntType extends ValueType {
  constructor(
    readonly typeName: string,
    readonly width: Width,
    readonly base: Base,
  ) {
    super();
  }

  show(out: Emitter, value: number | bigint): void {
    switch (this.base) {
      case 'decimal':
        out.decimal(value);
        return;
      case 'hex':
        out.hex(unsigned(value));
        return;
      case 'octal':
        out.octal(Number(value));
        return;
      case 'address':
        out.address(unsigned(value));
    }
  }
}

const int_ = (typeName: string, width: Width, base: Base = 'decimal') => {
  if (base !== 'decimal' && isSigned(width)) throw new Error(`${typeName}: ${base} of a signed width`);
  return named(new IntType(typeName, width, base));
};

export const i8 = int_('i8', 'i8');
export const u8 = int_('u8', 'u8');
export const i16 = int_('i16', 'i16');
export const u16 = int_('u16', 'u16');
export const int = int_('int', 'i32');
export const unsignedInt = int_('unsigned', 'u32');
export const i64 = int_('i64', 'i64');
export const u64 = int_('u64', 'u64');
/** The ABI’s `long`: 4 bytes in structs of i386 and x32. */
export const long = int_('long', 'long');
export const unsignedLong = int_('unsigned long', 'ulong');
/** `__kernel_long_t`: 8 bytes on x32. */
export const kernelLong = int_('long', 'klong');
export const kernelUnsignedLong = int_('unsigned long', 'uklong');
export const size = int_('size_t', 'ulong');
export const ssize = int_('ssize_t', 'long');
/** `loff_t`: two registers on i386. */
export const loff = int_('loff_t', 'i64');
export const hex8 = int_('u8', 'u8', 'hex');
export const hex16 = int_('u16', 'u16', 'hex');
export const hex32 = int_('unsigned', 'u32', 'hex');
export const hex64 = int_('u64', 'u64', 'hex');
export const hexLong = int_('unsigned long', 'ulong', 'hex');
/** As hexLong, 8 bytes on x32. */
export const hexKernelLong = int_('unsigned long', 'uklong', 'hex');
export const octal32 = int_('unsigned', 'u32', 'octal');
/** A pointer that is not followed: NULL or hex. */
export const address = int_('address', 'pointer', 'address');
/** A u64 that holds an address, as newer interfaces have it. */
export const address64 = int_('address', 'u64', 'address');
/** mode_t as a number (chmod, mkdir, umask): at least three octal digits. */
class ModeBits extends ValueType {
  readonly typeName = 'mode_t';
  constructor(readonly width: Width) {
    super();
  }
  show(out: Emitter, value: number | bigint): void {
    out.octal(value, 3);
  }
}
export const mode = named(new ModeBits('u16'));
export const mode32 = named(new ModeBits('u32'));
/** A mode in a u64 field (open_how). */
export const mode64 = named(new ModeBits('u64'));
