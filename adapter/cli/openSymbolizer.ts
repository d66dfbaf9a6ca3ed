import { loadAddon } from '../capture/loadAddon.js';
import { openDebuginfod } from '../symbols/debuginfod/openDebuginfod.js';
import { NativeSymbolizer, type SymbolizerAddon } from '../symbols/nativeSymbolizer.js';
import type { TraceSettings } from './settings.js';

/** `say` hears of debug information that cannot be used, and of downloads with `debuginfod`. */
export function newSymbolizer({ debuginfod }: { readonly debuginfod: boolean }, say: (message: string) => void): NativeSymbolizer {
  const note = (text: string) => say(`note: ${text}`);
  const symbolizer = new NativeSymbolizer(loadAddon<SymbolizerAddon>(), 0, debuginfod ? openDebuginfod(note) : undefined);
  symbolizer.onNotice(note);
  return symbolizer;
}

/** The symbolizer for -k; undefined when no stacks are wanted. */
export function openSymbolizer(settings: TraceSettings, say: (message: string) => void): NativeSymbolizer | undefined {
  return settings.stacks === 'none' ? undefined : newSymbolizer(settings, say);
}
