/** Device numbers: makedev(0x8, 0x1). */
import type { Emitter } from '../../decode/emitter.js';
import { high32, low32, unsigned, type Word } from '../../decode/word.js';
import { shown } from './valueType.js';

function showDevice(out: Emitter, value: Word): void {
  const low = low32(value);
  const high = high32(value);
  // gnu_dev_major and gnu_dev_minor of sys/sysmacros.h.
  const major = ((low >>> 8) & 0xfff) | (high & 0xffff_f000);
  const minor = (low & 0xff) | ((low >>> 12) & 0xf_ff00) | ((high & 0xfff) << 20);
  if (!out.beginCall('makedev', value)) return;
  out.item();
  out.hex(major >>> 0);
  out.item();
  out.hex(minor >>> 0);
  out.endCall();
}

/** 64 bits, as stat has it. */
export const device64 = shown('dev_t', 'u64', (out, value) => showDevice(out, unsigned(value)));
export const device = shown('dev_t', 'uklong', (out, value) => showDevice(out, unsigned(value)));
/** 32 bits, as the arguments of mknod are. */
export const device32 = shown('dev_t', 'u32', (out, value) => showDevice(out, unsigned(value)));
export const device16 = shown('dev_t', 'u16', (out, value) => showDevice(out, unsigned(value)));
