import { createHash } from 'node:crypto';
import type { CrashFacts } from './crashFacts.js';
import type { CrashReport } from './crashReport.js';
import { Mappings } from './mappings.js';
import { moduleFrame } from './moduleFrame.js';
import { registerValue } from './registers.js';

/** Crashes whose top frames are equal (C13). */
export interface CrashGroup {
  /** The same for equal crashes of the same files, today and tomorrow. */
  readonly id: string;
  /** `SIGSEGV in nullPointer ← middle ← outer (name)` */
  readonly title: string;
  count: number;
  /** CLOCK_REALTIME. */
  readonly firstNs: bigint;
  lastNs: bigint;
}

/** Frames that make a signature. */
const SIGNATURE_FRAMES = 5;
/** Groups that are remembered; of the others only how many crashes there were. */
const MOST_GROUPS = 1000;

/** Counts equal crashes. */
export class CrashGroups {
  readonly #byId = new Map<string, CrashGroup>();
  /** Group by what is known before the stack is. */
  readonly #byPlace = new Map<string, CrashGroup>();

  /** Groups in the order of their first crash. */
  all(): readonly CrashGroup[] {
    return [...this.#byId.values()];
  }

  /** The group of a crash that was not looked at closely, when one at the same place was. Counts it. */
  countAt(facts: CrashFacts): CrashGroup | undefined {
    const group = this.#byPlace.get(place(facts));
    if (group !== undefined) count(group, facts);
    return group;
  }

  /** The group of a crash whose frames are known. Counts it. */
  count(report: CrashReport): CrashGroup {
    const { facts } = report.context;
    const names = frameNames(report);
    const id = createHash('sha256')
      .update([facts.comm, report.context.signal, report.diagnosis.kind, ...names].join('\0'))
      .digest('hex')
      .slice(0, 12);
    let group = this.#byId.get(id);
    if (group === undefined) {
      group = { id, title: `${report.context.signal} in ${names.join(' ← ')} (${facts.comm})`, count: 0, firstNs: facts.realtimeNs, lastNs: facts.realtimeNs };
      if (this.#byId.size < MOST_GROUPS) {
        this.#byId.set(id, group);
        this.#byPlace.set(place(facts), group);
      }
    }
    count(group, facts);
    return group;
  }
}

function count(group: CrashGroup, { realtimeNs }: CrashFacts): void {
  group.count++;
  if (realtimeNs > group.lastNs) group.lastNs = realtimeNs;
}

/** Functions; where there is no name, the place in the file. Addresses differ from run to run. */
function frameNames({ context }: CrashReport): string[] {
  return context.frames
    .slice(0, SIGNATURE_FRAMES)
    .map(({ symbol, module, fileOffset }) => symbol ?? (module === undefined ? '??' : `${module}+${fileOffset?.toString(16) ?? ''}`));
}

function place(facts: CrashFacts): string {
  const { comm, signo, code, maps, registers } = facts;
  const { module = '', fileOffset, address } = moduleFrame(registerValue(registers, 'rip'), Mappings.parse(Buffer.from(maps).toString('utf8')));
  return `${comm}\0${signo}\0${code}\0${module}\0${fileOffset ?? address}`;
}
