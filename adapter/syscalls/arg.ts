import type { CallView } from '../decode/memory.js';
import type { ArgType } from './descriptor.js';

/** An argument in a table. */
export class Arg {
  constructor(
    readonly name: string,
    readonly type: ArgType,
    readonly shown: ((call: CallView) => boolean) | undefined = undefined,
    readonly lateComma = false,
  ) {}

  /** Left out of the output unless `shown` says so. */
  when(shown: (call: CallView) => boolean): Arg {
    return new Arg(this.name, this.type, shown, this.lateComma);
  }

  /** The comma behind it is printed when the call returns. */
  withLateComma(): Arg {
    return new Arg(this.name, this.type, this.shown, true);
  }
}
