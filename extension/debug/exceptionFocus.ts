import type { DebugProtocol } from '@vscode/debugprotocol';
import { isEvent } from '../traces/traceEvents.js';

/**
 * Has the exception widget shown although the editor asked for the top of the stack twice.
 *
 * VS Code shows the widget only for a focused frame that is the first of the stack it holds, the very object. When its Call Stack view
 * asks for the stack before the answer to the stop’s own question has arrived (it waits 50 ms), the second answer replaces the frame
 * that is then being focused. Focusing the top frame once more sets that right.
 */
export class ExceptionFocus {
  /** The thread that an exception stopped, until this has done its work. */
  private threadId: number | undefined;
  /** Questions for the top of its stack that were not answered yet. */
  private readonly asked = new Set<number>();
  /** Frame ids: the top as last answered, the one before that, and what has the focus. */
  private top: number | undefined;
  private replaced: number | undefined;
  private focused: number | undefined;

  /** `focusTop` focuses the top frame of the stack. */
  constructor(private readonly focusTop: () => void) {}

  /** The editor asks the adapter something. */
  onRequest(message: DebugProtocol.ProtocolMessage): void {
    if (this.threadId === undefined || !isStackTrace(message)) return;
    const { threadId, startFrame } = message.arguments;
    if (threadId === this.threadId && (startFrame ?? 0) === 0) this.asked.add(message.seq);
  }

  /** The adapter says something. */
  onMessage(message: DebugProtocol.ProtocolMessage): void {
    if (isEvent(message, 'stopped')) this.begin(message.body.reason === 'exception' ? message.body.threadId : undefined);
    else if (isEvent(message, 'continued')) this.begin(undefined);
    else if (message.type === 'response') this.onResponse(message as DebugProtocol.StackTraceResponse);
  }

  /** A frame of the session has the focus now. */
  onFocus(frameId: number): void {
    this.focused = frameId;
    this.check();
  }

  private onResponse({ request_seq, body }: DebugProtocol.StackTraceResponse): void {
    if (!this.asked.delete(request_seq)) return;
    this.replaced = this.top;
    this.top = body?.stackFrames[0]?.id;
    this.check();
  }

  private check(): void {
    if (this.replaced === undefined || this.focused !== this.replaced || this.top === this.replaced) return;
    this.begin(undefined);
    this.focusTop();
  }

  private begin(threadId: number | undefined): void {
    this.threadId = threadId;
    this.asked.clear();
    this.top = undefined;
    this.replaced = undefined;
    this.focused = undefined;
  }
}

const isStackTrace = (message: DebugProtocol.ProtocolMessage): message is DebugProtocol.StackTraceRequest =>
  message.type === 'request' && (message as DebugProtocol.Request).command === 'stackTrace';
