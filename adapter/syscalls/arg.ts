import type { CallView } from '../decode/memory.js';
import type { ArgType } from './descriptor.js';

/** What sets an argument apart from most. */
interface ArgOptions {
  readonly shown?: (call: CallView) => boolean;
  readonly lateComma?: boolean;
  readonly label?: string;
  readonly fixedRegister?: number;
}

/** An argument in a table. */
export class Arg {
  readonly shown: ((call: CallView) => boolean) | undefined;
  readonly lateComma: boolean;
  readonly label: string | undefined;
  readonly fixedRegister: number | undefined;

  constructor(
    readonly name: string,
    readonly type: ArgType,
    private readonly options: ArgOptions = {},
  ) {
    this.shown = options.shown;
    this.lateComma = options.lateComma ?? false;
    this.label = options.label;
    this.fixedRegister = options.fixedRegister;
  }

  /** Left out of the output unless `shown` says so. */
  when(shown: (call: CallView) => boolean): Arg {
    return new Arg(this.name, this.type, { ...this.options, shown });
  }

  /** The comma behind it is printed when the call returns. */
  withLateComma(): Arg {
    return new Arg(this.name, this.type, { ...this.options, lateComma: true });
  }

  /** Printed as `label=value`. */
  labelled(label: string = this.name): Arg {
    return new Arg(this.name, this.type, { ...this.options, label });
  }

  /** In this register, where the output’s order is not that of the registers. */
  inRegister(fixedRegister: number): Arg {
    return new Arg(this.name, this.type, { ...this.options, fixedRegister });
  }
}
