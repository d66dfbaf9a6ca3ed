/** Socket addresses of the rarer families, each as far as its length lets: UAPI headers of the families, and Bluetooth’s own. */
import type { Emitter } from '../decode/emitter.js';
import { constants } from './generated/constants.gen.js';
import { bluetoothByLength } from './sockaddrBluetooth.js';
import { decimalField, hardwareField, hexField, inField, named, type ShowNumber } from './sockaddrFields.js';
import { type Fields, hexWithName, numberCall, type Shape, showInterface, showPort } from './sockaddrParts.js';
import { fd } from './types/fd.js';
import { type ConstantSet, enumeration } from './types/flags.js';

/** As printf’s %#02x: `00`, `0x4`, `0x1d`. */
const padded = (value: number): string => (value === 0 ? '00' : `0x${value.toString(16)}`);

/** A name, or a number without comment. */
const orHex = (set: ConstantSet) => named({ ...set, unknown: '' });

const cid = orHex(constants.vsock_cids);
const vsockPort = orHex(constants.vsock_ports);
const qrtrNode = orHex(constants.qrtr_nodes);
const qrtrPort = orHex(constants.qrtr_ports);
const mctpNet = orHex(constants.mctp_nets);
const mctpAddress = orHex(constants.mctp_addresses);
const nfcProtocol = named(constants.nfc_protocols);
/** A number of which some have names, in comments. */
const commented =
  (set: ConstantSet): ShowNumber =>
  (out, value) => {
    const name = enumeration(set).type.nameOf(value);
    if (name === undefined) out.hex(value);
    else hexWithName(out, value, name);
  };
const panId = commented(constants.ieee802154_pan_ids);
const llcpPoint = commented(constants.llcp_service_points);

const interfaceField = (out: Emitter, field: string, fields: Fields, at: number): void => {
  out.field(field);
  showInterface(out, fields.u32(at), fields.place);
};
const rawField = (out: Emitter, field: string, text: string): void => {
  out.field(field);
  out.raw(text);
};
/** Padding: shown when it is used. */
const ifUsed = (out: Emitter, field: string, value: number): void => {
  if (value !== 0) hexField(out, field, value);
};

/** A C string in `bytes`; without its NUL all but the last byte are shown, as cut. */
function showText(out: Emitter, bytes: Uint8Array): void {
  const end = bytes.indexOf(0);
  out.string(bytes.subarray(0, end < 0 ? Math.max(bytes.length - 1, 0) : end), 'path', end < 0);
}

const CALL_BYTES = 7;
const DIGIPEATERS = 8;

/** `KA2-1`: six characters shifted by one bit, and the station’s number; undefined when they are no text. */
function callSign(call: Uint8Array): string | undefined {
  let text = '';
  for (const byte of call.subarray(0, CALL_BYTES - 1)) {
    const character = byte >> 1;
    if ((byte & 1) !== 0 && character === 0) return undefined;
    if (character < 0x20 || character > 0x7e) return undefined;
    text += String.fromCharCode(character);
  }
  const name = text.trimEnd();
  return name === '' ? undefined : `${name}-${((call[CALL_BYTES - 1] ?? 0) >> 1) & 0xf}`;
}

function showCall(out: Emitter, call: Uint8Array): void {
  out.beginStruct();
  out.field('ax25_call');
  out.string(call, 'wholeHex', false);
  out.endStruct();
  const sign = callSign(call);
  if (sign !== undefined) out.comment(sign);
}

const AX25_BYTES = 16;

function showAx25(out: Emitter, fields: Fields): void {
  const digipeaters = fields.i32(12);
  const { length } = fields.data;
  const full = length !== AX25_BYTES || digipeaters !== 0;
  if (full) {
    out.field('fsa_ax25');
    out.beginStruct();
  }
  out.field('sax25_call');
  showCall(out, fields.bytes(2, CALL_BYTES));
  decimalField(out, 'sax25_ndigis', digipeaters);
  if (full) out.endStruct();
  const room = length - AX25_BYTES;
  if (digipeaters > 0) showDigipeaters(out, fields, Math.min(digipeaters, DIGIPEATERS), Math.floor(room / CALL_BYTES));
  if (room % CALL_BYTES !== 0 || room > DIGIPEATERS * CALL_BYTES) out.more();
}

function showDigipeaters(out: Emitter, fields: Fields, wanted: number, room: number): void {
  const there = Math.min(wanted, room);
  const most = out.options.verbose ? there : Math.min(there, out.options.stringLimit);
  out.field('fsa_digipeater');
  out.beginArray();
  for (let index = 0; index < most; index++) {
    out.item();
    showCall(out, fields.bytes(AX25_BYTES + index * CALL_BYTES, CALL_BYTES));
  }
  if (most < wanted) out.more();
  out.endArray();
}

function showIpx(out: Emitter, fields: Fields): void {
  out.field('sipx_port');
  showPort(out, fields.bytes(2, 2));
  out.field('sipx_network');
  numberCall(out, 'htonl', fields.net32(4), () => out.hex(fields.net32(4)));
  out.field('sipx_node');
  out.beginArray();
  for (const byte of fields.bytes(8, 6)) {
    out.item();
    out.raw(padded(byte));
  }
  out.endArray();
  rawField(out, 'sipx_type', padded(fields.u8(14)));
  const zero = fields.u8(15);
  if (zero !== 0) rawField(out, 'sipx_zero', padded(zero));
}

function showX25(out: Emitter, fields: Fields): void {
  out.field('sx25_addr');
  out.beginStruct();
  out.field('x25_addr');
  showText(out, fields.data.subarray(2, 18));
  out.endStruct();
}

const SHORT_ADDRESS = 2;
const addressNames = new Map<number, string>(constants.ieee802154_address_types.entries.map(([name, value]) => [value, name]));

function show802154(out: Emitter, fields: Fields): void {
  const type = fields.u32(4);
  out.field('addr');
  out.beginStruct();
  out.field('addr_type');
  hexWithName(out, type, addressNames.get(type) ?? constants.ieee802154_address_types.unknown);
  inField(out, 'pan_id', panId, fields.u16(8));
  if (type === SHORT_ADDRESS) hexField(out, 'short_addr', fields.u16(10));
  else if (type !== 0) hardwareField(out, 'hwaddr', fields.bytes(10, 8));
  out.endStruct();
}

const KERN_DRIVER_ONLY = constants.crypto_alg_flags.entries[0];

/** A word of which only one bit has a name: the number, and the name in a comment. */
function showFeatures(out: Emitter, field: string, value: number): void {
  hexField(out, field, value);
  const rest = (value & ~KERN_DRIVER_ONLY[1]) >>> 0;
  if (out.options.constants === 'raw') return;
  if ((value & KERN_DRIVER_ONLY[1]) !== 0) out.comment(`${KERN_DRIVER_ONLY[0]}${rest === 0 ? '' : `|0x${rest.toString(16)}`}`);
  else if (value !== 0) out.comment(constants.crypto_alg_flags.unknown);
}

function showAlg(out: Emitter, fields: Fields): void {
  out.field('salg_type');
  showText(out, fields.data.subarray(2, 16));
  showFeatures(out, 'salg_feat', fields.u32(16));
  showFeatures(out, 'salg_mask', fields.u32(20));
  out.field('salg_name');
  showText(out, fields.data.subarray(24));
}

const NFC_BYTES = 16;
/** struct sockaddr_nfc_llcp: the service’s name and its length follow. */
const LLCP_BYTES = 96;
const SERVICE_NAME_BYTES = 63;

function showNfc(out: Emitter, fields: Fields): void {
  interfaceField(out, 'dev_idx', fields, 4);
  hexField(out, 'target_idx', fields.u32(8));
  inField(out, 'nfc_protocol', nfcProtocol, fields.u32(12));
  if (fields.data.length === NFC_BYTES) return;
  if (fields.data.length < LLCP_BYTES) {
    out.more();
    return;
  }
  inField(out, 'dsap', llcpPoint, fields.u8(16));
  inField(out, 'ssap', llcpPoint, fields.u8(17));
  const length = fields.u64(88);
  out.field('service_name');
  out.string(fields.data.subarray(18, 18 + Math.min(Number(length), SERVICE_NAME_BYTES)), 'path', false);
  out.field('service_name_len');
  out.decimal(length);
}

function showVsock(out: Emitter, fields: Fields): void {
  ifUsed(out, 'svm_reserved1', fields.u16(2));
  inField(out, 'svm_cid', cid, fields.u32(8));
  inField(out, 'svm_port', vsockPort, fields.u32(4));
  out.field('svm_flags');
  out.flags(fields.u8(12), constants.vsock_flags);
  const zero = fields.data.subarray(13, 16);
  if (zero.some((byte) => byte !== 0)) {
    out.field('svm_zero');
    out.string(zero, 'wholeHex', false);
  }
}

const XDP_SHARED_UMEM = 1;

function showXdp(out: Emitter, fields: Fields): void {
  out.field('sxdp_flags');
  out.flags(fields.u16(2), constants.xdp_bind_flags);
  interfaceField(out, 'sxdp_ifindex', fields, 4);
  decimalField(out, 'sxdp_queue_id', fields.u32(8));
  const shared = fields.u32(12);
  // A descriptor only with the flag that asks for it; a number elsewhere.
  if ((fields.u16(2) & XDP_SHARED_UMEM) !== 0) {
    out.field('sxdp_shared_umem_fd');
    fd.type.show(out, shared, fields.place);
  } else ifUsed(out, 'sxdp_shared_umem_fd', shared);
}

function showMctp(out: Emitter, fields: Fields): void {
  ifUsed(out, '__smctp_pad0', fields.u16(2));
  inField(out, 'smctp_network', mctpNet, fields.u32(4));
  out.field('smctp_addr');
  out.beginStruct();
  inField(out, 's_addr', mctpAddress, fields.u8(8));
  out.endStruct();
  hexField(out, 'smctp_type', fields.u8(9));
  hexField(out, 'smctp_tag', fields.u8(10));
  ifUsed(out, '__smctp_pad1', fields.u8(11));
}

export const rareShapes: Readonly<Record<string, Shape>> = {
  AF_AX25: { bytes: 16, show: showAx25 },
  AF_IPX: { bytes: 16, show: showIpx },
  AF_X25: { bytes: 18, show: showX25 },
  AF_IEEE802154: { bytes: 20, show: show802154 },
  AF_ALG: { bytes: 25, show: showAlg },
  AF_NFC: { bytes: NFC_BYTES, show: showNfc },
  AF_VSOCK: { bytes: 16, show: showVsock },
  AF_QIPCRTR: {
    bytes: 12,
    show(out, fields) {
      inField(out, 'sq_node', qrtrNode, fields.u32(4));
      inField(out, 'sq_port', qrtrPort, fields.u32(8));
    },
  },
  AF_XDP: { bytes: 16, show: showXdp },
  AF_MCTP: { bytes: 12, show: showMctp },
  AF_BLUETOOTH: {
    bytes: 4,
    fits: (length) => bluetoothByLength[length] !== undefined,
    show: (out, fields) => bluetoothByLength[fields.data.length]?.(out, fields),
  },
};
