import type { Frame, StackSnapshot, Symbolizer, UnwindEnd } from '../symbols/frame.js';
import { type CrashContext, crashContext, type LastCall } from './crashContext.js';
import type { CrashFacts } from './crashFacts.js';
import { diagnose } from './diagnose.js';
import type { Diagnosis } from './diagnosis.js';
import { SI_KERNEL } from './faultCodes.js';
import type { FileMemory } from './fileMemory.js';
import type { Disassembler } from './instruction.js';
import { Mappings } from './mappings.js';
import { MemoryImage } from './memoryImage.js';
import { moduleFrame } from './moduleFrame.js';
import { registerValue } from './registers.js';

/** How much of a crash was looked at: less when memory is short (C12). */
export type ReportDetail =
  | 'full'
  /** No names: what has been copied is shown, the stack is not unwound. */
  | 'noSymbols'
  /** Fault, instruction and process only. */
  | 'brief';

/** A crash that is understood. */
export interface CrashReport {
  readonly context: CrashContext;
  readonly diagnosis: Diagnosis;
  readonly detail: ReportDetail;
  /** The stack could not be unwound at all, though that was wanted: why. */
  readonly stackFailure: string | undefined;
}

export interface CrashServices {
  readonly symbolizer: Symbolizer;
  readonly disassembler: Disassembler;
  readonly files: FileMemory;
}

export interface ReportOptions {
  /** Most frames, inlined ones not counted. */
  readonly depth: number;
  readonly detail?: ReportDetail;
  readonly lastCalls?: readonly LastCall[];
}

/** Frames that are looked at where a recursion may have used up the stack: enough to see what repeats. */
const RECURSION_DEPTH = 512;
/** How close to the stack pointer the fault address of a stack overflow lies. */
const NEAR_STACK = 1n << 20n;

const noMappings = Mappings.parse('');

/** Finds out what happened. The promise is never rejected because of what the program did. */
export async function understandCrash(raw: CrashFacts, services: CrashServices, options: ReportOptions): Promise<CrashReport> {
  const facts = withTrueAddress(raw);
  const { depth, detail = 'full', lastCalls = [] } = options;
  const mappings = detail === 'brief' ? noMappings : Mappings.parse(Buffer.from(facts.maps).toString('utf8'));
  const memory = new MemoryImage(facts, mappings, services.files);
  const stack = detail === 'full' ? await unwound(facts, services.symbolizer, depth) : withoutSymbols(facts, mappings);
  const context = crashContext(facts, { mappings, memory, lastCalls, disassembler: services.disassembler, frames: stack.frames, unwindEnd: stack.end });
  const diagnosis = diagnose(context);
  const frames = cut(stack.frames, depth);
  const unwindEnd = frames.length < stack.frames.length ? 'limit' : stack.end;
  return { context: { ...context, frames, unwindEnd }, diagnosis, detail, stackFailure: stack.failure };
}

/** A general protection fault has no address: the kernel leaves 0 in its place. */
function withTrueAddress(facts: CrashFacts): CrashFacts {
  if (facts.code !== SI_KERNEL) return facts;
  const { address: _, ...rest } = facts;
  return rest;
}

interface Stack {
  readonly frames: readonly Frame[];
  readonly end: UnwindEnd | undefined;
  readonly failure: string | undefined;
}

async function unwound(facts: CrashFacts, symbolizer: Symbolizer, depth: number): Promise<Stack> {
  const { maps, registers, stackAddress, stack, handled, pid } = facts;
  const snapshot: StackSnapshot = { maps, registers, stackAddress, stack, ...(handled ? { pid } : {}) };
  try {
    const { frames, end } = await symbolizer.stack(snapshot, nearStack(facts) ? Math.max(depth, RECURSION_DEPTH) : depth);
    return { frames, end, failure: undefined };
  } catch (error) {
    return { ...withoutSymbols(facts, Mappings.parse(Buffer.from(maps).toString('utf8'))), failure: error instanceof Error ? error.message : String(error) };
  }
}

function withoutSymbols({ registers }: CrashFacts, mappings: Mappings): Stack {
  return { frames: [moduleFrame(registerValue(registers, 'rip'), mappings)], end: undefined, failure: undefined };
}

function nearStack({ address, registers }: CrashFacts): boolean {
  if (address === undefined) return false;
  const distance = address - registerValue(registers, 'rsp');
  return distance < NEAR_STACK && distance > -NEAR_STACK;
}

/** The first `depth` frames, with the inlined ones that belong to them. */
function cut(frames: readonly Frame[], depth: number): readonly Frame[] {
  let real = 0;
  const end = frames.findIndex(({ inlined }) => !inlined && ++real > depth);
  if (end < 0) return frames;
  let last = end;
  while (last > 0 && frames[last - 1]?.inlined === true) last--;
  return frames.slice(0, last);
}
