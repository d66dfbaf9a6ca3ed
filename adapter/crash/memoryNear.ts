/** What lay around a crash: memory near the registers and the stack pointer, and the mappings around the fault address. */
import type { CrashContext } from './crashContext.js';
import type { CrashMemory } from './crashFacts.js';
import { sizeWords } from './hex.js';
import type { Mapping } from './mappings.js';
import { mappingWords } from './mappingWords.js';
import { registersOf } from './registers.js';

/** Shown in front of an address that a register holds, and from it on. */
const BEFORE = 32n;
const SHOWN = 96;
const SHOWN_VERBOSE = 256;
const LINE = 16n;
const LINE_BYTES = 16;
/** Registers that point nowhere in memory that matters here. */
const skipped = new Set(['rip', 'eip']);

export interface MemoryNear {
  /** Those that point there. */
  readonly registers: readonly string[];
  readonly address: bigint;
  /** What the memory belongs to, in words. */
  readonly mapping: string | undefined;
  readonly piece: CrashMemory;
}

/** The memory that registers point to, once for registers that point close to each other; with `verbose` more of it. */
export function memoryNear({ facts, memory, mappings }: CrashContext, verbose: boolean): MemoryNear[] {
  const out: MemoryNear[] = [];
  for (const { name, value, isPointer } of registersOf(facts.registers)) {
    if (!isPointer || skipped.has(name) || value < 0x1_0000n) continue;
    const start = (value - BEFORE) & ~(LINE - 1n);
    const same = out.findIndex(({ piece }) => value >= piece.address && value < piece.address + BigInt(piece.bytes.length) - LINE);
    const known = out[same];
    if (known !== undefined) {
      out[same] = { ...known, registers: [...known.registers, name] };
      continue;
    }
    const piece = readable(memory.read.bind(memory), start, value, verbose ? SHOWN_VERBOSE : SHOWN);
    const mapping = mappings.at(value);
    if (piece !== undefined) out.push({ registers: [name], address: value, mapping: mapping && mappingWords(mapping), piece });
  }
  return out;
}

/** From `start` on, or where that is not known from the line of `address` on. */
function readable(read: (address: bigint, length: number) => Uint8Array, start: bigint, address: bigint, length: number): CrashMemory | undefined {
  for (const from of [start, address & ~(LINE - 1n), address]) {
    const bytes = read(from, length);
    if (bytes.length > 0) return { address: from, bytes };
  }
  return undefined;
}

/** `000055d0c0ffee00: 68 65 6c 6c …  hello…`, with `>` before the line that holds `mark`. */
export function memoryLines({ address, bytes }: CrashMemory, mark: bigint): string[] {
  const lines: string[] = [];
  for (let at = 0; at < bytes.length; at += LINE_BYTES) {
    const row = bytes.subarray(at, at + LINE_BYTES);
    const from = address + BigInt(at);
    const digits = Array.from(row, (byte) => byte.toString(16).padStart(2, '0')).join(' ');
    const text = Array.from(row, (byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.')).join('');
    const here = mark >= from && mark < from + BigInt(row.length);
    lines.push(`${here ? '>' : ' '} ${from.toString(16).padStart(16, '0')}: ${digits.padEnd(LINE_BYTES * 3 - 1)}  ${text}`);
  }
  return lines;
}

export interface MappingRow {
  /** `--->` at the fault address. */
  readonly mark: string;
  readonly mapping: Mapping | undefined;
  /** Instead of a mapping. */
  readonly text: string;
}

const NO_MARK = '    ';
const MARK = '--->';
/** Mappings that are shown on each side. */
const NEIGHBOURS = 2;

/** The mappings around the fault address (or around the instruction, where there is none), the place itself marked. `all`: the others too. */
export function faultNeighbours({ facts, mappings, ip, mapping }: CrashContext, all: boolean): { lines: MappingRow[]; origin: string } {
  const address = facts.address ?? ip;
  const hit = facts.address === undefined ? mappings.at(ip) : mapping;
  const rows = mappings.all.map((one): MappingRow & { readonly mapping: Mapping } => ({ mark: one === hit ? MARK : NO_MARK, mapping: one, text: '' }));
  const behind = rows.findIndex((row) => row.mapping.end > address);
  const at = behind < 0 ? rows.length : behind;
  const lines: MappingRow[] = [...rows];
  if (hit === undefined) lines.splice(at, 0, { mark: MARK, mapping: undefined, text: gapWords(address, rows[at - 1]?.mapping, rows[at]?.mapping) });
  const origin = facts.mapsOrigin === 'stream' ? ', as far as their making was seen' : '';
  return { lines: all ? lines : lines.slice(Math.max(0, at - NEIGHBOURS), at + NEIGHBOURS + 1), origin };
}

function gapWords(address: bigint, below: Mapping | undefined, above: Mapping | undefined): string {
  const parts = [
    ...(below === undefined ? [] : [`${sizeWords(address - below.end)} above the mapping before it`]),
    ...(above === undefined ? [] : [`${sizeWords(above.start - address)} below the next one`]),
  ];
  return `${address.toString(16).padStart(12, '0')}: nothing is mapped here${parts.length === 0 ? '' : ` (${parts.join(', ')})`}`;
}
