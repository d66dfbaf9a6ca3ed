/** What the kernel leaves of a timeout: `left {tv_sec=0, tv_nsec=500}`, behind the result. */
import type { Emitter } from '../../decode/emitter.js';
import type { CallView } from '../../decode/memory.js';
import { Place } from '../../decode/place.js';
import { emitText } from './emitText.js';
import { showAt } from './pointers.js';
import type { StructType } from './struct.js';

/** What remained of the timeout in argument `index`; undefined where there is none to be read. */
export function timeLeft(like: Emitter, seen: CallView, index: number, timeout: StructType): string | undefined {
  const at = seen.word(index);
  const bytes = timeout.size(seen.abi);
  if (at === 0 || seen.exit.read(at, bytes).data.length < bytes) return undefined;
  return `left ${emitText(like, (one) => showAt(timeout, one, new Place(seen, seen.exit), at))}`;
}
