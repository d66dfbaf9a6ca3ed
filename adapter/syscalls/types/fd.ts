/** File descriptors, with their targets under -y. */
import type { Emitter } from '../../decode/emitter.js';
import type { Place, Width } from '../../decode/place.js';
import { low32 } from '../../decode/word.js';
import type { Op, Operand } from '../../plan/op.js';
import type { CaptureContext } from '../descriptor.js';
import { fdTarget } from './fdTarget.js';
import { named, ValueType } from './valueType.js';

const AT_FDCWD = -100;

class FdType extends ValueType {
  readonly typeName: string;
  constructor(
    readonly width: Width,
    /** AT_FDCWD is possible. */
    readonly directory: boolean,
  ) {
    super();
    this.typeName = directory ? 'dirfd' : 'fd';
  }

  override follow(value: Operand, context: CaptureContext): readonly Op[] {
    return context.fdTargets ? [{ op: 'fd', value, ...(context.fdDetails ? { details: true } : {}) }] : [];
  }

  show(out: Emitter, value: number | bigint, place: Place): void {
    const fd = low32(value) | 0;
    const { path, detail } = fdTarget(out, place.memory, fd);
    if (this.directory && fd === AT_FDCWD) out.cwdFd(fd, path);
    else out.fd(fd, path, detail);
  }
}

export const fd = named(new FdType('i32', false));
/** A descriptor to which a path is relative. */
export const dirfd = named(new FdType('i32', true));
export const fd64 = named(new FdType('i64', false));
export const fdU32 = named(new FdType('u32', false));
