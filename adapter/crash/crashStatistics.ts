import type { CrashCounters } from './crashMonitor.js';
import type { ReportDetail } from './crashReport.js';

/** Counts what became of each crash (C11): detected = filtered + captured + dropped. */
export class CrashStatistics {
  /** Handed over by the monitor, and not wanted by name. */
  notWanted = 0;
  /** Handed over, and wanted. */
  received = 0;
  /** Understood. */
  processed = 0;
  /** Written. */
  submitted = 0;
  /** Of processed: with a fault address or a si_code that says what happened. */
  withFault = 0;
  registerFailures = 0;
  stackFailures = 0;
  /** Of processed: how many were looked at less closely because memory was short. */
  readonly shed: Record<Exclude<ReportDetail, 'full'>, number> = { noSymbols: 0, brief: 0 };
  #counters: CrashCounters | undefined;

  constructor(private readonly startedNs: bigint) {}

  update(counters: CrashCounters): void {
    this.#counters = counters;
  }

  /** `nowNs`: of the clock that `startedNs` is of. */
  snapshot(nowNs: bigint): StatisticsSnapshot {
    const counters = this.#counters;
    // Between two counters of the monitor more crashes have come than it has told of.
    const captured = Math.max(this.received, (counters?.captured ?? 0) - this.notWanted);
    const filtered = (counters?.filtered ?? 0) + this.notWanted;
    const dropped = counters?.dropped ?? 0;
    const detected = captured + filtered + dropped;
    const seconds = Number(nowNs - this.startedNs) / 1e9;
    return {
      seconds,
      detected,
      filtered,
      captured,
      processed: this.processed,
      submitted: this.submitted,
      dropped,
      dropRate: rate(dropped, detected),
      faultInfoRate: rate(this.withFault, this.processed),
      eventsPerSecond: seconds > 0 ? detected / seconds : 0,
      registerFailures: this.registerFailures,
      stackFailures: this.stackFailures,
      reduced: counters?.reduced ?? 0,
      shed: { ...this.shed },
      ringBytes: counters?.ringBytes ?? 0,
      ringUsed: counters?.ringUsed ?? 0,
      helperMemory: counters?.helperMemory ?? 0,
      mappingsLost: counters?.mappingsLost ?? 0,
    };
  }
}

/** Of 0 … 1; 0 of nothing. */
const rate = (part: number, whole: number): number => (whole === 0 ? 0 : part / whole);

export interface StatisticsSnapshot {
  readonly seconds: number;
  readonly detected: number;
  readonly filtered: number;
  readonly captured: number;
  readonly processed: number;
  readonly submitted: number;
  readonly dropped: number;
  readonly dropRate: number;
  readonly faultInfoRate: number;
  readonly eventsPerSecond: number;
  readonly registerFailures: number;
  readonly stackFailures: number;
  readonly reduced: number;
  readonly shed: Readonly<Record<Exclude<ReportDetail, 'full'>, number>>;
  readonly ringBytes: number;
  readonly ringUsed: number;
  readonly helperMemory: number;
  readonly mappingsLost: number;
}

/** What the process that understands crashes needs. */
export interface ResourceUse {
  /** Bytes, without what is mapped from files. */
  readonly memory: number;
  readonly memoryLimit: number;
  readonly symbolHits: number;
  readonly symbolMisses: number;
  readonly symbolEntries: number;
  readonly symbolLimit: number;
}

const percent = (part: number): string => `${(part * 100).toFixed(1)} %`;
const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`;

/** The statistics as text, each line ended. */
export function statisticsText(statistics: StatisticsSnapshot, use: ResourceUse): string {
  const { shed } = statistics;
  const lookups = use.symbolHits + use.symbolMisses;
  const memory = use.memory + statistics.helperMemory;
  const lines: readonly (readonly [string, string])[] = [
    ['Runtime', `${statistics.seconds.toFixed(1)} s`],
    ['Detected', `${statistics.detected} = ${statistics.filtered} filtered + ${statistics.captured} captured + ${statistics.dropped} dropped`],
    ['Processed', `${statistics.processed}, submitted ${statistics.submitted}`],
    ['Drop rate', percent(statistics.dropRate)],
    ['Fault info', percent(statistics.faultInfoRate)],
    ['Events', `${statistics.eventsPerSecond.toFixed(2)} per second`],
    ['Failures', `${statistics.registerFailures} registers, ${statistics.stackFailures} stacks`],
    ['Shed', `${shed.noSymbols} without symbols, ${shed.brief} brief, ${statistics.reduced} with less stack`],
    [
      'Symbol cache',
      `${use.symbolHits} hits, ${use.symbolMisses} misses (${percent(rate(use.symbolHits, lookups))}), ${use.symbolEntries} of ${use.symbolLimit} entries`,
    ],
    ['Memory', `${megabytes(memory)}, ${percent(rate(memory, use.memoryLimit))} of the limit`],
    ['Ring', `${megabytes(statistics.ringBytes)}, ${megabytes(statistics.ringUsed)} in use`],
    ...(statistics.mappingsLost > 0 ? [['Lost mappings', String(statistics.mappingsLost)] as const] : []),
  ];
  return lines.map(([label, value]) => `    ${`${label}:`.padEnd(15)}${value}\n`).join('');
}
