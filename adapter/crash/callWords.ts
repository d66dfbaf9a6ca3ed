import { safeText } from '../decode/terminalText.js';
import type { Frame } from '../symbols/frame.js';
import type { CrashContext } from './crashContext.js';

/** `middle (/home/me/faults.c:40)`; its address where no more is known. */
export function frameWords({ symbol, file, line, module, address }: Frame): string {
  const name = symbol === undefined ? `0x${address.toString(16)}` : safeText(symbol);
  if (file !== undefined) return `${name} (${safeText(file)}${line === undefined ? '' : `:${line}`})`;
  return module === undefined ? name : `${name} (${safeText(module)})`;
}

/** Who made the jump to where the program is, when the stack tells. */
export function callWords({ frames }: CrashContext): string | undefined {
  const [caller] = frames.slice(1);
  return caller === undefined ? undefined : `It came from ${frameWords(caller)}, or from where that function has jumped to.`;
}
