import type { FileHandle } from 'node:fs/promises';

const SHT_NOTE = 7;
const NT_GNU_BUILD_ID = 3;
/** Of one note section, and of the table of sections: more has no file of debug information. */
const mostBytes = 1 << 20;

/**
 * The build-id of an ELF file in lower-case hexadecimal, by its sections: in a file of debug information alone, the program
 * headers point to what is not there (elf(5)). Undefined: it has none, or is damaged or no ELF file of little-endian order.
 */
export async function elfBuildId(file: FileHandle): Promise<string | undefined> {
  const header = await read(file, 0, 64);
  if (header.length < 64 || header.readUInt32BE(0) !== 0x7f454c46 || header[5] !== 1) return undefined;
  const wide = header[4] === 2;
  const number = (bytes: Buffer, at: number) => (wide ? Number(bytes.readBigUInt64LE(at)) : bytes.readUInt32LE(at));
  const size = wide ? 64 : 40;
  const table = await read(file, number(header, wide ? 40 : 32), header.readUInt16LE(wide ? 60 : 48) * size);
  for (let at = 0; at + size <= table.length; at += size) {
    if (table.readUInt32LE(at + 4) !== SHT_NOTE) continue;
    const offset = number(table, at + (wide ? 24 : 16));
    const found = buildIdOfNotes(await read(file, offset, number(table, at + (wide ? 32 : 20))));
    if (found !== undefined) return found;
  }
  return undefined;
}

function buildIdOfNotes(notes: Buffer): string | undefined {
  const align = (value: number) => Math.ceil(value / 4) * 4;
  for (let at = 0; at + 16 <= notes.length; ) {
    const nameSize = notes.readUInt32LE(at);
    const size = notes.readUInt32LE(at + 4);
    const content = at + 12 + align(nameSize);
    const isBuildId = notes.readUInt32LE(at + 8) === NT_GNU_BUILD_ID && nameSize === 4 && notes.toString('latin1', at + 12, at + 15) === 'GNU';
    if (isBuildId && content + size <= notes.length) return notes.toString('hex', content, content + size);
    at = content + align(size);
  }
  return undefined;
}

async function read(file: FileHandle, offset: number, length: number): Promise<Buffer> {
  if (!Number.isSafeInteger(offset) || length > mostBytes) return Buffer.alloc(0);
  const buffer = Buffer.alloc(length);
  const { bytesRead } = await file.read(buffer, 0, length, offset);
  return buffer.subarray(0, bytesRead);
}
