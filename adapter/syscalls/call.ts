/**
 * The builder that syscall tables are written with:
 *
 *   openat: call(dirfd('dfd'), path('filename'), openFlags('flags'), mode('mode').when(creates)).returns(fd).in('desc', 'file'),
 */
import type { CallView } from '../decode/memory.js';
import type { AbiName } from '../record/layout.js';
import type { Arg } from './arg.js';
import type { ArgDescriptor, CarriedCall, ReturnType, SyscallClass, SyscallDescriptor } from './descriptor.js';
import { decimalReturn } from './types/returns.js';
import { returnOf, typeOf, type ValueLike, ValueType } from './types/valueType.js';

/** A row of a syscall table; each method gives a new one. */
export class Call {
  constructor(readonly descriptor: SyscallDescriptor) {}

  /** How success is shown; a signed decimal number unless said. */
  returns(type: ReturnType | ValueLike): Call {
    const resolved = 'emit' in type && !(type instanceof ValueType) ? (type as ReturnType) : returnOf(typeOf(type as ValueLike));
    return this.#with({ returns: resolved });
  }

  /** The classes of `-e trace=%…` that it belongs to. */
  in(...classes: SyscallClass[]): Call {
    return this.#with({ classes: [...this.descriptor.classes, ...classes] });
  }

  /** Success does not come back (exit). */
  noReturn(): Call {
    return this.#with({ noReturn: true });
  }

  /** How many arguments are shown at entry, where it is not those before the first `out`. */
  entryArgs(count: number | ((call: CallView) => number)): Call {
    return this.#with({ entryArgs: count });
  }

  /** Another call is shown in its place when `carried` finds one; `passengers` are chosen and counted by their own names. */
  carries(carried: NonNullable<SyscallDescriptor['carried']>, passengers?: readonly CarriedCall[]): Call {
    return this.#with({ carried, ...(passengers === undefined ? {} : { passengers }) });
  }

  /** Names and basic types only. */
  basic(): Call {
    return this.#with({ basic: true });
  }

  #with(change: Partial<SyscallDescriptor>): Call {
    return new Call({ ...this.descriptor, ...change });
  }
}

/** A family of syscalls, by name. */
export type CallTable = Readonly<Record<string, Call>>;

/** A syscall with these parameters. */
export function call(...args: Arg[]): Call {
  return new Call({ args: placeArguments(args, 'x86_64'), returns: decimalReturn, classes: [] });
}

/** Gives each argument its register under an ABI. */
export function placeArguments(args: readonly (Arg | ArgDescriptor)[], abi: AbiName): ArgDescriptor[] {
  let register = 0;
  return args.map(({ name, type, shown, lateComma, label, fixedRegister }) => {
    const placed: ArgDescriptor = {
      name,
      type,
      register: fixedRegister ?? register,
      ...(shown === undefined ? {} : { shown }),
      ...(lateComma === true ? { lateComma } : {}),
      ...(label === undefined ? {} : { label }),
      ...(fixedRegister === undefined ? {} : { fixedRegister }),
    };
    register += type.registers?.(abi) ?? 1;
    return placed;
  });
}
