/** One line of input: an address, or what is none. */
export interface AddressLine {
  readonly text: string;
  /** From 1. */
  readonly number: number;
  /** Undefined when `text` is no hexadecimal number of up to 64 bits. */
  readonly address: bigint | undefined;
}

const hexadecimal = /^(?:0[xX])?([0-9a-fA-F]{1,16})$/;

/** Reads `0x1f`, `1f`; undefined for anything else. */
export function parseAddress(text: string): bigint | undefined {
  const digits = hexadecimal.exec(text)?.[1];
  return digits === undefined ? undefined : BigInt(`0x${digits}`);
}

/** Longer lines are no addresses; nobody shall make us keep them. */
const longestLine = 4096;

/** Cuts a stream of text into address lines as it comes; empty lines are passed over. */
export class AddressLines {
  #rest = '';
  #number = 0;

  push(chunk: string): AddressLine[] {
    const lines = (this.#rest + chunk).split('\n');
    // A line that does not end is no address whatever follows.
    this.#rest = (lines.pop() ?? '').slice(0, longestLine);
    return lines.flatMap((line) => this.#line(line));
  }

  /** What stands behind the last newline. */
  end(): AddressLine[] {
    const rest = this.#rest;
    this.#rest = '';
    return this.#line(rest);
  }

  #line(line: string): AddressLine[] {
    this.#number++;
    const text = line.trim();
    return text === '' ? [] : [{ text, number: this.#number, address: parseAddress(text) }];
  }
}
