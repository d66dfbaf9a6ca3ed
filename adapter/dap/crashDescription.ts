/** What stopped the program, in the words of a crash report. */
import { understandCrash } from '../crash/crashReport.js';
import { describeCode } from '../crash/faultCodes.js';
import { FileMemory } from '../crash/fileMemory.js';
import { recordedCrash } from '../crash/recordedCrash.js';
import type { TraceFile } from '../record/traceFile.js';
import type { Services } from './services.js';

/** Frames in which a cause is looked for: who called abort(), which function repeats. */
const frames = 64;

/** The cause of the signal whose record lies at `signalOffset`, and its code; undefined when the signal is no crash. */
export async function crashDescription(
  file: TraceFile,
  signalOffset: number,
  { symbolizer, disassembler }: Pick<Services, 'symbolizer' | 'disassembler'>,
): Promise<string | undefined> {
  const facts = recordedCrash(file, signalOffset);
  if (facts === undefined) return undefined;
  const files = new FileMemory();
  try {
    const { context, diagnosis } = await understandCrash(facts, { symbolizer, disassembler, files }, { depth: frames });
    return [diagnosis.summary, ...diagnosis.details, `(${context.signal}, ${describeCode(context.signal, facts.code).name})`].join(' ');
  } finally {
    files.close();
  }
}
