/**
 * A tracee that is only memory: it runs the operations of a call’s plan as native/plan does, and gives the records
 * that a real capture would. So descriptors are tested whole, capture and decoding, without a process.
 */
import type { RecordBytes } from '../../adapter/decode/capturedMemory.js';
import type { Op, Operand, SyscallPlan } from '../../adapter/plan/op.js';
import { type AbiName, blobKinds, blobStatuses } from '../../adapter/record/layout.js';
import { type Blob, entryRecord, exitRecord } from './recordBuilder.js';

interface Frame {
  readonly address: bigint;
  readonly data: Uint8Array;
}

const mask64 = (value: bigint) => BigInt.asUintN(64, value);

export class SimulatedTracee {
  readonly #segments: { readonly address: bigint; readonly data: Uint8Array }[] = [];
  readonly fds = new Map<number, string>();
  #next = 0x7000_0000_0000n;

  /** Puts bytes at an address of its own choice, with unmapped memory behind them. */
  put(data: Uint8Array | string | readonly number[]): bigint {
    const bytes = typeof data === 'string' ? new TextEncoder().encode(data) : Uint8Array.from(data);
    const address = this.#next;
    this.putAt(address, bytes);
    this.#next += BigInt((bytes.length + 0x1fff) & ~0xfff);
    return address;
  }

  /** Little-endian 64-bit words. */
  putWords(...words: readonly (number | bigint)[]): bigint {
    const bytes = new Uint8Array(words.length * 8);
    const view = new DataView(bytes.buffer);
    for (const [index, word] of words.entries()) view.setBigUint64(index * 8, mask64(BigInt(word)), true);
    return this.put(bytes);
  }

  putAt(address: bigint, data: Uint8Array): void {
    this.#segments.push({ address, data });
  }

  /** As much of `length` bytes at `address` as is there. */
  read(address: bigint, length: number): Uint8Array {
    const segment = this.#segments.find((one) => address >= one.address && address < one.address + BigInt(one.data.length));
    if (segment === undefined) return new Uint8Array(0);
    const from = Number(address - segment.address);
    return segment.data.slice(from, from + length);
  }

  /** The records of a call that returned. `between`: what the kernel does to memory in the call. */
  run(
    plan: SyscallPlan,
    call: { readonly abi?: AbiName; readonly nr: number; readonly args: readonly bigint[]; readonly ret: bigint },
    between: () => void = () => undefined,
  ): { entry: RecordBytes; exit: RecordBytes } {
    const { abi = 'x86_64', nr, args, ret } = call;
    const failed = ret < 0n && ret >= -4095n;
    const entry = entryRecord({ abi, nr, args, blobs: this.#capture(plan.entry, args, 0n, abi) });
    between();
    const ops = [...(failed ? [] : plan.exit), ...(plan.exitAlways ?? [])];
    return { entry, exit: exitRecord({ abi, nr, ret, blobs: this.#capture(ops, args, ret, abi) }) };
  }

  #capture(ops: readonly Op[], args: readonly bigint[], ret: bigint, abi: AbiName): Blob[] {
    const blobs: Blob[] = [];
    const operand = (from: Operand, frames: readonly Frame[]): bigint | undefined => {
      switch (from.from) {
        case 'arg':
          return mask64(args[from.index] ?? 0n);
        case 'ret':
          return mask64(ret);
        case 'constant':
          return BigInt(from.value);
        case 'here':
          return (frames[frames.length - 1 - (from.up ?? 0)]?.address ?? 0n) + BigInt(from.offset);
        case 'field': {
          const frame = frames[frames.length - 1 - (from.up ?? 0)];
          if (frame === undefined || from.offset + from.size > frame.data.length) return undefined;
          return [...frame.data.slice(from.offset, from.offset + from.size)].reduceRight((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
        }
      }
    };
    const copy = (address: bigint, length: number, cut: boolean): Frame | undefined => {
      if (address === 0n || length === 0) return undefined;
      const data = this.read(address, length);
      const status = data.length < length ? blobStatuses.fault : cut ? blobStatuses.truncated : blobStatuses.ok;
      blobs.push({ addr: address, kind: blobKinds.memory, status, data });
      return { address, data };
    };
    const cstr = (address: bigint, cap: number): void => {
      if (address === 0n || cap === 0) return;
      const data = this.read(address, cap);
      const end = data.indexOf(0);
      const status = end >= 0 ? blobStatuses.ok : data.length < cap ? blobStatuses.fault : blobStatuses.truncated;
      blobs.push({ addr: address, kind: blobKinds.cstring, status, data: end >= 0 ? data.slice(0, end) : data });
    };
    const one = (op: Op, frames: readonly Frame[]): void => {
      switch (op.op) {
        case 'copy': {
          const at = operand(op.at, frames);
          const count = operand(op.length, frames);
          if (at === undefined || count === undefined) return;
          const wanted = Number(count) * (op.unit ?? 1) + (op.plus ?? 0);
          const frame = copy(at, Math.min(wanted, op.cap), wanted > op.cap);
          if (frame !== undefined && frame.data.length >= Math.min(wanted, op.cap)) run(op.body ?? [], [...frames, frame]);
          return;
        }
        case 'each': {
          const at = operand(op.at, frames);
          const count = operand(op.count, frames);
          if (at === undefined || count === undefined) return;
          const elements = Math.min(Number(count), op.max);
          const frame = copy(at, elements * op.stride, elements < Number(count));
          if (frame === undefined) return;
          for (let from = 0; from + op.stride <= frame.data.length; from += op.stride) {
            run(op.body ?? [], [...frames, { address: frame.address + BigInt(from), data: frame.data.slice(from, from + op.stride) }]);
          }
          return;
        }
        case 'cstr': {
          const at = operand(op.at, frames);
          if (at !== undefined) cstr(at, op.cap);
          return;
        }
        case 'strv': {
          const at = operand(op.at, frames);
          if (at === undefined || at === 0n) return;
          const step = abi === 'x86_64' ? 8 : 4;
          const pointers: bigint[] = [];
          let status: Blob['status'] = blobStatuses.truncated;
          while (pointers.length <= op.max) {
            const data = this.read(at + BigInt(pointers.length * step), step);
            if (data.length < step) {
              status = blobStatuses.fault;
              break;
            }
            pointers.push([...data].reduceRight((sum, byte) => (sum << 8n) | BigInt(byte), 0n));
            if (pointers.at(-1) === 0n) {
              status = blobStatuses.ok;
              break;
            }
          }
          blobs.push({ addr: at, kind: blobKinds.memory, status, data: this.read(at, pointers.length * step) });
          for (const pointer of pointers.slice(0, op.max)) cstr(pointer, op.cap);
          return;
        }
        case 'switch': {
          const value = operand(op.value, frames);
          if (value === undefined) return;
          const masked = Number(value & 0xffff_ffffn & BigInt((op.mask ?? 0xffff_ffff) >>> 0));
          run(op.cases.find(([wanted]) => wanted >>> 0 === masked)?.[1] ?? op.otherwise ?? [], frames);
          return;
        }
        case 'fd': {
          const fd = Number(BigInt.asUintN(32, operand(op.value, frames) ?? 0n));
          const target = this.fds.get(fd | 0);
          const data = new TextEncoder().encode(target ?? '');
          blobs.push({ addr: BigInt(fd), kind: blobKinds.fd, status: target === undefined ? blobStatuses.fault : blobStatuses.ok, data });
        }
      }
    };
    const run = (list: readonly Op[], frames: readonly Frame[]): void => {
      for (const op of list) one(op, frames);
    };
    run(ops, []);
    return blobs;
  }
}
