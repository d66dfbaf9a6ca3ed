/** Arguments whose type another argument decides: the third of fcntl, ioctl, prctl. */
import type { Emitter } from '../../decode/emitter.js';
import type { CallView } from '../../decode/memory.js';
import type { Op, Operand } from '../../plan/op.js';
import type { AbiName } from '../../record/layout.js';
import { Arg } from '../arg.js';
import type { ArgType, CaptureContext, CaptureOps } from '../descriptor.js';
import { typeOf } from './valueType.js';

type TypeLike = ArgType | { readonly type: ArgType };

/** Values of the deciding argument and the type that they give; undefined: the argument is not shown. */
export type Cases = readonly (readonly [values: readonly number[], type: TypeLike | undefined])[];

export class SwitchType implements ArgType {
  readonly typeName: string;
  readonly direction = 'in';
  readonly #types = new Map<number, ArgType | undefined>();
  readonly #otherwise: ArgType;

  constructor(
    /** Register whose low 32 bits decide. */
    readonly index: number,
    cases: Cases,
    otherwise: TypeLike,
    /** All of the register decides: what does not fit 32 bits is none of the cases. */
    readonly whole: boolean,
  ) {
    this.#otherwise = typeOf<ArgType>(otherwise);
    this.typeName = this.#otherwise.typeName;
    for (const [values, type] of cases) {
      for (const value of values) this.#types.set(value >>> 0, type === undefined ? undefined : typeOf<ArgType>(type));
    }
  }

  /** The type in this call; undefined when the argument has no meaning there. */
  pick(call: CallView): ArgType | undefined {
    const value = call.u32(this.index);
    if (this.whole && call.word(this.index) !== value) return this.#otherwise;
    const type = this.#types.has(value) ? this.#types.get(value) : this.#otherwise;
    return type instanceof SwitchType ? type.pick(call) : type;
  }

  resolve(call: CallView): ArgType {
    return this.pick(call) ?? this.#otherwise;
  }

  emit(out: Emitter, call: CallView, register: number): void {
    this.resolve(call).emit(out, call, register);
  }

  registers(abi: AbiName): 1 | 2 {
    return this.#otherwise.registers?.(abi) ?? 1;
  }

  capture(value: Operand, context: CaptureContext): CaptureOps {
    const otherwise = this.#otherwise.capture?.(value, context) ?? {};
    const cases = [...this.#types].map(([key, type]) => [key, type?.capture?.(value, context) ?? {}] as const);
    const phase = (name: 'entry' | 'exit' | 'exitAlways'): readonly Op[] => {
      const bodies = cases.map(([key, ops]) => [key, ops[name] ?? []] as const);
      const rest = otherwise[name] ?? [];
      // A case that copies nothing is needed only to keep it from what the others do.
      const needed = rest.length > 0 ? bodies : bodies.filter(([, body]) => body.length > 0);
      if (needed.length === 0 && rest.length === 0) return [];
      return [{ op: 'switch', value: context.arg(this.index), cases: needed, otherwise: rest }];
    };
    return { entry: phase('entry'), exit: phase('exit'), exitAlways: phase('exitAlways') };
  }
}

/** An argument that is shown as `cases` say for the value of register `index`, else as `otherwise`. */
export function byArgument(name: string, index: number, cases: Cases, otherwise: TypeLike, whole = false): Arg {
  const type = new SwitchType(index, cases, otherwise, whole);
  return new Arg(name, type).when((call) => type.pick(call) !== undefined);
}
