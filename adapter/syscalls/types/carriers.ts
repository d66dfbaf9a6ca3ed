/** Rows of calls that carry others. */
import type { CallView } from '../../decode/memory.js';
import { type Call, placeArguments } from '../call.js';
import type { ArgType, CaptureContext, CaptureOps, CarriedCall } from '../descriptor.js';
import { type Carried, carriedOps, carriedWords, rawArguments, type Source, unwrapped, wholeBlock } from './carriedCall.js';
import { type Named, named, typeOf } from './valueType.js';

/** A call that another may carry. */
export interface Passenger {
  readonly carried: Carried;
  /** Its decoder, made once. */
  readonly shown: CarriedCall;
}

/** `row` with its registers where `sources` say; without them all lie in the block that register `block` points to. */
export function passenger(name: string, row: Call, block: number | undefined, sources?: readonly Source[]): Passenger {
  const args = placeArguments(row.descriptor.args, 'i386');
  const count = args.reduce((most, arg) => Math.max(most, arg.register + (arg.type.registers?.('i386') ?? 1)), 0);
  const carried: Carried = { descriptor: { ...row.descriptor, args }, sources: sources ?? wholeBlock(count), block };
  return { carried, shown: { name, descriptor: unwrapped(carried), rawArgs: rawArguments(carried) } };
}

/** What a call shows in its place; undefined when the block was not readable, and the call is not shown without it. */
export const boarded = (found: Passenger | undefined, call: CallView): CarriedCall | undefined =>
  found === undefined ? undefined : carriedWords(found.carried, call) === undefined ? found.shown.unread : found.shown;

/** `type` as the outer call shows it, with the operations of all passengers. `ops` puts those of each passenger in its case. */
export function carrying(type: ArgType | { readonly type: ArgType }, ops: (context: CaptureContext) => CaptureOps): Named {
  const plain = typeOf<ArgType>(type);
  return named<ArgType>({
    typeName: plain.typeName,
    direction: plain.direction,
    capture: (_value, context) => ops(context),
    emit: (out, call, index) => plain.emit(out, call, index),
  });
}

/** Operations that a switch chooses between, by number: the low bits of register 0 that `mask` covers. */
export function casesOf(passengers: ReadonlyMap<number, readonly Passenger[]>, mask: number, context: CaptureContext): CaptureOps {
  const phase = (name: 'entry' | 'exit' | 'exitAlways') => {
    const cases = [...passengers].map(([value, those]) => [value, those.flatMap(({ carried }) => carriedOps(carried, context)[name] ?? [])] as const);
    const needed = cases.filter(([, body]) => body.length > 0);
    return needed.length === 0 ? [] : [{ op: 'switch', value: context.arg(0), mask, cases: needed } as const];
  };
  return { entry: phase('entry'), exit: phase('exit'), exitAlways: phase('exitAlways') };
}
