/** CRASH_STORM_SECONDS=30 npx vitest run test/crash/storm.test.ts: a longer storm. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { program } from './crashPrograms.js';
import { functionsOf, stackOf, Watch, whyNot } from './watch.js';

const reason = (await whyNot()) ?? (process.getuid?.() === 0 ? undefined : 'only root can run programs as another user');
const SECONDS = Number(process.env.CRASH_STORM_SECONDS ?? 2);
const AT_ONCE = 4;
/** A user that runs nothing else: the filter by user tells the storm from other crashes of the machine. */
const STORM_UID = 54321;
const MiB = 1 << 20;

/** Crashes as fast as the machine can; how many, by the wait status that the kernel gave each. */
async function storm(): Promise<number> {
  const child = spawn(program('crowd'), ['storm', String(SECONDS)], { uid: STORM_UID, gid: STORM_UID, stdio: ['ignore', 'pipe', 'inherit'] });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => {
    output += chunk;
  });
  await once(child, 'close');
  return Number(output);
}

describe.skipIf(reason !== undefined)(`C12, C13: a storm of crashes${reason === undefined ? '' : ` (skipped: ${reason})`}`, () => {
  it.each([
    ['ring of 16 MiB', 16 * MiB],
    ['ring of 256 KiB', MiB / 4],
  ])(
    `${AT_ONCE} × ${SECONDS} s, %s: every crash is captured or counted as dropped`,
    async (_, ringBytes) => {
      const watch = await Watch.start({ uid: STORM_UID, ringBytes });
      const counts = await Promise.all(Array.from({ length: AT_ONCE }, storm));
      const last = await watch.stop();
      const total = counts.reduce((sum, count) => sum + count, 0);
      expect(total).toBeGreaterThan(100);
      expect(last.captured + last.dropped).toBe(total);
      expect(watch.crashes).toHaveLength(last.captured);
      expect(last.delivered).toBe(last.captured);
      for (const counters of watch.counters) {
        expect(counters.detected).toBe(counters.filtered + counters.captured + counters.dropped);
        expect(counters.helperMemory).toBeLessThan(64 * MiB);
      }
      // Whatever was cut for want of room, equal crashes can be told by their innermost frames.
      for (const crash of [...watch.crashes.slice(0, 20), ...watch.crashes.slice(-20)]) {
        const { frames } = await stackOf(crash);
        const names = functionsOf(frames, program('crowd'));
        expect(names.slice(0, 3)).toEqual(crash.stack.length > 0 ? ['innermost', 'second', 'first'] : ['innermost']);
      }
      console.log(
        `${total} crashes, ${Math.round(total / SECONDS)}/s: dropped ${last.dropped}, reduced ${last.reduced}, ` +
          `helper at most ${Math.round(Math.max(...watch.counters.map(({ helperMemory }) => helperMemory)) / MiB)} MiB, mappings lost ${last.mappingsLost}`,
      );
    },
    60_000 + SECONDS * 10_000,
  );
});
