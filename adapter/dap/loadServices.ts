/** The machine’s own services: the addon, the stub beside it. */
import path from 'node:path';
import { bpfCrashMonitor } from '../capture/crashMonitor.js';
import { loadAddon } from '../capture/loadAddon.js';
import { ptraceBackend } from '../capture/ptraceBackend.js';
import type { Disassembler } from '../crash/instruction.js';
import { lineVocabulary } from '../decode/lineVocabulary.js';
import { openDebuginfod } from '../symbols/debuginfod/openDebuginfod.js';
import { NativeSymbolizer, type SymbolizerAddon } from '../symbols/nativeSymbolizer.js';
import { nativePartMissing } from './errors.js';
import type { Services } from './services.js';

interface PipeExports {
  openPipe(): [number, number];
}

/** Throws DapError when the addon cannot be loaded. */
export function loadServices(log: (text: string) => void): Services {
  const addon = loaded();
  return {
    backend: ptraceBackend,
    symbolizer: new NativeSymbolizer(addon),
    debuginfodSymbolizer: (say) => new NativeSymbolizer(addon, 0, openDebuginfod(say)),
    disassembler: addon,
    vocabulary: lineVocabulary,
    crashMonitor: (launcher) => bpfCrashMonitor({ launcher }),
    openPipe: () => addon.openPipe(),
    stubPath: path.join(__dirname, 'native/syscall-trace-stub'),
    log,
  };
}

function loaded(): PipeExports & SymbolizerAddon & Disassembler {
  try {
    return loadAddon<PipeExports & SymbolizerAddon & Disassembler>();
  } catch (error) {
    throw nativePartMissing(error instanceof Error ? error.message : String(error));
  }
}
