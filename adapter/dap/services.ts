/** What a session needs of the machine. Handed in, so that a session can be tested without it. */
import type { CaptureBackend } from '../capture/backend.js';
import type { CrashMonitor } from '../crash/crashMonitor.js';
import type { Disassembler } from '../crash/instruction.js';
import type { LineVocabulary } from '../decode/lineOptions.js';
import type { Symbolizer } from '../symbols/frame.js';

export interface Services {
  readonly backend: CaptureBackend;
  readonly symbolizer: Symbolizer;
  /** One that asks symbol servers, too, which `say` hears of; for one session, which closes it. */
  debuginfodSymbolizer(say: (text: string) => void): Symbolizer;
  readonly disassembler: Disassembler;
  readonly vocabulary: LineVocabulary;
  /** A pipe, both ends close-on-exec: [readFd, writeFd]. */
  openPipe(): [number, number];
  /** `launcher`: what runs the monitor's helper with privilege; empty for nothing. */
  crashMonitor(launcher: readonly string[]): CrashMonitor;
  /** The program that native/helper/terminalStub.cc is built to. */
  readonly stubPath: string;
  /** One line for whoever looks after the adapter; never to stdout. */
  log(text: string): void;
}
