/** Runs a call of a simulated tracee through capture and decoding to a line of text. */
import { RecordedCall } from '../../adapter/decode/callView.js';
import { entryText, exitText, resultText } from '../../adapter/decode/decodeCall.js';
import { type DecodeOptions, defaultDecodeOptions } from '../../adapter/decode/emitter.js';
import { TextEmitter } from '../../adapter/decode/textEmitter.js';
import { captureContext, syscallPlan } from '../../adapter/plan/compile.js';
import type { AbiName } from '../../adapter/record/layout.js';
import { syscallTable } from '../../adapter/syscalls/registry.js';
import type { SimulatedTracee } from './simulatedTracee.js';

export interface SimulatedCall {
  readonly name: string;
  readonly args: readonly (number | bigint)[];
  readonly ret: number | bigint;
  readonly abi?: AbiName;
  readonly options?: Partial<DecodeOptions>;
}

/** `name(args) = result`, as it is printed without columns. */
export function decodeLine(tracee: SimulatedTracee, { name, args, ret, abi = 'x86_64', options = {} }: SimulatedCall, between?: () => void): string {
  const syscall = syscallTable(abi).find((entry) => entry?.name === name);
  if (syscall === undefined) throw new Error(`${abi} has no ${name}`);
  const decode: DecodeOptions = { ...defaultDecodeOptions, ...options };
  const plan = syscallPlan(syscall.descriptor, captureContext(abi, decode));
  const { entry, exit } = tracee.run(plan, { abi, nr: syscall.nr, args: args.map(BigInt), ret: BigInt(ret) }, between);
  const call = new RecordedCall(entry, exit);
  const out = new TextEmitter(decode);
  return `${entryText(out, call, syscall)}${exitText(out, call, syscall)} = ${resultText(out, call, syscall)}`;
}
