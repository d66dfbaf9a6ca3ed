/** Times, in both widths that the kernel’s interfaces have. */
import { i64, int, kernelLong, kernelUnsignedLong, u64, unsignedInt } from './ints.js';
import { field, struct } from './struct.js';

/** `struct timespec` of the ABI’s own calls (32-bit fields on i386; x32 has 64-bit ones). */
export const timespec = struct('timespec', [field('tv_sec', kernelLong), field('tv_nsec', kernelUnsignedLong)]);
/** `struct __kernel_timespec`: of the …_time64 calls and of io_uring. */
export const timespec64 = struct('timespec', [field('tv_sec', i64), field('tv_nsec', u64)]);
/** `struct old_timespec32`. */
export const timespec32 = struct('timespec', [field('tv_sec', int), field('tv_nsec', unsignedInt)]);
/** `struct timeval` of the ABI’s own calls. */
export const timeval = struct('timeval', [field('tv_sec', kernelLong), field('tv_usec', kernelUnsignedLong)]);
export const timeval32 = struct('timeval', [field('tv_sec', int), field('tv_usec', unsignedInt)]);
/** `struct __kernel_timex_timeval`. */
export const timeval64 = struct('timeval', [field('tv_sec', i64), field('tv_usec', u64)]);
