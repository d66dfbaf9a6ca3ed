import type { CrashGroup } from '../crash/crashGroups.js';
import { localTime } from '../crash/crashText.js';
import { safeText } from '../decode/terminalText.js';

/** Groups that are listed: those with the most crashes. */
const LISTED = 20;

/** Equal crashes with their count, each line ended; empty when there was none. */
export function groupLines(groups: readonly CrashGroup[]): string {
  if (groups.length === 0) return '';
  const most = [...groups].sort((a, b) => b.count - a.count).slice(0, LISTED);
  const lines = most.map(({ id, count, title, firstNs, lastNs }) => {
    const times = count === 1 ? `at ${localTime(firstNs)}` : `first ${localTime(firstNs)}, last ${localTime(lastNs)}`;
    return `    ${String(count).padStart(7)} × ${id}  ${safeText(title)}\n${' '.repeat(14)}${times}\n`;
  });
  const rest = groups.length > LISTED ? `    … and ${groups.length - LISTED} more\n` : '';
  return `Equal crashes (${groups.length} ${groups.length === 1 ? 'group' : 'groups'}):\n${lines.join('')}${rest}`;
}
