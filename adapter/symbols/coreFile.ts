/** Threads, mappings and stacks out of a core file (core(5); elf(5); the notes as fs/binfmt_elf.c writes them). */
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';

export interface CoreThread {
  readonly tid: number;
  /** user_regs_struct, 216 bytes, also of 32-bit threads. */
  readonly registers: Uint8Array;
  readonly stackAddress: bigint;
  readonly stack: Uint8Array;
}

export interface CoreProcess {
  readonly pid: number;
  /** Name and arguments as the kernel kept them: 80 bytes at most. */
  readonly command: string;
  /** The signal that it died of. */
  readonly signo: number;
  /** In the form of /proc/PID/maps. */
  readonly maps: Uint8Array;
  /** The one that died first. */
  readonly threads: readonly CoreThread[];
}

/** Why a file cannot be read as a core file. */
export class CoreFileError extends Error {
  override readonly name = 'CoreFileError';
}

/** Most bytes of notes: NT_FILE of a process with 100,000 mappings has some 10 MB. */
const maxNotes = 64 << 20;
const maxSegments = 1 << 20;
/** Of one stack. */
const maxStackBytes = 1 << 20;
const redZone = 128n;
const registersSize = 216;

const ET_CORE = 4;
const PT_LOAD = 1;
const PT_NOTE = 4;
const PF = { execute: 1, write: 2, read: 4 } as const;
const notes = { prstatus: 1, prpsinfo: 3, auxv: 6, file: 0x46494c45 } as const;
const AT_SYSINFO_EHDR = 33n;
const machines = { i386: 3, x86_64: 62 } as const;

/** Where the kernel’s notes hold what: struct elf_prstatus and elf_prpsinfo (include/linux/elfcore.h). */
const shapes = {
  64: { word: 8, signo: 12, pid: 32, registers: 112, command: 56 },
  32: { word: 4, signo: 12, pid: 24, registers: 72, command: 44 },
} as const;
type Shape = (typeof shapes)[32 | 64];

/** The registers of a 32-bit core, in its order, by their place in user_regs_struct (arch/x86/include/asm/elf.h, ELF_CORE_COPY_REGS). */
const i386Slots = [5, 11, 12, 13, 14, 4, 10, 23, 24, 25, 26, 15, 16, 17, 18, 19, 20];

interface Segment {
  readonly start: bigint;
  readonly end: bigint;
  readonly offset: number;
  readonly fileSize: number;
  readonly flags: number;
}

interface MappedFile {
  readonly start: bigint;
  readonly end: bigint;
  /** Bytes into the file. */
  readonly offset: bigint;
  readonly path: string;
}

const byStart = (a: { readonly start: bigint }, b: { readonly start: bigint }): number => (a.start < b.start ? -1 : a.start > b.start ? 1 : 0);

/** `exe`: read the program from this file, and not from where it was. @throws CoreFileError, or what the file system says */
export function readCore(path: string, exe?: string): CoreProcess {
  const file = openSync(path, 'r');
  try {
    return new Core(file, exe).process();
  } finally {
    closeSync(file);
  }
}

class Core {
  readonly #segments: Segment[] = [];
  readonly #files: MappedFile[] = [];
  readonly #states: { readonly tid: number; readonly signo: number; readonly registers: Uint8Array }[] = [];
  #shape: Shape = shapes[64];
  #pid = 0;
  #command = '';
  #vdso = 0n;

  constructor(
    private readonly file: number,
    private readonly exe: string | undefined,
  ) {
    const header = this.#read(0, 64);
    if (header.length < 52 || header.readUInt32BE(0) !== 0x7f454c46) throw new CoreFileError('it is not an ELF file');
    const bits = header[4] === 2 ? 64 : 32;
    this.#shape = shapes[bits];
    if (header.readUInt16LE(16) !== ET_CORE) throw new CoreFileError('it is not a core file');
    if (header.readUInt16LE(18) !== (bits === 64 ? machines.x86_64 : machines.i386)) throw new CoreFileError('it is of another processor');
    this.#programHeaders(header, bits);
    if (this.#states.length === 0) throw new CoreFileError('it holds no thread: it is cut, or no core file of Linux');
  }

  process(): CoreProcess {
    const [first] = this.#states;
    return {
      pid: this.#pid,
      command: this.#command,
      signo: first?.signo ?? 0,
      maps: Buffer.from(this.#maps()),
      threads: this.#states.map(({ tid, registers }) => ({ tid, registers, ...this.#stackOf(registers) })),
    };
  }

  #read(offset: number, length: number): Buffer {
    const size = fstatSync(this.file).size;
    const bytes = Buffer.alloc(Math.max(0, Math.min(length, size - offset)));
    let have = 0;
    while (have < bytes.length) {
      const got = readSync(this.file, bytes, have, bytes.length - have, offset + have);
      if (got === 0) break;
      have += got;
    }
    return bytes.subarray(0, have);
  }

  #programHeaders(header: Buffer, bits: 32 | 64): void {
    const wide = bits === 64;
    const at = wide ? Number(header.readBigUInt64LE(32)) : header.readUInt32LE(28);
    const size = wide ? 56 : 32;
    let count = header.readUInt16LE(wide ? 56 : 44);
    // PN_XNUM: the number is in sh_info of the first section (elf(5)).
    if (count === 0xffff) {
      const sections = wide ? Number(header.readBigUInt64LE(40)) : header.readUInt32LE(32);
      const first = this.#read(sections, wide ? 64 : 40);
      count = first.length < 40 ? 0 : first.readUInt32LE(wide ? 44 : 28);
    }
    const table = this.#read(at, Math.min(count, maxSegments) * size);
    for (let base = 0; base + size <= table.length; base += size) {
      const word = (wideAt: number, narrowAt: number) => (wide ? table.readBigUInt64LE(base + wideAt) : BigInt(table.readUInt32LE(base + narrowAt)));
      const type = table.readUInt32LE(base);
      const offset = Number(word(8, 4));
      const start = word(16, 8);
      const fileSize = Number(word(32, 16));
      if (type === PT_NOTE) this.#notes(this.#read(offset, Math.min(fileSize, maxNotes)));
      else if (type === PT_LOAD) this.#segments.push({ start, end: start + word(40, 20), offset, fileSize, flags: table.readUInt32LE(base + (wide ? 4 : 24)) });
    }
  }

  #notes(bytes: Buffer): void {
    const align = (value: number) => Math.ceil(value / 4) * 4;
    for (let at = 0; at + 12 <= bytes.length; ) {
      const nameAt = at + 12;
      const contentAt = nameAt + align(bytes.readUInt32LE(at));
      const length = bytes.readUInt32LE(at + 4);
      const content = bytes.subarray(contentAt, contentAt + length);
      if (bytes.toString('latin1', nameAt, nameAt + 4) === 'CORE' && content.length === length) this.#note(bytes.readUInt32LE(at + 8), content);
      at = contentAt + align(length);
    }
  }

  #note(type: number, content: Buffer): void {
    const shape = this.#shape;
    if (type === notes.prstatus) this.#thread(content);
    else if (type === notes.prpsinfo)
      this.#command = content
        .toString('utf8', shape.command, shape.command + 80)
        .replace(/\0.*$/su, '')
        .trimEnd();
    else if (type === notes.auxv) this.#auxiliary(content);
    else if (type === notes.file) this.#mappedFiles(content);
  }

  #thread(content: Buffer): void {
    const { word, registers: at, pid, signo } = this.#shape;
    const count = word === 8 ? 27 : 17;
    if (content.length < at + count * word) return;
    const tid = content.readInt32LE(pid);
    if (this.#states.length === 0) this.#pid = tid;
    const registers = Buffer.alloc(registersSize);
    if (word === 8) content.copy(registers, 0, at, at + registersSize);
    else for (const [index, slot] of i386Slots.entries()) registers.writeBigUInt64LE(BigInt(content.readUInt32LE(at + index * 4)), slot * 8);
    this.#states.push({ tid, signo: content.readInt16LE(signo), registers: Uint8Array.from(registers) });
  }

  #auxiliary(content: Buffer): void {
    const { word } = this.#shape;
    for (let at = 0; at + 2 * word <= content.length; at += 2 * word) {
      if (this.#word(content, at) === AT_SYSINFO_EHDR) this.#vdso = this.#word(content, at + word);
    }
  }

  /** NT_FILE: count, page size, then start, end and offset in pages of each, then the names. */
  #mappedFiles(content: Buffer): void {
    const { word } = this.#shape;
    if (content.length < 2 * word) return;
    const count = Number(this.#word(content, 0));
    const page = this.#word(content, word);
    let nameAt = (2 + 3 * count) * word;
    for (let index = 0; index < count && nameAt < content.length; index++) {
      const at = (2 + 3 * index) * word;
      const end = content.indexOf(0, nameAt);
      if (end < 0) return;
      const file = { start: this.#word(content, at), end: this.#word(content, at + word), offset: this.#word(content, at + 2 * word) * page };
      this.#files.push({ ...file, path: content.toString('utf8', nameAt, end) });
      nameAt = end + 1;
    }
  }

  #word(bytes: Buffer, at: number): bigint {
    if (this.#shape.word === 8) return bytes.readBigUInt64LE(at);
    return BigInt(bytes.readUInt32LE(at));
  }

  /**
   * Mappings of files that are not among the segments are code that nobody wrote to: debuggers leave them out (gcore). The first
   * file that is mapped is the program: it lies below the loader and all libraries.
   */
  #maps(): string {
    const files = this.#files.toSorted(byStart);
    const program = this.exe === undefined ? undefined : files[0]?.path;
    const left = files.filter((file) => !this.#segments.some(({ start, end }) => start < file.end && file.start < end));
    const all = [...this.#segments, ...left.map(({ start, end }) => ({ start, end, flags: PF.read | PF.execute }))].sort(byStart);
    let next = 0;
    return all
      .map(({ start, end, flags }) => {
        while (next < files.length && (files[next]?.end ?? 0n) <= start) next++;
        const candidate = files[next];
        const file = candidate !== undefined && candidate.start <= start ? candidate : undefined;
        const permissions = `${flags & PF.read ? 'r' : '-'}${flags & PF.write ? 'w' : '-'}${flags & PF.execute ? 'x' : '-'}p`;
        const offset = file === undefined ? 0n : file.offset + (start - file.start);
        const path = file === undefined ? this.#nameOf(start) : file.path === program ? this.exe : file.path;
        // Which inode it was is not in the core file; 1 says that there is one.
        return `${start.toString(16)}-${end.toString(16)} ${permissions} ${offset.toString(16)} 00:00 ${file === undefined ? 0 : 1} ${path}\n`;
      })
      .join('');
  }

  #nameOf(start: bigint): string {
    return start !== 0n && start === this.#vdso ? '[vdso]' : '';
  }

  #stackOf(registers: Uint8Array): { stackAddress: bigint; stack: Uint8Array } {
    const stackPointer = Buffer.from(registers.buffer, registers.byteOffset).readBigUInt64LE(19 * 8);
    const segment = this.#segments.find(({ start, end }) => start <= stackPointer && stackPointer < end);
    if (segment === undefined) return { stackAddress: stackPointer, stack: new Uint8Array() };
    const from = stackPointer - redZone < segment.start ? segment.start : stackPointer - redZone;
    const inside = Number(from - segment.start);
    const length = Math.max(0, Math.min(segment.fileSize - inside, maxStackBytes));
    return { stackAddress: from, stack: Uint8Array.from(this.#read(segment.offset + inside, length)) };
  }
}
