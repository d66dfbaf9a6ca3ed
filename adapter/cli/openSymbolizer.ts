import { loadAddon } from '../capture/loadAddon.js';
import type { Symbolizer } from '../symbols/frame.js';
import { NativeSymbolizer, type SymbolizerAddon } from '../symbols/nativeSymbolizer.js';
import type { TraceSettings } from './settings.js';

/** The symbolizer for -k; undefined when no stacks are wanted. `say` hears of debug information that cannot be used. */
export function openSymbolizer({ stacks }: TraceSettings, say: (message: string) => void): Symbolizer | undefined {
  if (stacks === 'none') return undefined;
  const symbolizer = new NativeSymbolizer(loadAddon<SymbolizerAddon>());
  symbolizer.onNotice((text) => say(`note: ${text}`));
  return symbolizer;
}
