import { realpathSync } from 'node:fs';
import { safeText } from '../decode/terminalText.js';

/** The paths of -P with what they resolve to; `say` hears of each that is another. */
export function tracedPaths(paths: readonly string[], say: (message: string) => void): ReadonlySet<string> {
  const all = new Set<string>();
  for (const path of paths) {
    all.add(path);
    const resolved = resolvedPath(path);
    if (resolved === undefined || resolved === path) continue;
    all.add(resolved);
    say(safeText(`Requested path "${path}" resolved into "${resolved}"`));
  }
  return all;
}

function resolvedPath(path: string): string | undefined {
  try {
    return realpathSync(path);
  } catch {
    // It is not there yet: calls that name it so are still found.
    return undefined;
  }
}
