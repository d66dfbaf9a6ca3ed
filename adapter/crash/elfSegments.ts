/** Program headers of an ELF file (elf(5)): which parts of it are loaded to be written. */

export interface ElfSegment {
  /** In the file. */
  readonly start: bigint;
  readonly end: bigint;
  readonly writable: boolean;
}

const HEADER_BYTES = 64;
const PT_LOAD = 1;
const PF_W = 2;
/** More than any linker writes. */
const MOST_HEADERS = 256;

/** The PT_LOAD segments; undefined when it is no 64-bit or 32-bit little-endian ELF file. `read` gives bytes of the file. */
export function elfSegments(read: (offset: number, length: number) => Uint8Array): ElfSegment[] | undefined {
  const header = read(0, HEADER_BYTES);
  if (header.length < HEADER_BYTES || Buffer.from(header.subarray(0, 4)).toString('latin1') !== '\x7fELF' || header[5] !== 1) return undefined;
  const is64 = header[4] === 2;
  const view = new DataView(header.buffer, header.byteOffset, header.length);
  const offset = is64 ? Number(view.getBigUint64(32, true)) : view.getUint32(28, true);
  const entryBytes = view.getUint16(is64 ? 54 : 42, true);
  const count = Math.min(view.getUint16(is64 ? 56 : 44, true), MOST_HEADERS);
  const table = read(offset, entryBytes * count);
  if (entryBytes < (is64 ? 56 : 32) || table.length < entryBytes * count) return undefined;
  const entries = new DataView(table.buffer, table.byteOffset, table.length);
  const segments: ElfSegment[] = [];
  for (let at = 0; at < table.length; at += entryBytes) {
    if (entries.getUint32(at, true) !== PT_LOAD) continue;
    const start = is64 ? entries.getBigUint64(at + 8, true) : BigInt(entries.getUint32(at + 4, true));
    const size = is64 ? entries.getBigUint64(at + 32, true) : BigInt(entries.getUint32(at + 16, true));
    const flags = entries.getUint32(at + (is64 ? 4 : 24), true);
    segments.push({ start, end: start + size, writable: (flags & PF_W) !== 0 });
  }
  return segments;
}
