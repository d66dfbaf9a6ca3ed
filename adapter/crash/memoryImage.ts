import type { CrashFacts, CrashMemory } from './crashFacts.js';
import type { FileMemory } from './fileMemory.js';
import type { Mappings } from './mappings.js';

/** The memory of a crashed program as far as it is known: what was copied, and what files are certain to say. */
export class MemoryImage {
  readonly #pieces: readonly CrashMemory[];

  constructor(
    facts: Pick<CrashFacts, 'stackAddress' | 'stack' | 'instructionBytes' | 'memory'>,
    private readonly mappings: Mappings,
    private readonly files: FileMemory,
  ) {
    const code = facts.instructionBytes === undefined ? [] : [facts.instructionBytes];
    this.#pieces = [{ address: facts.stackAddress, bytes: facts.stack }, ...code, ...facts.memory];
  }

  /** Up to `length` bytes from `address` on; fewer where the next one is not known. */
  read(address: bigint, length: number): Uint8Array {
    const parts: Uint8Array[] = [];
    let done = 0;
    while (done < length) {
      const part = this.#piece(address + BigInt(done), length - done);
      if (part.length === 0) break;
      parts.push(part);
      done += part.length;
    }
    const [only] = parts;
    return parts.length === 1 && only !== undefined ? only : Buffer.concat(parts);
  }

  /** Little-endian, unsigned; undefined when it is not known as a whole. */
  number(address: bigint, bytes: 1 | 2 | 4 | 8): bigint | undefined {
    const data = this.read(address, bytes);
    if (data.length < bytes) return undefined;
    let value = 0n;
    for (let index = bytes - 1; index >= 0; index--) value = (value << 8n) | BigInt(data[index] ?? 0);
    return value;
  }

  #piece(address: bigint, length: number): Uint8Array {
    for (const piece of this.#pieces) {
      if (address < piece.address || address >= piece.address + BigInt(piece.bytes.length)) continue;
      const at = Number(address - piece.address);
      return piece.bytes.subarray(at, at + length);
    }
    const mapping = this.mappings.at(address);
    return mapping === undefined ? new Uint8Array() : this.files.read(mapping, address, length);
  }
}
