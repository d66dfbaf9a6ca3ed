/** Numbers as attributes hold them: at the beginning of the payload, whatever follows. */
import { hex16, hex32, hex64, int, u8 as u8Field, u16 as u16Field, u64 as u64Field, unsignedInt } from '../types/ints.js';
import { value } from './payload.js';

export const u8 = value(u8Field);
export const u16 = value(u16Field);
export const u32 = value(unsignedInt);
export const s32 = value(int);
export const u64 = value(u64Field);
export const x16 = value(hex16);
export const x32 = value(hex32);
export const x64 = value(hex64);
