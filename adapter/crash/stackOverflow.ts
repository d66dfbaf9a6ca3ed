import { safeText } from '../decode/terminalText.js';
import type { Frame } from '../symbols/frame.js';
import { accessWords } from './accessWords.js';
import type { CrashContext } from './crashContext.js';
import { type Diagnosis, diagnosis } from './diagnosis.js';
import { hex, sizeWords } from './hex.js';
import type { Mapping } from './mappings.js';

/** A function may put so much on the stack at once that its first access lies this far below the stack. */
const FARTHEST = 16n << 20n;
/** Between stack pointer and fault address: what one frame has, with the red zone. */
const NEAR_POINTER = 1n << 20n;
/** Room that one function takes at once, and should not. */
const LARGE_FRAME = 64n << 10n;
/** Functions that call each other in a cycle. */
const LONGEST_CYCLE = 8;
/** Rounds of a cycle that make it a recursion. */
const FEWEST_ROUNDS = 4;

/** An access below the stack’s mapping, near the stack pointer: the stack is used up. Undefined when it is not that. */
export function stackOverflow(context: CrashContext, address: bigint): Diagnosis | undefined {
  const { sp, mapping, mappings } = context;
  const distance = address > sp ? address - sp : sp - address;
  if (distance > NEAR_POINTER) return undefined;
  const guard = mapping?.permissions.startsWith('---') === true ? mapping : undefined;
  if (mapping !== undefined && guard === undefined) return undefined;
  const stack = guard === undefined ? mappings.above(address) : mappings.at(guard.end);
  if (stack === undefined || !stack.permissions.startsWith('rw') || stack.start - address > FARTHEST) return undefined;
  // Another mapping’s neighbour, not ours: the pointer is neither in the stack nor just below it.
  if (sp >= stack.end || sp + FARTHEST < stack.start) return undefined;
  if (guard === undefined && stack.name !== '[stack]') return undefined;
  const where = guard === undefined ? `the end of the stack` : `the guard page below the thread’s stack`;
  return diagnosis(
    'stackOverflow',
    `Stack overflow: ${accessWords(context)} at ${hex(address)}, ${where}; the stack of ${sizeWords(stack.end - stack.start)} is used up.`,
    recursionWords(context.frames, context.unwindEnd === 'start'),
    largeFrameWords(sp, stack),
  );
}

function largeFrameWords(sp: bigint, stack: Mapping): string | undefined {
  if (sp + LARGE_FRAME >= stack.start) return undefined;
  return `The stack pointer is ${sizeWords(stack.start - sp)} below the stack: the function that crashed needs much room at once (a large array?).`;
}

/** Names the functions that repeat. `whole`: the frames reach to where the thread began. */
export function recursionWords(frames: readonly Frame[], whole: boolean): string | undefined {
  const real = frames.filter(({ inlined }) => !inlined);
  const keys = real.map((frame) => frame.symbol ?? hex(frame.address));
  // A leaf that the last round has called may stand on top of the cycle.
  for (let top = 0; top <= 2; top++) {
    for (let length = 1; length <= LONGEST_CYCLE; length++) {
      const repeated = repeatedFrames(keys, top, length);
      if (repeated < length * FEWEST_ROUNDS) continue;
      const names = keys.slice(top, top + length).map(safeText);
      const count = `${top + repeated === keys.length && !whole ? 'at least ' : ''}${repeated}`;
      const caller = keys[top + repeated];
      const begun = caller === undefined ? '' : `; ${safeText(caller)} began it`;
      if (length === 1) return `${names[0]} calls itself: ${count} of the frames are its own${begun}.`;
      return `${names.join(' ← ')} call each other in a circle: ${count} of the frames are theirs${begun}.`;
    }
  }
  return undefined;
}

/** How many keys from `top` on go round in a cycle of that length. */
function repeatedFrames(keys: readonly string[], top: number, length: number): number {
  let index = top + length;
  while (index < keys.length && keys[index] === keys[index - length]) index++;
  return index - top;
}
