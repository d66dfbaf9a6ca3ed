import * as vscode from 'vscode';
import type { CrashCountersEvent, CrashDto, CrashesEvent } from '../../adapter/protocol/crashes.js';

/** A crash, and the session that knows more about it. */
export interface SeenCrash {
  readonly crash: CrashDto;
  readonly session: vscode.DebugSession;
}

/** Crashes with the same top frames, the latest first. */
export interface CrashGroup {
  readonly id: string;
  title: string;
  /** How many there were: more than `crashes` where old ones were dropped. */
  count: number;
  readonly crashes: SeenCrash[];
}

/** Crashes of one group that are listed. */
const MOST_LISTED = 50;
const MOST_GROUPS = 500;

/** The crashes that the sessions of this window have told of, and who watches. */
export class CrashWatch implements vscode.Disposable {
  private readonly bySignature = new Map<string, CrashGroup>();
  private readonly watching = new Map<vscode.DebugSession, CrashCountersEvent>();
  private readonly changed = new vscode.EventEmitter<void>();
  private readonly arrived = new vscode.EventEmitter<readonly SeenCrash[]>();

  readonly onDidChange = this.changed.event;
  readonly onDidCrash = this.arrived.event;

  /** Latest crash first. */
  get groups(): readonly CrashGroup[] {
    return [...this.bySignature.values()].reverse();
  }

  /** Crashes since the list was last cleared. */
  get total(): number {
    return [...this.bySignature.values()].reduce((sum, { count }) => sum + count, 0);
  }

  get sessions(): readonly vscode.DebugSession[] {
    return [...this.watching.keys()];
  }

  /** Of all sessions that watch, added up. */
  get counters(): CrashCountersEvent {
    const sum = { detected: 0, filtered: 0, captured: 0, dropped: 0 };
    for (const { detected, filtered, captured, dropped } of this.watching.values()) {
      sum.detected += detected;
      sum.filtered += filtered;
      sum.captured += captured;
      sum.dropped += dropped;
    }
    return sum;
  }

  begin(session: vscode.DebugSession): void {
    this.watching.set(session, { detected: 0, filtered: 0, captured: 0, dropped: 0 });
    this.changed.fire();
  }

  count(session: vscode.DebugSession, counters: CrashCountersEvent): void {
    if (!this.watching.has(session)) return;
    this.watching.set(session, counters);
    this.changed.fire();
  }

  take(session: vscode.DebugSession, { crashes }: CrashesEvent): void {
    const seen = crashes.map((crash) => ({ crash, session }));
    for (const one of seen) this.add(one);
    this.changed.fire();
    this.arrived.fire(seen);
  }

  end(session: vscode.DebugSession): void {
    if (this.watching.delete(session)) this.changed.fire();
  }

  clear(): void {
    this.bySignature.clear();
    this.changed.fire();
  }

  dispose(): void {
    this.changed.dispose();
    this.arrived.dispose();
  }

  private add(seen: SeenCrash): void {
    const { group: told, name, signal } = seen.crash;
    const id = told?.id ?? `${signal} ${name}`;
    const group = this.bySignature.get(id) ?? { id, title: told?.title ?? `${signal} (${name})`, count: 0, crashes: [] };
    group.count = Math.max(group.count + 1, told?.count ?? 0);
    group.crashes.unshift(seen);
    group.crashes.length = Math.min(group.crashes.length, MOST_LISTED);
    // Behind all others: the latest.
    this.bySignature.delete(id);
    this.bySignature.set(id, group);
    if (this.bySignature.size <= MOST_GROUPS) return;
    const [oldest] = this.bySignature.keys();
    if (oldest !== undefined) this.bySignature.delete(oldest);
  }
}
