import { lineVocabulary } from '../decode/lineVocabulary.js';
import { TraceFile } from '../record/traceFile.js';
import { TraceFileError } from '../record/traceFileError.js';
import { failure } from './cliError.js';
import type { Ending } from './ending.js';
import { lossMessage } from './lossMessage.js';
import { openOutput } from './openOutput.js';
import { openSymbolizer } from './openSymbolizer.js';
import { Printer } from './printer.js';
import type { TraceSettings } from './settings.js';

/** Prints a recording to stdout, or where -o says. @throws CliError */
export async function printCommand(settings: TraceSettings, path: string, say: (message: string) => void): Promise<Ending> {
  const file = open(path);
  try {
    const printer = new Printer({
      settings,
      file,
      vocabulary: lineVocabulary,
      launched: true,
      live: false,
      destination: openOutput(settings, 1, say),
      partial: false,
      symbolizer: openSymbolizer(settings, say),
      onLimit: () => undefined,
      say: () => undefined,
    });
    let code = 0;
    try {
      while (!printer.broken && printer.ingest.slice(PRINT_SLICE_MS)) {
        printer.flush();
        await printer.backlog;
      }
    } catch (error) {
      if (!(error instanceof TraceFileError)) throw error;
      // What was read is good, and printed; the rest is missing.
      say(error.message);
      code = 1;
    }
    await printer.finish();
    if (file.lost > 0) say(lossMessage(file.lost));
    return { kind: 'code', code };
  } finally {
    file.close();
  }
}

/** Between two writes: short, so that the stacks of one slice are few. */
const PRINT_SLICE_MS = 10;

function open(path: string): TraceFile {
  try {
    return TraceFile.open(path);
  } catch (error) {
    if (error instanceof TraceFileError) throw failure(error.message);
    throw error;
  }
}
