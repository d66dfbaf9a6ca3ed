/** Crashes of programs that ptrace watches: the facts that the kernel’s monitor gives too, without its privilege. */
import { closeSync, openSync } from 'node:fs';
import { loadAddon } from '../../../adapter/capture/loadAddon.js';
import { ptraceBackend } from '../../../adapter/capture/ptraceBackend.js';
import type { CrashFacts } from '../../../adapter/crash/crashFacts.js';
import { type CrashReport, type ReportOptions, understandCrash } from '../../../adapter/crash/crashReport.js';
import { crashSignals } from '../../../adapter/crash/crashSignals.js';
import { FileMemory } from '../../../adapter/crash/fileMemory.js';
import type { Disassembler } from '../../../adapter/crash/instruction.js';
import { PtraceCrashMonitor } from '../../../adapter/crash/ptraceCrashMonitor.js';
import { NativeSymbolizer, type SymbolizerAddon } from '../../../adapter/symbols/nativeSymbolizer.js';

const addon = loadAddon<SymbolizerAddon & Disassembler>();
export const services = { symbolizer: new NativeSymbolizer(addon), disassembler: addon, files: new FileMemory() };

/** Runs a program to its end; what crashed on the way. */
export async function crashesOf(argv: readonly string[], signals: readonly number[] = crashSignals): Promise<CrashFacts[]> {
  const sink = openSync('/dev/null', 'r+');
  const crashes: CrashFacts[] = [];
  try {
    const target = { kind: 'launch', file: argv[0]!, argv, env: ['LC_ALL=C'], cwd: '/', stdio: [sink, sink, sink], exitKill: true } as const;
    const error = await new Promise((resolve, reject) => {
      const events = { crash: (facts: CrashFacts) => crashes.push(facts), counters: () => undefined, ended: resolve };
      new PtraceCrashMonitor(ptraceBackend, target).start({ signals }, events).catch(reject);
    });
    if (error !== undefined) throw error;
  } finally {
    closeSync(sink);
  }
  return crashes;
}

/** The report of the one crash of a program. */
export async function reportOf(argv: readonly string[], options: ReportOptions = { depth: 5000 }): Promise<CrashReport> {
  const crashes = await crashesOf(argv);
  if (crashes.length !== 1) throw new Error(`${crashes.length} crashes of ${argv.join(' ')}`);
  return understandCrash(crashes[0]!, services, options);
}
