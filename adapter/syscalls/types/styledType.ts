/** An argument that is shown in a way of its own, whatever the options say of the other calls. */
import type { DecodeOptions, Emitter } from '../../decode/emitter.js';
import type { CallView } from '../../decode/memory.js';
import { isText, TextOnlyCall } from '../../decode/textOnlyCall.js';
import type { Operand } from '../../plan/op.js';
import type { AbiName } from '../../record/layout.js';
import { type ArgType, type CaptureContext, type CaptureOps, VERBOSE_ARRAY_CAP } from '../descriptor.js';

export interface TypeStyle {
  readonly stringLimit: number;
  readonly verbose: boolean;
  /** False: of what is behind a pointer only strings and buffers are shown. */
  readonly followed: boolean;
}

type Halves = NonNullable<ArgType['halves']>;

/** `inner`, shown in `style`. */
export class StyledType implements ArgType {
  readonly typeName: string;
  readonly direction: ArgType['direction'];
  readonly halves?: Halves;

  constructor(
    readonly inner: ArgType,
    readonly style: TypeStyle,
  ) {
    this.typeName = inner.typeName;
    this.direction = inner.direction;
    const { halves } = inner;
    if (halves === undefined) return;
    this.halves = {
      before: (out, call, index) => this.#inStyle(out, call, (view) => halves.before(out, view, index)),
      after: (out, call, index) => this.#inStyle(out, call, (view) => halves.after(out, view, index)),
    };
  }

  capture(value: Operand, context: CaptureContext): CaptureOps {
    const { stringLimit, verbose } = this.style;
    const stringCap = Math.max(context.stringCap, stringLimit);
    const arrayCap = Math.max(context.arrayCap, verbose ? VERBOSE_ARRAY_CAP : stringLimit + 1);
    return this.inner.capture?.(value, { ...context, stringCap, arrayCap, verbose }) ?? {};
  }

  emit(out: Emitter, call: CallView, index: number): void {
    this.#inStyle(out, call, (view) => this.inner.emit(out, view, index));
  }

  resolve(call: CallView): ArgType {
    const resolved = this.inner.resolve?.(call);
    return resolved === undefined ? this : new StyledType(resolved, this.style);
  }

  registers(abi: AbiName): 1 | 2 {
    return this.inner.registers?.(abi) ?? 1;
  }

  #inStyle(out: Emitter, call: CallView, emit: (view: CallView) => void): void {
    const before = out.options;
    const { stringLimit, verbose, followed } = this.style;
    const options: DecodeOptions = { ...before, stringLimit, verbose };
    out.options = options;
    emit(followed || isText(this.resolve(call).typeName) ? call : new TextOnlyCall(call));
    out.options = before;
  }
}
