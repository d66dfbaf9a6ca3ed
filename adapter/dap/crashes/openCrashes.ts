/** Crashes that are open in the debugger, each as a stopped thread that will never run again. */
import { Handles, Thread } from '@vscode/debugadapter';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { registersOf } from '../../crash/registers.js';
import type { Frame } from '../../symbols/frame.js';
import type { Client } from '../connection.js';
import { badArgument, cannotEvaluate, unknownFrame, unknownThread } from '../errors.js';
import { memoryReference, parseMemoryReference } from '../memoryReference.js';
import type { RequestHandlers } from '../requestTypes.js';
import { SourceFiles } from '../sourceFiles.js';
import { dapFrame, frameName } from '../stackFrames.js';
import { VariableReferences } from '../variableReferences.js';
import { crashScopes } from './crashScopes.js';
import type { KeptCrash } from './crashShelf.js';

type Inspection = Pick<RequestHandlers, 'threads' | 'stackTrace' | 'scopes' | 'variables' | 'evaluate' | 'exceptionInfo' | 'readMemory'>;

interface KnownFrame {
  readonly crash: KeptCrash;
  /** 0: innermost. */
  readonly level: number;
}

/** Bytes of one readMemory answer. */
const MOST_MEMORY = 1 << 20;
/** Frames in the text of exceptionInfo. */
const EXCEPTION_FRAMES = 30;

export class OpenCrashes {
  readonly #open = new Map<number, KeptCrash>();
  readonly #frames = new Handles<KnownFrame | undefined>(1);
  readonly #references = new VariableReferences();
  readonly #files = new SourceFiles();

  constructor(private readonly client: Client) {}

  open(crash: KeptCrash): void {
    this.#open.set(crash.number, crash);
  }

  /** Whether it was open. */
  close(number: number): boolean {
    return this.#open.delete(number);
  }

  readonly handlers: Inspection = {
    threads: () => ({ threads: [...this.#open.values()].map(({ number, report }) => new Thread(number, threadName(report.context))) }),
    stackTrace: ({ threadId, startFrame, levels }) => this.#stack(this.#crash(threadId), startFrame ?? 0, levels ?? 0),
    scopes: ({ frameId }) => {
      const { crash, level } = this.#frame(frameId);
      return { scopes: crashScopes(crash.report, level, this.#references) };
    },
    variables: (args) => ({ variables: this.#references.list(args) }),
    evaluate: ({ expression, frameId }) => this.#evaluate(expression, frameId),
    exceptionInfo: ({ threadId }) => exceptionInfo(this.#crash(threadId)),
    readMemory: (args) => this.#readMemory(args),
  };

  #crash(number: number): KeptCrash {
    const crash = this.#open.get(number);
    if (crash === undefined) throw unknownThread(number);
    return crash;
  }

  #frame(id: number): KnownFrame {
    const known = this.#frames.get(id);
    if (known === undefined) throw unknownFrame(id);
    return known;
  }

  async #stack(crash: KeptCrash, startFrame: number, levels: number): Promise<DebugProtocol.StackTraceResponse['body']> {
    const { frames, facts } = crash.report.context;
    const start = Math.max(0, startFrame);
    const page = frames.slice(start, levels > 0 ? start + levels : undefined);
    const shown = page.map((frame: Frame, index) =>
      dapFrame(frame, { id: this.#frames.create({ crash, level: start + index }), pid: facts.pid, files: this.#files, client: this.client }),
    );
    return { stackFrames: await Promise.all(shown), totalFrames: frames.length };
  }

  /** `$rip`, `rip`: registers at the crash. */
  #evaluate(expression: string, frameId: number | undefined): DebugProtocol.EvaluateResponse['body'] {
    const name = expression.trim().replace(/^\$/, '').toLowerCase();
    const [only] = this.#open.values();
    const crash = frameId === undefined ? only : this.#frame(frameId).crash;
    const register = crash && registersOf(crash.report.context.facts.registers).find((candidate) => candidate.name === name);
    if (crash === undefined || register === undefined) throw cannotEvaluate(expression);
    const { text, bits, value, isPointer } = register;
    return {
      result: text,
      type: `u${bits}`,
      variablesReference: 0,
      ...(isPointer ? { memoryReference: memoryReference(crash.report.context.facts.pid, value) } : {}),
    };
  }

  /** What was copied at the crash, and what files held there. The process may be gone, its number another’s. */
  #readMemory({ memoryReference: reference, offset, count }: DebugProtocol.ReadMemoryArguments): DebugProtocol.ReadMemoryResponse['body'] {
    const place = parseMemoryReference(String(reference), 0);
    if (place === undefined) throw badArgument('readMemory', 'memoryReference', 'an address such as 0x7fff1234');
    if (!Number.isSafeInteger(count) || count < 0) throw badArgument('readMemory', 'count', 'a number of bytes');
    const crash = [...this.#open.values()].reverse().find(({ report }) => place.pid === 0 || report.context.facts.pid === place.pid);
    const address = BigInt.asUintN(64, place.address + BigInt(offset ?? 0));
    const data = crash === undefined || count === 0 ? new Uint8Array() : crash.report.context.memory.read(address, Math.min(count, MOST_MEMORY));
    return { address: `0x${address.toString(16)}`, data: Buffer.from(data).toString('base64'), unreadableBytes: count - data.length };
  }
}

const threadName = ({ facts, signal }: KeptCrash['report']['context']): string => `${facts.comm} (${facts.tid}) ${signal}`;

function exceptionInfo({ report: { context, diagnosis } }: KeptCrash): DebugProtocol.ExceptionInfoResponse['body'] {
  const stackTrace = context.frames
    .slice(0, EXCEPTION_FRAMES)
    .map((frame) => `${frameName(frame)}${frame.file === undefined ? '' : ` at ${frame.file}:${frame.line ?? 0}`}`)
    .join('\n');
  return {
    exceptionId: context.signal,
    description: [diagnosis.summary, ...diagnosis.details].join('\n'),
    breakMode: context.facts.handled ? 'always' : 'unhandled',
    details: { typeName: context.signal, message: diagnosis.summary, stackTrace },
  };
}
