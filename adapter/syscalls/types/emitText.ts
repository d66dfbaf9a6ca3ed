import type { Emitter } from '../../decode/emitter.js';
import { TextEmitter } from '../../decode/textEmitter.js';

/** Text of values that strace shows in parentheses behind the result. */
export function emitText(like: Emitter, emit: (out: Emitter) => void): string {
  const out = new TextEmitter(like.options);
  emit(out);
  return out.take();
}
