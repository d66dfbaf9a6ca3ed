import { loadAddon } from '../capture/loadAddon.js';
import { isCommand } from './checkSettings.js';
import { Destination } from './destination.js';
import type { TraceSettings } from './settings.js';

/** Where -o, -A and -ff say; else standard descriptor `standard`. @throws CliError */
export function openOutput(settings: TraceSettings, standard: 1 | 2, say: (message: string) => void): Destination | ((tid: number) => Destination) {
  const { output, append, separate } = settings;
  if (output === undefined) return Destination.standard(standard, say);
  if (isCommand(output)) return Destination.command(output.slice(1), () => loadAddon<{ openPipe(): [number, number] }>().openPipe(), say);
  if (separate) return (tid) => Destination.file(`${output}.${tid}`, append, say);
  return Destination.file(output, append, say);
}
