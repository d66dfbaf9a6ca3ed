/** Process, thread, user and group ids. */
import type { Emitter } from '../../decode/emitter.js';
import { escapeTarget } from '../../decode/escape.js';
import type { Width } from '../../decode/place.js';
import { named, ValueType } from './valueType.js';

class PidType extends ValueType {
  readonly typeName = 'int';
  readonly width = 'i32';

  show(out: Emitter, value: number | bigint): void {
    showPid(out, Number(value));
  }
}

/** A process or thread id; negative ones (process groups, -1) have their own meanings. */
export const pid = named(new PidType());

/** `1234`, with -Y `1234<name>`. `ended`: of a process that may have ended. */
export function showPid(out: Emitter, value: number, ended = false): void {
  out.decimal(value);
  const name = value > 0 ? out.options.pidName?.(value, ended) : undefined;
  if (name !== undefined) out.raw(`<${escapeTarget(name, out.options.hexStrings)}>`);
}

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
