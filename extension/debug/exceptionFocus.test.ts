import type { DebugProtocol } from '@vscode/debugprotocol';
import { expect, it } from 'vitest';
import { ExceptionFocus } from './exceptionFocus.js';

function setUp(reason: string) {
  let count = 0;
  const focus = new ExceptionFocus(() => count++);
  focus.onMessage({ seq: 1, type: 'event', event: 'stopped', body: { reason, threadId: 7 } } as DebugProtocol.Event);
  return {
    ask: (seq: number, startFrame: number, threadId = 7) =>
      focus.onRequest({ seq, type: 'request', command: 'stackTrace', arguments: { threadId, startFrame } } as DebugProtocol.Request),
    answer: (seq: number, topId: number) =>
      focus.onMessage({ seq: 100 + seq, type: 'response', request_seq: seq, body: { stackFrames: [{ id: topId }] } } as unknown as DebugProtocol.Response),
    focus: (id: number) => focus.onFocus(id),
    count: () => count,
  };
}

it('U6: focuses the top frame again, once, when the focus comes to a frame that was replaced', () => {
  const { ask, answer, focus, count } = setUp('exception');
  ask(1, 0);
  ask(2, 0);
  answer(1, 11);
  answer(2, 12);
  expect(count()).toBe(0);
  focus(11);
  expect(count()).toBe(1);
  focus(12);
  focus(11);
  expect(count()).toBe(1);
});

it('U6: and when the frame with the focus is replaced', () => {
  const { ask, answer, focus, count } = setUp('exception');
  ask(1, 0);
  answer(1, 11);
  focus(11);
  ask(2, 0);
  answer(2, 12);
  expect(count()).toBe(1);
});

it('leaves the focus alone otherwise', () => {
  const orderly = setUp('exception');
  orderly.ask(1, 0);
  orderly.ask(2, 0, 8);
  orderly.ask(3, 1);
  for (const seq of [1, 2, 3]) orderly.answer(seq, 10 + seq);
  orderly.focus(11);
  const step = setUp('step');
  step.ask(1, 0);
  step.ask(2, 0);
  step.answer(1, 11);
  step.answer(2, 12);
  step.focus(11);
  expect([orderly.count(), step.count()]).toEqual([0, 0]);
});
