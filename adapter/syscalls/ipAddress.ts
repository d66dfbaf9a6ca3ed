/** Internet addresses as text. */

/** `127.0.0.1` out of four bytes. */
export function ipv4Text(bytes: Uint8Array, at = 0): string {
  return `${bytes[at] ?? 0}.${bytes[at + 1] ?? 0}.${bytes[at + 2] ?? 0}.${bytes[at + 3] ?? 0}`;
}

/** As inet_ntop(3): the longest run of zero groups is `::`, an embedded IPv4 address is dotted. */
export function ipv6Text(bytes: Uint8Array, at = 0): string {
  const groups = Array.from({ length: 8 }, (_, index) => ((bytes[at + 2 * index] ?? 0) << 8) | (bytes[at + 2 * index + 1] ?? 0));
  const run = longestZeroRun(groups);
  const mapped = run.start === 0 && (run.length === 6 || (run.length === 7 && groups[7] !== 1) || (run.length === 5 && groups[5] === 0xffff));
  const words = groups.map((group) => group.toString(16));
  if (mapped) words.splice(6, 2, ipv4Text(bytes, at + 12));
  if (run.length < 2) return words.join(':');
  const head = words.slice(0, run.start).join(':');
  const tail = words.slice(run.start + Math.min(run.length, words.length - run.start)).join(':');
  return `${head}::${mapped && run.length >= 6 ? ipv4Text(bytes, at + 12) : tail}`;
}

function longestZeroRun(groups: readonly number[]): { readonly start: number; readonly length: number } {
  let best = { start: -1, length: 0 };
  for (let start = 0; start < groups.length; start++) {
    let length = 0;
    while (groups[start + length] === 0) length++;
    if (length > best.length) best = { start, length };
  }
  return best;
}
