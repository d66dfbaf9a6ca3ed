/** Unsigned 32-bit words behind each other, as many as are pushed. */
export class WordList {
  /** May be set back: what lies behind is forgotten. */
  length = 0;
  #words: Uint32Array;

  constructor(room = 4096) {
    this.#words = new Uint32Array(room);
  }

  push(word: number): void {
    if (this.length === this.#words.length) {
      const larger = new Uint32Array(this.#words.length * 2);
      larger.set(this.#words);
      this.#words = larger;
    }
    this.#words[this.length++] = word;
  }

  set(at: number, word: number): void {
    this.#words[at] = word;
  }

  /** A copy. */
  all(): Uint32Array {
    return this.#words.slice(0, this.length);
  }

  /** FNV-1a of the words from `at` to the end. */
  hash(at: number): number {
    let hash = 0x811c_9dc5;
    for (let i = at; i < this.length; i++) hash = Math.imul(hash ^ (this.#words[i] ?? 0), 0x0100_0193);
    return hash;
  }

  /** Whether what stands from `at` to the end stands at `earlier` too. */
  repeats(earlier: number, at: number): boolean {
    for (let i = at; i < this.length; i++) if (this.#words[i] !== this.#words[earlier + i - at]) return false;
    return true;
  }
}
