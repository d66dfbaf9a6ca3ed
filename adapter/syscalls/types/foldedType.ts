/** An argument whose large structs and arrays are not shown on the call’s line, but below it (--tree). */
import type { Emitter } from '../../decode/emitter.js';
import { laidOut } from '../../decode/layoutEmitter.js';
import type { CallView } from '../../decode/memory.js';
import type { Operand } from '../../plan/op.js';
import type { AbiName } from '../../record/layout.js';
import type { ArgType, CaptureContext, CaptureOps } from '../descriptor.js';

/** `inner`, folded. Of what changes during the call nothing is shown before its end. */
export class FoldedType implements ArgType {
  readonly typeName: string;
  readonly direction: ArgType['direction'];

  constructor(readonly inner: ArgType) {
    this.typeName = inner.typeName;
    this.direction = inner.direction;
  }

  capture(value: Operand, context: CaptureContext): CaptureOps {
    return this.inner.capture?.(value, context) ?? {};
  }

  emit(out: Emitter, call: CallView, index: number): void {
    const text = laidOut(out.options, (one) => this.inner.emit(one, call, index));
    if (text.isLarge) out.raw(text.folded());
    else this.inner.emit(out, call, index);
  }

  resolve(call: CallView): ArgType {
    const resolved = this.inner.resolve?.(call);
    return resolved === undefined ? this : new FoldedType(resolved);
  }

  registers(abi: AbiName): 1 | 2 {
    return this.inner.registers?.(abi) ?? 1;
  }
}
