import { blobKinds, blobStatuses } from '../record/layout.js';
import { offsets, sizes } from '../record/offsets.js';
import { pathText } from './escape.js';
import type { Bytes, CapturedMemory, FdDetails } from './memory.js';
import { wordOf } from './word.js';

/** Where a record lies: RecordCursor is one. `bytes` and `view` are of the same buffer. */
export interface RecordBytes {
  readonly bytes: Uint8Array;
  readonly view: DataView;
  /** Where the record begins. */
  readonly base: number;
  /** Bytes of the whole record. */
  readonly size: number;
}

const header = offsets.BlobHeader;
const noBytes = new Uint8Array(0);
const absent: Bytes = { data: noBytes, status: 'absent' };

const utf8 = new TextDecoder();
/** u32 mode, major, minor. */
const DEVICE_BYTES = 12;
/** u32 number, char name[16]. */
const NAMED_BYTES = 20;

function deviceOf(bytes: Uint8Array): { readonly mode: number; readonly major: number; readonly minor: number } {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return { mode: view.getUint32(0, true), major: view.getUint32(4, true), minor: view.getUint32(8, true) };
}

const statusNames: readonly ('ok' | 'truncated' | 'fault')[] = ['ok', 'truncated', 'fault'];

/** Memory before anything was captured. */
export const noMemory: CapturedMemory = {
  read: () => absent,
  cstring: () => absent,
  fdTarget: () => undefined,
  fdDetails: () => ({}),
  interfaceName: () => undefined,
  genericFamily: () => undefined,
  namespaces: () => undefined,
};

/**
 * The blobs of one record, found by walking them: a record has few. Valid as long as the record’s block is.
 * A blob that claims more bytes than its record has ends the walk.
 */
export class RecordMemory implements CapturedMemory {
  #bytes: Uint8Array;
  #view: DataView;
  #start = 0;
  #end = 0;

  /** `fixedSize`: bytes of the record’s struct, behind which its blobs begin. */
  constructor(record: RecordBytes, fixedSize: number) {
    this.#bytes = record.bytes;
    this.#view = record.view;
    this.move(record, fixedSize);
  }

  /** From here on these are the blobs of another record. */
  move(record: RecordBytes, fixedSize: number): void {
    this.#bytes = record.bytes;
    this.#view = record.view;
    this.#start = record.base + fixedSize;
    this.#end = record.base + record.size;
  }

  read(address: number | bigint, length: number): Bytes {
    let best: Bytes = absent;
    for (let at = this.#start; at + sizes.BlobHeader <= this.#end; ) {
      const size = this.#view.getUint32(at + header.length, true);
      const next = at + sizes.BlobHeader + ((size + 7) & ~7);
      if (next > this.#end || next <= at) break;
      const kind = this.#view.getUint8(at + header.kind);
      if (kind === blobKinds.memory) {
        const delta = distance(address, this.#address(at));
        if (delta >= 0 && (delta < size || (delta === 0 && size === 0))) {
          const found = this.#piece(at, delta, size, length);
          if (found.status === 'ok') return found;
          if (best === absent || found.data.length > best.data.length) best = found;
        }
      }
      at = next;
    }
    return best;
  }

  cstring(address: number | bigint): Bytes {
    const at = this.#find(blobKinds.cstring, address);
    if (at < 0) return absent;
    const start = at + sizes.BlobHeader;
    const data = this.#bytes.subarray(start, start + this.#view.getUint32(at + header.length, true));
    return { data, status: statusNames[this.#view.getUint8(at + header.status)] ?? 'fault' };
  }

  fdTarget(fd: number): string | undefined {
    const at = this.#find(blobKinds.fd, fd >>> 0);
    if (at < 0 || this.#view.getUint8(at + header.status) === blobStatuses.fault) return undefined;
    const start = at + sizes.BlobHeader;
    return pathText(this.#bytes.subarray(start, start + this.#view.getUint32(at + header.length, true)));
  }

  fdDetails(fd: number): FdDetails {
    const device = this.#blob(blobKinds.device, fd >>> 0);
    const protocol = this.#blob(blobKinds.socketProtocol, fd >>> 0);
    const diagnosis = this.#blob(blobKinds.socketDiag, fd >>> 0);
    const info = this.#blob(blobKinds.fdInfo, fd >>> 0);
    return {
      ...(device === undefined || device.length < DEVICE_BYTES ? {} : { device: deviceOf(device) }),
      ...(protocol === undefined ? {} : { protocol: utf8.decode(protocol) }),
      ...(diagnosis === undefined ? {} : { diagnosis }),
      ...(info === undefined ? {} : { info: utf8.decode(info) }),
    };
  }

  interfaceName(index: number): string | undefined {
    return this.#nameIn(blobKinds.interfaces, index);
  }

  genericFamily(type: number): string | undefined {
    return this.#nameIn(blobKinds.genericFamilies, type);
  }

  namespaces(): string | undefined {
    const text = this.#blob(blobKinds.namespaces, 0);
    return text === undefined ? undefined : utf8.decode(text);
  }

  /** The name of `number` in a table of numbers and names. */
  #nameIn(kind: number, number: number): string | undefined {
    const table = this.#blob(kind, 0);
    if (table === undefined) return undefined;
    const view = new DataView(table.buffer, table.byteOffset, table.byteLength);
    for (let at = 0; at + NAMED_BYTES <= table.length; at += NAMED_BYTES) {
      if (view.getUint32(at, true) !== number) continue;
      const name = table.subarray(at + 4, at + NAMED_BYTES);
      const end = name.indexOf(0);
      return utf8.decode(end < 0 ? name : name.subarray(0, end));
    }
    return undefined;
  }

  /** The bytes of the blob of this kind and address. */
  #blob(kind: number, address: number): Uint8Array | undefined {
    const at = this.#find(kind, address);
    if (at < 0) return undefined;
    const start = at + sizes.BlobHeader;
    return this.#bytes.subarray(start, start + this.#view.getUint32(at + header.length, true));
  }

  /** Where the header of the blob of this kind and address lies, or −1. */
  #find(kind: number, address: number | bigint): number {
    for (let at = this.#start; at + sizes.BlobHeader <= this.#end; ) {
      const size = this.#view.getUint32(at + header.length, true);
      const next = at + sizes.BlobHeader + ((size + 7) & ~7);
      if (next > this.#end || next <= at) break;
      if (this.#view.getUint8(at + header.kind) === kind && this.#address(at) === address) return at;
      at = next;
    }
    return -1;
  }

  #address(at: number): number | bigint {
    return wordOf(this.#view.getUint32(at + header.addr, true), this.#view.getUint32(at + header.addr + 4, true));
  }

  #piece(at: number, delta: number, size: number, length: number): Bytes {
    const start = at + sizes.BlobHeader + delta;
    const available = size - delta;
    if (length <= available) return { data: this.#bytes.subarray(start, start + length), status: 'ok' };
    const status = this.#view.getUint8(at + header.status) === blobStatuses.fault ? 'fault' : 'truncated';
    return { data: this.#bytes.subarray(start, start + available), status };
  }
}

/** to − from, as far as it is small; negative when `to` lies before. */
function distance(to: number | bigint, from: number | bigint): number {
  if (typeof to === 'number' && typeof from === 'number') return to - from;
  return Number(BigInt(to) - BigInt(from));
}
