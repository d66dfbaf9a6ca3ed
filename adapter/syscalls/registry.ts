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

/** What decodes syscall `nr` of `abi`; numbers without a name are shown as `syscall_0x1d3(0x1, …)`. */
export function syscallOf(abi: AbiName, nr: number): SyscallEntryInTable {
  return syscallTable(abi)[nr] ?? { name: `syscall_0x${registerText(abi, nr)}`, nr, descriptor: unknownDescriptor };
}

/** The number register in hex: records hold its low half, and a negative number (−1 to skip a call) fills the upper one. */
function registerText(abi: AbiName, nr: number): string {
  return abi !== 'i386' && nr > 0x7fff_ffff ? `ffffffff${nr.toString(16)}` : nr.toString(16);
}

/** All ABIs, in the order of their numbers in the trace file. */
export const abiNames = (Object.keys(abis) as AbiName[]).sort((a, b) => abis[a] - abis[b]);
