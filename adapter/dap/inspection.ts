/** Requests about a program that is held: stacks, scopes, variables, memory, the reason. */
import type { DebugProtocol } from '@vscode/debugprotocol';
import { mappingAt } from '../crash/mappings.js';
import { registersOf } from '../crash/registers.js';
import { readSignalInfo } from '../crash/signalInfo.js';
import { describeSignal } from '../crash/signalWords.js';
import { signalName } from '../decode/signalNames.js';
import { blobKinds, recordTypes } from '../record/layout.js';
import { RecordCursor } from '../record/recordCursor.js';
import { crashDescription } from './crashDescription.js';
import { badArgument, cannotEvaluate, notHalted, unknownThread } from './errors.js';
import { memoryReference, parseMemoryReference } from './memoryReference.js';
import type { RequestHandlers } from './requestTypes.js';
import { registersScope, syscallScope } from './scopes.js';
import { frameName } from './stackFrames.js';
import { mapsOf } from './taskStack.js';
import type { TracedThread } from './threads.js';
import type { TracedProgram } from './tracedProgram.js';

type Inspection = Pick<RequestHandlers, 'stackTrace' | 'scopes' | 'variables' | 'evaluate' | 'exceptionInfo' | 'readMemory'>;

/** Bytes of one readMemory answer. */
const maxMemoryBytes = 1 << 20;
/** Frames in the text of exceptionInfo. */
const exceptionFrames = 30;

/** `running` gives the program, or throws when there is none. */
export function inspection(running: (command: string) => TracedProgram): Inspection {
  const held = (command: string): TracedProgram => {
    const program = running(command);
    if (program.debuggee.state !== 'halted') throw notHalted(command);
    return program;
  };
  return {
    stackTrace: ({ threadId, startFrame, levels }) => {
      const program = held('stackTrace');
      return program.stopped.page(threadOf(program, threadId), startFrame ?? 0, levels ?? 0);
    },
    scopes: ({ frameId }) => {
      const program = held('scopes');
      const { thread, level } = program.stopped.frame(frameId);
      const { references } = program.stopped;
      const registers = program.debuggee.capture.registers(thread.task.tid);
      const scopes = [syscallScope(thread, program.decoder, references), registers && registersScope(registers, thread.task.pid, level, references)];
      return { scopes: scopes.filter((scope) => scope !== undefined) };
    },
    variables: (args) => ({ variables: held('variables').stopped.references.list(args) }),
    evaluate: ({ expression, frameId }) => evaluate(held('evaluate'), expression, frameId),
    exceptionInfo: ({ threadId }) => exceptionInfo(held('exceptionInfo'), threadId),
    readMemory: (args) => readMemory(running('readMemory'), args),
  };
}

function threadOf(program: TracedProgram, tid: number): TracedThread {
  const thread = program.threads.get(tid);
  if (!thread) throw unknownThread(tid);
  return thread;
}

/** `$rip`, `rip`: registers of the frame’s thread. */
function evaluate(program: TracedProgram, expression: string, frameId: number | undefined): DebugProtocol.EvaluateResponse['body'] {
  const name = expression.trim().replace(/^\$/, '').toLowerCase();
  const thread = frameId === undefined ? program.threads.get(program.debuggee.halt?.tid ?? 0) : program.stopped.frame(frameId).thread;
  const file = thread && program.debuggee.capture.registers(thread.task.tid);
  const register = file && registersOf(file).find((candidate) => candidate.name === name);
  if (!register) throw cannotEvaluate(expression);
  const { text, bits, value, isPointer } = register;
  return { result: text, type: `u${bits}`, variablesReference: 0, ...(isPointer ? { memoryReference: memoryReference(thread.task.pid, value) } : {}) };
}

async function exceptionInfo(program: TracedProgram, threadId: number): Promise<DebugProtocol.ExceptionInfoResponse['body']> {
  const { halt, store } = program.debuggee;
  if (halt?.reason.kind !== 'signal' || halt.tid !== threadId) throw badArgument('exceptionInfo', 'threadId', 'the thread that a signal stopped');
  const name = signalName(halt.reason.signo);
  const cursor = new RecordCursor(store.file, 16 * 1024);
  const info =
    cursor.moveTo(halt.offset) && cursor.type === recordTypes.signal ? readSignalInfo(cursor.blob(blobKinds.siginfo) ?? new Uint8Array()) : undefined;
  const ip = BigInt(cursor.ip);
  const maps = (await mapsOf(halt.pid)).toString('utf8');
  const words = info ? describeSignal(info, ip, (address) => mappingAt(maps, address)) : `${name} at 0x${ip.toString(16)}`;
  const description = (await crashDescription(store.file, halt.offset, program.services)) ?? words;
  const frames = await program.stopped.stackOf(threadOf(program, threadId));
  const stackTrace = frames
    .slice(0, exceptionFrames)
    .map((frame) => `${frameName(frame)}${frame.file === undefined ? '' : ` at ${frame.file}:${frame.line ?? 0}`}`)
    .join('\n');
  return { exceptionId: name, description, breakMode: 'always', details: { typeName: name, message: description, stackTrace } };
}

function readMemory(
  program: TracedProgram,
  { memoryReference: reference, offset, count }: DebugProtocol.ReadMemoryArguments,
): DebugProtocol.ReadMemoryResponse['body'] {
  const { capture, halt } = program.debuggee;
  const place = parseMemoryReference(String(reference), halt?.pid ?? program.pid);
  if (!place) throw badArgument('readMemory', 'memoryReference', 'an address such as 0x7fff1234');
  if (!Number.isSafeInteger(count) || count < 0) throw badArgument('readMemory', 'count', 'a number of bytes');
  const address = BigInt.asUintN(64, place.address + BigInt(offset ?? 0));
  const wanted = Math.min(count, maxMemoryBytes);
  const data = wanted === 0 ? new Uint8Array() : capture.readMemory(place.pid, address, wanted);
  return { address: `0x${address.toString(16)}`, data: Buffer.from(data).toString('base64'), unreadableBytes: count - data.length };
}
