import { spawnSync } from 'node:child_process';

/** Random addresses in the functions of .text, the same for the same `seed`. */
export function randomTextAddresses(program: string, count: number, seed = 1): bigint[] {
  const { stdout } = spawnSync('readelf', ['-SW', program], { encoding: 'utf8' });
  const [, start, size] = / \.text +PROGBITS +([0-9a-f]+) [0-9a-f]+ ([0-9a-f]+)/.exec(stdout) ?? [];
  if (start === undefined || size === undefined) throw new Error(`${program} has no .text`);
  let state = seed * 2654435761 || 1;
  return Array.from({ length: count }, () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return BigInt(`0x${start}`) + (BigInt(state >>> 0) % BigInt(`0x${size}`));
  });
}
