/** Process, thread, user and group ids. */
import type { Emitter } from '../../decode/emitter.js';
import type { Width } from '../../decode/place.js';
import { int } from './ints.js';
import { named, ValueType } from './valueType.js';

/** A process or thread id; negative ones (process groups, -1) have their own meanings. */
export const pid = int;

/** Unsigned, but -1 (“leave it”) is shown as such. */
class IdType extends ValueType {
  constructor(
    readonly typeName: string,
    readonly width: Width,
  ) {
    super();
  }
  show(out: Emitter, value: number | bigint): void {
    const none = this.width === 'u16' ? 0xffff : 0xffff_ffff;
    out.decimal(value === none ? -1 : value);
  }
}

export const uid = named(new IdType('uid_t', 'u32'));
export const gid = named(new IdType('gid_t', 'u32'));
/** 16-bit ids of i386’s older calls. */
export const uid16 = named(new IdType('uid_t', 'u16'));
export const gid16 = named(new IdType('gid_t', 'u16'));
