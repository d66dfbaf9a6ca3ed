/** What the client may ask about while the program is held: frames and variables, forgotten when it goes on. */
import { Handles } from '@vscode/debugadapter';
import type { DebugProtocol } from '@vscode/debugprotocol';
import type { CaptureSession } from '../capture/backend.js';
import type { Frame } from '../symbols/frame.js';
import type { Client } from './connection.js';
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
  private known = new Handles<KnownFrame | undefined>(1);
  private lastId = 0;

  constructor(
    private readonly client: Client,
    private readonly capture: CaptureSession,
    private readonly services: Services,
    private readonly files: SourceFiles,
  ) {}

  /** Ids of former stops are not used again. */
  clear(): void {
    this.references.clear();
    this.stacks = new Map();
    this.known = new Handles(this.lastId + 1);
  }

  /** A page of the thread’s stack. DAP: no `levels`, or 0, asks for all. */
  async page(thread: TracedThread, startFrame: number, levels: number): Promise<DebugProtocol.StackTraceResponse['body']> {
    const frames = await this.stackOf(thread);
    const start = Math.max(0, startFrame);
    const page = frames.slice(start, levels > 0 ? start + levels : undefined);
    const stackFrames = page.map((frame, index) => {
      this.lastId = this.known.create({ thread, frame, level: start + index });
      return dapFrame(frame, { id: this.lastId, pid: thread.task.pid, files: this.files, client: this.client });
    });
    return { stackFrames: await Promise.all(stackFrames), totalFrames: frames.length };
  }

  frame(id: number): KnownFrame {
    const known = this.known.get(id);
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
