/** An argument of which more, or something else, is copied than it shows itself: it carries another call’s arguments. */
import type { Emitter } from '../../decode/emitter.js';
import type { CallView } from '../../decode/memory.js';
import type { Operand } from '../../plan/op.js';
import type { AbiName } from '../../record/layout.js';
import type { ArgType, CaptureContext, CaptureOps } from '../descriptor.js';

/** Shown as `inner`, captured as `captured`. */
export class CapturedAs implements ArgType {
  readonly typeName: string;
  readonly direction: ArgType['direction'];

  constructor(
    readonly inner: ArgType,
    readonly captured: ArgType,
  ) {
    this.typeName = inner.typeName;
    this.direction = inner.direction;
  }

  capture(value: Operand, context: CaptureContext): CaptureOps {
    return this.captured.capture?.(value, context) ?? {};
  }

  emit(out: Emitter, call: CallView, index: number): void {
    this.inner.emit(out, call, index);
  }

  registers(abi: AbiName): 1 | 2 {
    return this.inner.registers?.(abi) ?? 1;
  }
}
