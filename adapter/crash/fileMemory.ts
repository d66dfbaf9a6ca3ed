/** Memory that is what a file holds: read-only mappings of a process that is gone. */
import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import { type ElfSegment, elfSegments } from './elfSegments.js';
import type { Mapping } from './mappings.js';

/** Files that are kept open. */
const MOST_FILES = 32;
const PAGE = 4096n;
/** open(2); Node has no name for it. The value of x86 and most others (asm-generic/fcntl.h). */
const O_PATH = 0o10000000;

interface OpenFile {
  readonly fd: number;
  readonly segments: readonly ElfSegment[];
}

export class FileMemory {
  /** By inode and path, the one used last at the end; undefined for files that cannot be had. */
  readonly #files = new Map<string, OpenFile | undefined>();

  /**
   * Bytes at `address`, which lies in `mapping`, as far as the file is certain to say what was there: the mapping must not
   * be writable nor have been (relocated data that was protected afterwards), and the file must still be the one that was mapped.
   */
  read(mapping: Mapping, address: bigint, length: number): Uint8Array {
    if (mapping.permissions.includes('w') || !mapping.name.startsWith('/') || mapping.name.endsWith(' (deleted)')) return new Uint8Array();
    const file = this.#file(mapping);
    if (file === undefined) return new Uint8Array();
    const start = mapping.offset + (address - mapping.start);
    const wanted = BigInt(length) < mapping.end - address ? BigInt(length) : mapping.end - address;
    const end = start + wanted;
    // Segments are mapped by whole pages.
    const written = file.segments.some((segment) => segment.writable && segment.start - (segment.start % PAGE) < end && segment.end > start);
    return written ? new Uint8Array() : readAt(file.fd, Number(start), Number(wanted));
  }

  close(): void {
    for (const file of this.#files.values()) if (file !== undefined) closeSync(file.fd);
    this.#files.clear();
  }

  #file(mapping: Mapping): OpenFile | undefined {
    const key = `${mapping.inode} ${mapping.name}`;
    const known = this.#files.has(key);
    const file = known ? this.#files.get(key) : open(mapping);
    this.#files.delete(key);
    this.#files.set(key, file);
    const [oldest] = this.#files;
    if (this.#files.size > MOST_FILES && oldest !== undefined) {
      if (oldest[1] !== undefined) closeSync(oldest[1].fd);
      this.#files.delete(oldest[0]);
    }
    return file;
  }
}

/** Undefined when the file is gone, is another one, or is no ELF file. */
function open(mapping: Mapping): OpenFile | undefined {
  const fd = openRegular(mapping);
  if (fd === undefined) return undefined;
  const segments = elfSegments((offset, length) => readAt(fd, offset, length));
  if (segments !== undefined) return { fd, segments };
  closeSync(fd);
  return undefined;
}

/**
 * Opens the file that was mapped, and nothing else: the name is the program's choice, and may lead to a device that does
 * something when it is opened. So it is first looked at by a descriptor that opens nothing.
 */
function openRegular({ name, inode }: Mapping): number | undefined {
  let place: number | undefined;
  try {
    place = openSync(name, O_PATH);
    const status = fstatSync(place, { bigint: true });
    return status.isFile() && status.ino === inode ? openSync(`/proc/self/fd/${place}`, constants.O_RDONLY) : undefined;
  } catch {
    return undefined;
  } finally {
    if (place !== undefined) closeSync(place);
  }
}

function readAt(fd: number, offset: number, length: number): Uint8Array {
  const bytes = Buffer.alloc(Math.min(length, 1 << 20));
  try {
    return bytes.subarray(0, readSync(fd, bytes, 0, bytes.length, offset));
  } catch {
    return new Uint8Array();
  }
}
