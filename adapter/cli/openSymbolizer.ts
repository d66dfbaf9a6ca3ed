import { loadAddon } from '../capture/loadAddon.js';
import type { Symbolizer } from '../symbols/frame.js';
import { NativeSymbolizer, type SymbolizerAddon } from '../symbols/nativeSymbolizer.js';
import type { TraceSettings } from './settings.js';

/** The symbolizer for -k; undefined when no stacks are wanted. */
export function openSymbolizer({ stacks }: TraceSettings): Symbolizer | undefined {
  return stacks === 'none' ? undefined : new NativeSymbolizer(loadAddon<SymbolizerAddon>());
}
