/** Syscall tables by ABI and number: which descriptor decodes which number. */
import { type AbiName, abis } from '../record/layout.js';
import { basicCall } from './basicCalls.js';
import { type CallTable, placeArguments } from './call.js';
import type { SyscallDescriptor, SyscallEntryInTable, SyscallTable } from './descriptor.js';
import { families, i386Families, x32Families } from './families.js';
import { syscallNumbers } from './generated/numbers.gen.js';
import { unknownDescriptor } from './unknownCall.js';

const overrides: Readonly<Record<AbiName, CallTable>> = { x86_64: {}, i386: i386Families, x32: x32Families };

/** The descriptor of a name under an ABI: its own, that of all ABIs, or the basic table’s. */
export function descriptorOf(abi: AbiName, name: string): SyscallDescriptor {
  const row = overrides[abi][name] ?? families[name] ?? basicCall(name, abi);
  if (row === undefined) return unknownDescriptor;
  const { descriptor } = row;
  return abi === 'x86_64' ? descriptor : { ...descriptor, args: placeArguments(descriptor.args, abi) };
}

function buildTable(abi: AbiName): SyscallTable {
  const table: (SyscallEntryInTable | undefined)[] = [];
  for (const [key, name] of Object.entries(syscallNumbers[abi])) {
    const nr = Number(key);
    table[nr] = { name, nr, descriptor: descriptorOf(abi, name) };
  }
  return table;
}

const tables = new Map<AbiName, SyscallTable>();

/** The table of an ABI, made when it is first asked for. */
export function syscallTable(abi: AbiName): SyscallTable {
  let table = tables.get(abi);
  if (table === undefined) {
    table = buildTable(abi);
    tables.set(abi, table);
  }
  return table;
}

/** Calls that others carry are chosen and counted as calls of their own, under numbers that no register holds. */
const FIRST_PASSENGER = 2 ** 32;

interface Passengers {
  readonly all: readonly SyscallEntryInTable[];
  readonly byName: ReadonlyMap<string, number>;
  /** Numbers of passengers by that of the call that carries them. */
  readonly byCarrier: ReadonlyMap<number, readonly number[]>;
}

function findPassengers(abi: AbiName): Passengers {
  const all: SyscallEntryInTable[] = [];
  const byName = new Map<string, number>();
  const byCarrier = new Map<number, readonly number[]>();
  for (const entry of syscallTable(abi)) {
    const carried = entry?.descriptor.passengers;
    if (entry === undefined || carried === undefined) continue;
    for (const { name, descriptor } of carried) {
      if (byName.has(name)) continue;
      const nr = FIRST_PASSENGER + all.length;
      byName.set(name, nr);
      all.push({ name, nr, descriptor });
    }
    byCarrier.set(entry.nr, [...new Set(carried.flatMap(({ name }) => byName.get(name) ?? []))]);
  }
  return { all, byName, byCarrier };
}

const passengers = new Map<AbiName, Passengers>();

function passengersOf(abi: AbiName): Passengers {
  let found = passengers.get(abi);
  if (found === undefined) {
    found = findPassengers(abi);
    passengers.set(abi, found);
  }
  return found;
}

/** The calls of an ABI that others carry, with the numbers that they are chosen by. */
export const passengerTable = (abi: AbiName): readonly SyscallEntryInTable[] => passengersOf(abi).all;

/** The number that a carried call is chosen by; undefined for what is chosen by its carrier’s number. */
export const passengerNumber = (abi: AbiName, name: string): number | undefined => passengersOf(abi).byName.get(name);

/** Numbers of the calls that `nr` carries. */
export const carriedNumbers = (abi: AbiName, nr: number): readonly number[] => passengersOf(abi).byCarrier.get(nr) ?? [];

/** What decodes syscall `nr` of `abi`; numbers without a name are shown as `syscall_0x1d3(0x1, …)`. */
export function syscallOf(abi: AbiName, nr: number): SyscallEntryInTable {
  const known = nr < FIRST_PASSENGER ? syscallTable(abi)[nr] : passengerTable(abi)[nr - FIRST_PASSENGER];
  return known ?? { name: `syscall_0x${registerText(abi, nr)}`, nr, descriptor: unknownDescriptor };
}

/** The number register in hex: records hold its low half, and a negative number (−1 to skip a call) fills the upper one. */
function registerText(abi: AbiName, nr: number): string {
  return abi !== 'i386' && nr > 0x7fff_ffff ? `ffffffff${nr.toString(16)}` : nr.toString(16);
}

/** All ABIs, in the order of their numbers in the trace file. */
export const abiNames = (Object.keys(abis) as AbiName[]).sort((a, b) => abis[a] - abis[b]);
