/** Random calls as the capture would record them, and traces that lie. */

import type { DecodeOptions } from '../../adapter/decode/emitter.js';
import { captureContext, syscallPlan } from '../../adapter/plan/compile.js';
import { FILE_HEADER_SIZE, recordTypes } from '../../adapter/record/layout.js';
import { offsets } from '../../adapter/record/offsets.js';
import { syscallTable } from '../../adapter/syscalls/registry.js';
import { SimulatedTracee } from '../records/simulatedTracee.js';
import { TraceBuilder } from '../replay/traceBuilder.js';
import type { Random } from './random.js';

/** Values that programs get wrong: borders of every width, error numbers, and small ones. */
const edges = [
  0n,
  1n,
  2n,
  3n,
  7n,
  16n,
  64n,
  4095n,
  4096n,
  0x7fff_ffffn,
  0x8000_0000n,
  0xffff_ffffn,
  0x1_0000_0000n,
  -1n,
  -2n,
  -100n,
  -4095n,
  1n << 53n,
  1n << 63n,
] as const;

/** Longest piece of memory that is there: what is asked for beyond it faults. */
const PIECE = 2048;

/** Memory in which every address may hold something: numbers, edges, pointers, text with control characters. */
class RandomMemory extends SimulatedTracee {
  constructor(private readonly random: Random) {
    super();
  }

  override read(_address: bigint, length: number): Uint8Array {
    const { random } = this;
    if (random.oneIn(12)) return new Uint8Array(0);
    const size = Math.min(length, random.oneIn(6) ? random.below(PIECE) : PIECE);
    const data = random.oneIn(3) ? random.bytes(size) : new Uint8Array(size);
    const view = new DataView(data.buffer);
    for (let at = 0; at + 8 <= size; at += random.pick([2, 4, 8, 8, 16, 64])) {
      if (random.oneIn(2)) view.setBigUint64(at, randomWord(random), true);
      else if (random.oneIn(4)) view.setUint16(at, random.below(64), true);
    }
    if (size > 8 && random.oneIn(3)) data.set([0x1b, 0x5b, 0x32, 0x4a, 0x9b, 0x0a, 0x07], random.below(size - 7));
    return data;
  }
}

export const randomWord = (random: Random): bigint => {
  switch (random.below(5)) {
    case 0:
      return BigInt.asUintN(64, random.pick(edges));
    case 1:
      return BigInt(random.below(256));
    case 2:
      return 0x7f00_0000_0000n + (random.u64() & 0xffff_ffffn);
    case 3:
      return BigInt(1 << random.below(31));
    default:
      return random.u64();
  }
};

/** The records of a random call: any number of any ABI, with any memory behind its arguments. */
export function randomCall(random: Random, decode: DecodeOptions): { readonly entry: Uint8Array; readonly exit: Uint8Array } {
  const abi = random.pick(['x86_64', 'x86_64', 'i386', 'x32']);
  const table = syscallTable(abi);
  const nr = random.oneIn(20) ? random.u32() : random.below(table.length + 3);
  const syscall = table[nr];
  const args = Array.from({ length: 6 }, () => BigInt.asUintN(abi === 'i386' ? 32 : 64, randomWord(random)));
  const ret = random.oneIn(4) ? -BigInt(random.below(4200)) : BigInt.asIntN(64, randomWord(random));
  const plan = syscall === undefined ? { entry: [], exit: [] } : syscallPlan(syscall.descriptor, captureContext(abi, decode));
  const memory = new RandomMemory(random);
  for (let fd = -1; fd < 8; fd++) memory.fds.set(fd, random.pick(['/tmp/x', 'socket:[123]', '/dev/tty\u001b[31m<>', 'anon_inode:[eventpoll]', 'pipe:[5]']));
  const { entry, exit } = memory.run(plan, { abi, nr, args, ret });
  return { entry: entry.bytes, exit: exit.bytes };
}

/** The bytes of a trace with `count` random calls by three tasks, some of which never return; with `lies`, some bytes are others than were written. */
export function randomTrace(random: Random, decode: DecodeOptions, count: number, lies: boolean): Buffer {
  const builder = new TraceBuilder();
  for (const tid of [100, 101, 102]) builder.record('taskStart', { pid: 100, tid, how: random.below(6) }, [{ kind: 'comm', data: random.bytes(8) }]);
  const parts = [builder.bytes()];
  let length = parts[0]?.length ?? FILE_HEADER_SIZE;
  const append = (record: Uint8Array, tid: number): number => {
    const bytes = Buffer.from(record);
    bytes.writeInt32LE(tid, offsets.RecordHeader.tid);
    bytes.writeBigUInt64LE(builder.startMonotonicNs + BigInt(length), offsets.RecordHeader.timeNs);
    // Behind the header, where sizes, kinds and statuses of blobs are.
    if (lies && bytes.length > 96) for (let i = random.below(4); i > 0; i--) bytes[24 + random.below(bytes.length - 24)] = random.u32();
    parts.push(bytes);
    length += bytes.length;
    return length - bytes.length;
  };
  for (let i = 0; i < count; i++) {
    const tid = 100 + random.below(3);
    const { entry, exit } = randomCall(random, decode);
    const at = append(entry, tid);
    if (random.oneIn(10)) append(otherRecord(random), 100 + random.below(4));
    if (random.oneIn(20)) continue;
    const patched = Buffer.from(exit);
    patched.writeBigUInt64LE(BigInt(random.oneIn(30) ? 0 : at), offsets.SyscallExit.entryOffset);
    append(patched, tid);
  }
  const all = Buffer.concat(parts);
  all.writeBigUInt64LE(BigInt(all.length), offsets.FileHeader.committed);
  return all;
}

/** A signal, stop, exec, exit or note, with blobs of the right kind and wrong content. */
function otherRecord(random: Random): Uint8Array {
  const builder = new TraceBuilder();
  const type = random.pick(['signal', 'groupStop', 'taskStart', 'taskExec', 'taskExit', 'note', 'maps', 'stack']);
  const kind = ({ signal: 'siginfo', maps: 'maps', note: 'text', stack: 'regs' } as const)[type as string] ?? 'exe';
  builder.record(
    type,
    {
      flags: random.below(32),
      signo: random.u32(),
      status: random.u32(),
      how: random.u32(),
      formerTid: 100 + random.below(5),
      code: random.u32(),
      parentTid: random.below(200),
    },
    random.oneIn(4) ? [] : [{ kind, addr: random.u64(), data: random.bytes(random.pick([0, 5, 128, 128, 200])) }],
  );
  const bytes = builder.bytes().subarray(FILE_HEADER_SIZE);
  // A type that no version of the layout has is skipped by readers.
  if (random.oneIn(10)) bytes.writeUInt16LE(Object.keys(recordTypes).length + 1 + random.below(99), offsets.RecordHeader.type);
  return bytes;
}

/** A buffer of netlink messages whose attributes nest, some with lengths that lie: 0, too short, beyond the end. */
function netlinkMessages(random: Random): Uint8Array {
  const bytes = random.bytes(1024);
  const view = new DataView(bytes.buffer);
  const length = (room: number): number => (random.oneIn(6) ? random.pick([0, 1, 3, 4, 5, 0xffff]) : 4 + random.below(Math.max(room - 4, 1)));
  for (let at = 0; at + 20 <= bytes.length; ) {
    const size = random.oneIn(8) ? length(1000) : 16 + random.below(400);
    view.setUint32(at, size, true);
    view.setUint16(at + 4, random.oneIn(3) ? random.below(4) : 16 + random.below(110), true);
    // Bodies of every size are followed by attributes; those may begin at any multiple of 4.
    for (let inner = at + 16 + 4 * random.below(8); inner + 4 <= Math.min(at + size, bytes.length); ) {
      const attribute = length(64);
      view.setUint16(inner, attribute, true);
      view.setUint16(inner + 2, random.below(70) | (random.oneIn(8) ? 0x8000 : 0), true);
      inner += random.oneIn(2) ? 4 : Math.max(4, (attribute + 3) & ~3);
    }
    at += Math.max(16, (size + 3) & ~3);
  }
  return bytes;
}

const SENDTO = 44;
const SOCK_DIAG_BYTES = 32;

/** sendto of random messages on a netlink socket of every protocol. */
export function randomNetlinkTrace(random: Random, count: number): Buffer {
  const builder = new TraceBuilder();
  builder.record('taskStart', { how: 0 });
  for (let i = 0; i < count; i++) {
    const data = netlinkMessages(random);
    const diagnosis = new Uint8Array(SOCK_DIAG_BYTES);
    // ROUTE, SOCK_DIAG, XFRM, SELINUX, AUDIT, NETFILTER, GENERIC and what nobody knows.
    diagnosis[2] = random.pick([0, 0, 0, 4, 4, 12, 12, 7, 6, 9, 16, random.below(32)]);
    builder.call(SENDTO, [3, 0x1000, data.length, 0, 0, 0], data.length, {
      entryBlobs: [
        { kind: 'socketProtocol', addr: 3, data: 'NETLINK' },
        { kind: 'socketDiag', addr: 3, data: diagnosis },
        { kind: 'memory', addr: 0x1000, data },
      ],
    });
  }
  return builder.bytes();
}
