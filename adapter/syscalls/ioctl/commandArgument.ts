/** The third argument of ioctl(2): what it is, the command says. */
import type { Emitter } from '../../decode/emitter.js';
import type { CallView } from '../../decode/memory.js';
import type { Op, Operand } from '../../plan/op.js';
import type { AbiName } from '../../record/layout.js';
import { Arg } from '../arg.js';
import type { ArgType, CaptureContext, CaptureOps, ReturnType } from '../descriptor.js';
import { hexLong } from '../types/ints.js';
import { decimalReturn } from '../types/returns.js';
import { typeOf } from '../types/valueType.js';
import type { Commands } from './command.js';
import { commandCode } from './commandCodes.js';
import { type CommandPattern, matches } from './commandPattern.js';

interface Row {
  /** Undefined: the argument is not shown. */
  readonly type: ArgType | undefined;
  readonly returns: ReturnType;
}

/** The register that holds the command. */
const COMMAND = 1;
const unknown: Row = { type: hexLong.type, returns: decimalReturn };

/** All commands by number, as one ABI has them. */
export class CommandTable {
  readonly #rows = new Map<AbiName, ReadonlyMap<number, Row>>();

  constructor(
    readonly commands: Commands,
    readonly patterns: readonly CommandPattern[],
  ) {}

  rows(abi: AbiName): ReadonlyMap<number, Row> {
    let rows = this.#rows.get(abi);
    if (rows === undefined) {
      const made = new Map<number, Row>();
      for (const { names, arg, returns = decimalReturn } of this.commands) {
        const row: Row = { type: arg === undefined ? undefined : typeOf<ArgType>(arg), returns };
        for (const name of names) {
          const code = commandCode(abi, name);
          if (code !== undefined) made.set(code, row);
        }
      }
      rows = made;
      this.#rows.set(abi, rows);
    }
    return rows;
  }

  rowOf(call: CallView): Row {
    const code = call.u32(COMMAND);
    const row = this.rows(call.abi).get(code);
    if (row !== undefined) return row;
    const arg = this.patterns.find((pattern) => matches(pattern, code))?.arg;
    return arg === undefined ? unknown : { type: typeOf<ArgType>(arg), returns: decimalReturn };
  }

  /** What is copied for the command that the register holds. */
  capture(value: Operand, context: CaptureContext): CaptureOps {
    const rows = [...this.rows(context.abi)].map(([code, { type }]) => [code, type?.capture?.(value, context) ?? {}] as const);
    const patterns = this.patterns.map(({ mask, code, arg }) => ({
      mask,
      code,
      ops: arg === undefined ? {} : (typeOf<ArgType>(arg).capture?.(value, context) ?? {}),
    }));
    const phase = (name: 'entry' | 'exit' | 'exitAlways'): readonly Op[] => {
      const byMask = new Map<number, [code: number, body: readonly Op[]][]>();
      for (const { mask, code, ops } of patterns) {
        const body = ops[name] ?? [];
        if (body.length > 0) byMask.set(mask, [...(byMask.get(mask) ?? []), [code, body]]);
      }
      let otherwise: readonly Op[] = [];
      for (const [mask, cases] of byMask) otherwise = [{ op: 'switch', value: context.arg(COMMAND), mask, cases, otherwise }];
      const cases = rows.flatMap(([code, ops]) => {
        const body = ops[name] ?? [];
        return body.length === 0 ? [] : [[code, body] as const];
      });
      return cases.length === 0 && otherwise.length === 0 ? [] : [{ op: 'switch', value: context.arg(COMMAND), cases, otherwise }];
    };
    return { entry: phase('entry'), exit: phase('exit'), exitAlways: phase('exitAlways') };
  }
}

class CommandArgumentType implements ArgType {
  readonly typeName = 'ioctl argument';
  readonly direction = 'in';

  constructor(readonly table: CommandTable) {}

  resolve(call: CallView): ArgType {
    return this.table.rowOf(call).type ?? hexLong.type;
  }

  emit(out: Emitter, call: CallView, register: number): void {
    this.resolve(call).emit(out, call, register);
  }

  capture(value: Operand, context: CaptureContext): CaptureOps {
    return this.table.capture(value, context);
  }
}

/** The argument as `table` says for the command; left out where the command takes none. */
export function commandArgument(name: string, table: CommandTable): Arg {
  return new Arg(name, new CommandArgumentType(table)).when((call) => table.rowOf(call).type !== undefined);
}

/** What ioctl returns, as the command says. */
export function commandReturn(table: CommandTable): ReturnType {
  return {
    typeName: 'int',
    capture(context) {
      const exits = [...table.rows(context.abi)].flatMap(([code, { returns }]) => {
        const exit = returns.capture?.(context).exit ?? [];
        return exit.length === 0 ? [] : [[code, exit] as const];
      });
      return exits.length === 0 ? {} : { exit: [{ op: 'switch', value: context.arg(COMMAND), cases: exits }] };
    },
    emit: (out, call) => table.rowOf(call).returns.emit(out, call),
  };
}
