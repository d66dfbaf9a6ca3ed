/** The two times of utimensat, utimes and utime. */
import type { Emitter } from '../../decode/emitter.js';
import { kernelLong } from './ints.js';
import { inlineArray, ptr } from './pointers.js';
import { field, type StructType, struct } from './struct.js';
import { timespec, timespec32, timespec64, timeval, timeval32 } from './time.js';
import { timeComment } from './timeText.js';
import { type FieldType, shown } from './valueType.js';

const UTIME_NOW = 0x3fff_ffff;
const UTIME_OMIT = 0x3fff_fffe;

/** A time with its date; of nanoseconds two values have names. */
function dated(parts: StructType, fraction: string, digits: 6 | 9): FieldType {
  return {
    typeName: parts.typeName,
    size: (abi) => parts.size(abi),
    align: (abi) => parts.align(abi),
    emitAt(out, place, at) {
      const rest = parts.read(place, at, fraction);
      const name = digits === 9 ? special(rest) : undefined;
      if (name !== undefined && out.options.constants === 'abbrev') {
        out.symbol(rest, name, '');
        return;
      }
      parts.emitAt(out, place, at);
      if (name === undefined) timeComment(out, parts.read(place, at, 'tv_sec'), rest, digits);
      else if (out.options.constants === 'verbose') out.comment(name);
    },
  };
}

function special(nanoseconds: number | bigint): string | undefined {
  if (nanoseconds === UTIME_NOW) return 'UTIME_NOW';
  return nanoseconds === UTIME_OMIT ? 'UTIME_OMIT' : undefined;
}

const pair = (parts: StructType, fraction: string, digits: 6 | 9) => ptr(inlineArray(dated(parts, fraction, digits), 2));

/** Access and modification time of utimensat. */
export const timespecPair = pair(timespec, 'tv_nsec', 9);
export const timespecPair32 = pair(timespec32, 'tv_nsec', 9);
export const timespecPair64 = pair(timespec64, 'tv_nsec', 9);
/** Of utimes and futimesat. */
export const timevalPair = pair(timeval, 'tv_usec', 6);
export const timevalPair32 = pair(timeval32, 'tv_usec', 6);

const datedSeconds = shown('time_t', kernelLong.type.width, (out: Emitter, value: number | bigint) => {
  out.decimal(value);
  timeComment(out, value, 0, 0);
});

/** struct utimbuf. */
export const utimbuf = ptr(struct('utimbuf', [field('actime', datedSeconds), field('modtime', datedSeconds)]));
