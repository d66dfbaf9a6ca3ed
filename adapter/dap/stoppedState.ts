/** What the client may ask about while the program is held: frames and variables, forgotten when it goes on. */
import type { DebugProtocol } from '@vscode/debugprotocol';
import type { CaptureSession } from '../capture/backend.js';
import type { Frame } from '../symbols/frame.js';
import { unknownFrame } from './errors.js';
import type { Services } from './services.js';
import type { SourceFiles } from './sourceFiles.js';
import { dapFrame } from './stackFrames.js';
import { taskStack } from './taskStack.js';
import type { TracedThread } from './threads.js';
import { VariableReferences } from './variableReferences.js';

/** A frame that the client has been told of. */
export interface KnownFrame {
  readonly thread: TracedThread;
  readonly frame: Frame;
  /** 0: innermost. */
  readonly level: number;
}

export class StoppedState {
  readonly references = new VariableReferences();
  private stacks = new Map<number, Promise<Frame[]>>();
  private known: KnownFrame[] = [];
  /** Ids of former stops are not reused. */
  private base = 1;

  constructor(
    private readonly capture: CaptureSession,
    private readonly services: Services,
    private readonly files: SourceFiles,
  ) {}

  clear(): void {
    this.references.clear();
    this.stacks = new Map();
    this.base += this.known.length;
    this.known = [];
  }

  /** A page of the thread’s stack. DAP: no `levels`, or 0, asks for all. */
  async page(thread: TracedThread, startFrame: number, levels: number): Promise<DebugProtocol.StackTraceResponse['body']> {
    const frames = await this.stackOf(thread);
    const start = Math.max(0, startFrame);
    const page = frames.slice(start, levels > 0 ? start + levels : undefined);
    const firstId = this.base + this.known.length;
    this.known.push(...page.map((frame, index) => ({ thread, frame, level: start + index })));
    const stackFrames = await Promise.all(page.map((frame, index) => dapFrame(frame, firstId + index, thread.task.pid, this.files)));
    return { stackFrames, totalFrames: frames.length };
  }

  frame(id: number): KnownFrame {
    const known = this.known[id - this.base];
    if (!known) throw unknownFrame(id);
    return known;
  }

  stackOf(thread: TracedThread): Promise<Frame[]> {
    const { pid, tid } = thread.task;
    let stack = this.stacks.get(tid);
    if (!stack) {
      stack = taskStack(this.capture, this.services.symbolizer, pid, tid);
      this.stacks.set(tid, stack);
    }
    return stack;
  }
}
