/** How many: where the length of a buffer or array stands. */
import { type Place, readArgument, type Width } from '../../decode/place.js';
import { signed } from '../../decode/word.js';
import type { Operand } from '../../plan/op.js';
import type { CaptureContext } from '../descriptor.js';

export type Count =
  /** Register `index`, of this width (the capture looks at all of it). */
  | { readonly from: 'arg'; readonly index: number; readonly width: Width }
  | { readonly from: 'ret' }
  | { readonly from: 'constant'; readonly value: number }
  /** The field of this name beside the pointer. */
  | { readonly from: 'sibling'; readonly name: string };

export const argument = (index: number, width: Width = 'ulong'): Count => ({ from: 'arg', index, width });
export const returned: Count = { from: 'ret' };
export const fixed = (value: number): Count => ({ from: 'constant', value });
export const sibling = (name: string): Count => ({ from: 'sibling', name });

export function countOperand(count: Count, context: CaptureContext): Operand {
  switch (count.from) {
    case 'arg':
      return context.arg(count.index);
    case 'ret':
      return { from: 'ret' };
    case 'constant':
      return { from: 'constant', value: count.value };
    case 'sibling':
      return context.sibling(count.name);
  }
}

/** The count as the tracee gave it. `ret` of a failed call counts 0. Undefined when its field was not captured. */
export function countAt(count: Count, place: Place): number | bigint | undefined {
  switch (count.from) {
    case 'arg':
      return readArgument(place.call, count.index, count.width);
    case 'ret': {
      const value = signed(place.call.ret);
      return place.call.errno !== 0 || value < 0 ? 0 : value;
    }
    case 'constant':
      return count.value;
    case 'sibling':
      return place.sibling(count.name);
  }
}
