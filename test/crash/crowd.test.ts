import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import type { CrashFacts } from '../../adapter/crash/crashFacts.js';
import type { CrashMonitorOptions } from '../../adapter/crash/crashMonitor.js';
import { program } from './crashPrograms.js';
import { functionsOf, mapsText, stackOf, Watch, whyNot } from './watch.js';

const reason = await whyNot();
const SIZE = 300;

/** Runs `crowd` and returns what it printed. */
async function runCrowd(args: readonly string[]): Promise<string[]> {
  const child = spawn(program('crowd'), args, { stdio: ['ignore', 'pipe', 'inherit'] });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => {
    output += chunk;
  });
  await once(child, 'close');
  return output.trimEnd().split('\n');
}

/** The mappings with code, without the vsyscall page, which belongs to every process and to no list of the kernel's. */
const codeOf = (lines: readonly string[]): string[] => lines.filter((line) => line.includes(' r-xp ') && !line.includes('[vsyscall]'));

describe.skipIf(reason !== undefined)(`C4: many processes that die at once${reason === undefined ? '' : ` (skipped: ${reason})`}`, () => {
  async function crowd(options: CrashMonitorOptions): Promise<{ crashes: readonly CrashFacts[]; told: ReadonlyMap<number, string[]> }> {
    const crowdProgram = program('crowd');
    const watch = await Watch.start(options);
    const lines = await runCrowd([String(SIZE)]);
    expect(lines.at(-1)).toBe(String(SIZE));
    const last = await watch.stop();
    const crashes = watch.crashes.filter(({ executable }) => executable === crowdProgram);
    expect(last.dropped).toBe(0);
    const told = new Map<number, string[]>();
    for (const line of lines.slice(0, -1)) {
      const [, pid = '', mapping = ''] = /^(\d+) (.*)$/.exec(line) ?? [];
      told.set(Number(pid), [...(told.get(Number(pid)) ?? []), mapping]);
    }
    return { crashes, told };
  }

  it.each<[string, CrashMonitorOptions, CrashFacts['mapsOrigin'] | undefined]>([
    ['with all that this kernel can', {}, undefined],
    ['by the mapping stream alone, as before Linux 6.16', { without: ['exitMappings'] }, 'stream'],
  ])('300 of 300 %s: mappings as the process had them, and the whole chain', async (_, options, origin) => {
    const { crashes, told } = await crowd(options);
    expect(new Set(crashes.map(({ pid }) => pid)).size).toBe(SIZE);
    for (const crash of crashes) {
      expect(codeOf(mapsText(crash).split('\n'))).toEqual(codeOf(told.get(crash.pid) ?? []));
      // A process that is reaped late may still be read from /proc.
      if (origin !== undefined) expect([origin, 'proc']).toContain(crash.mapsOrigin);
      const { frames, end } = await stackOf(crash);
      expect(end).toBe('start');
      expect(functionsOf(frames, program('crowd'))).toEqual(['innermost', 'second', 'first', 'main', '_start']);
      expect(frames[0]?.line).toBeGreaterThan(0);
    }
  });
});
