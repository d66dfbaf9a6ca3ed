/** Full dumps of what calls move (-e read=, -e write=), as lines below the call. */
import { hexdump } from './hexdump.js';
import type { CallView, CapturedMemory } from './memory.js';
import { readWidth } from './place.js';
import { UNDECODABLE } from './undecodable.js';

interface Transfer {
  readonly direction: 'read' | 'write';
  /** What the second argument points to. */
  readonly of: 'buffer' | 'vector' | 'message' | 'messages';
}

const transfers: ReadonlyMap<string, Transfer> = new Map(
  (
    [
      ['read', 'buffer', ['read', 'pread64', 'recv', 'recvfrom']],
      ['read', 'vector', ['readv', 'preadv', 'preadv2']],
      ['read', 'message', ['recvmsg']],
      ['read', 'messages', ['recvmmsg', 'recvmmsg_time64']],
      ['write', 'buffer', ['write', 'pwrite64', 'send', 'sendto']],
      ['write', 'vector', ['writev', 'pwritev', 'pwritev2', 'vmsplice']],
      ['write', 'message', ['sendmsg']],
      ['write', 'messages', ['sendmmsg']],
    ] as const
  ).flatMap(([direction, of, names]) => names.map((name): [string, Transfer] => [name, { direction, of }])),
);

/** Names of the calls whose data can be dumped. */
export const transferCalls: readonly string[] = [...transfers.keys()];

export interface DumpedDescriptors {
  readonly read: { has(fd: number): boolean };
  readonly write: { has(fd: number): boolean };
}

/** The lines below a call that returned, each with its newline; empty for calls that move nothing or failed. What was not captured is left out. */
export function transferDump(name: string, call: CallView, wanted: DumpedDescriptors): string {
  const transfer = transfers.get(name);
  if (transfer === undefined || call.errno !== 0 || !wanted[transfer.direction].has(call.i32(0))) return '';
  const dump = new Dump(call, transfer.direction);
  try {
    dump.add(transfer.of);
  } catch {
    return `${dump.text} * ${UNDECODABLE}\n`;
  }
  return dump.text;
}

class Dump {
  readonly #memory: CapturedMemory;
  text = '';

  constructor(
    private readonly call: CallView,
    private readonly direction: Transfer['direction'],
  ) {
    this.#memory = direction === 'read' ? call.exit : call.entry;
  }

  add(of: Transfer['of']): void {
    const { call } = this;
    const returned = Number(call.ret);
    const at = call.word(1);
    if (of === 'buffer') this.#buffer(at, this.direction === 'read' ? returned : Number(call.word(2)));
    else if (of === 'vector') this.#vector(at, Number(call.word(2)), this.direction === 'read' ? returned : Number.POSITIVE_INFINITY);
    else if (of === 'message') this.#message(at, this.direction === 'read' ? returned : Number.POSITIVE_INFINITY);
    else this.#messages(at, returned);
  }

  #buffer(at: number | bigint, length: number): void {
    if (length > 0) this.text += hexdump(this.#memory.read(at, length).data, ' | ', ' |');
  }

  #vector(at: number | bigint, count: number, total: number): void {
    const stride = 2 * this.call.pointerSize;
    const vector = this.#struct(at, count * stride);
    let left = total;
    for (let index = 0; (index + 1) * stride <= vector.length && left > 0; index++) {
      const length = Math.min(this.#pointer(vector, index * stride + this.call.pointerSize), left);
      left -= length;
      this.text += ` * ${length} bytes in buffer ${index}\n`;
      this.#buffer(this.#address(vector, index * stride), length);
    }
  }

  /** struct msghdr: behind name and namelen, msg_iov and msg_iovlen. */
  #message(at: number | bigint, total: number): void {
    const { pointerSize } = this.call;
    const header = this.#struct(at, 4 * pointerSize);
    if (header.length === 4 * pointerSize) this.#vector(this.#address(header, 2 * pointerSize), this.#pointer(header, 3 * pointerSize), total);
  }

  /** struct mmsghdr: a msghdr of 7 words, the last an int, and the length of the message. */
  #messages(at: number | bigint, count: number): void {
    const { pointerSize } = this.call;
    const stride = 8 * pointerSize;
    const all = this.#struct(at, count * stride);
    for (let index = 0; (index + 1) * stride <= all.length; index++) {
      const base = index * stride;
      const moved = Number(readWidth(all, base + 7 * pointerSize, 'u32', this.call.abi));
      const buffers = this.#pointer(all, base + 3 * pointerSize);
      this.text += ` = ${buffers} buffers in vector ${index}\n`;
      this.#vector(this.#address(all, base + 2 * pointerSize), buffers, this.direction === 'read' ? moved : Number.POSITIVE_INFINITY);
    }
  }

  /** Structures are copied at entry or at exit, as their decoder needs them. */
  #struct(at: number | bigint, length: number): Uint8Array {
    const { data } = this.#memory.read(at, length);
    return data.length > 0 ? data : this.call.entry.read(at, length).data;
  }

  #address(data: Uint8Array, at: number): number | bigint {
    return readWidth(data, at, 'pointer', this.call.abi);
  }

  #pointer(data: Uint8Array, at: number): number {
    return Number(this.#address(data, at));
  }
}
