/** Socket addresses of the rarer families, each as far as its length lets: UAPI headers of the families, and Bluetooth’s own. */
import type { Emitter, NumberStyle } from '../decode/emitter.js';
import { constants } from './generated/constants.gen.js';
import { type Fields, type Shape, showInterface } from './sockaddrParts.js';
import { type ConstantSet, type EnumType, enumeration } from './types/flags.js';

const hex2 = (value: number): string => value.toString(16).padStart(2, '0');
/** As printf’s %#02x: `00`, `0x4`, `0x1d`. */
const padded = (value: number): string => (value === 0 ? '00' : `0x${value.toString(16)}`);

const named = (set: ConstantSet, style: NumberStyle = 'hex'): ((out: Emitter, value: number) => void) => {
  const type: EnumType = enumeration(set, 'u32', style).type;
  return (out, value) => type.show(out, value);
};
/** A name, or a number without comment. */
const orHex = (set: ConstantSet) => named({ ...set, unknown: '' });

const cid = orHex(constants.vsock_cids);
const vsockPort = orHex(constants.vsock_ports);
const qrtrNode = orHex(constants.qrtr_nodes);
const qrtrPort = orHex(constants.qrtr_ports);
const mctpNet = orHex(constants.mctp_nets);
const mctpAddress = orHex(constants.mctp_addresses);
const nfcProtocol = named(constants.nfc_protocols);
const hciChannel = named(constants.hci_channels);
const psm = named(constants.l2cap_psms);
const l2cid = named(constants.l2cap_cids);
const addressType = named(constants.bdaddr_types);

function inField(out: Emitter, field: string, show: (out: Emitter, value: number) => void, value: number): void {
  out.field(field);
  show(out, value);
}
const hexField = (out: Emitter, field: string, value: number): void => inField(out, field, (to, number) => to.hex(number), value);
const decimalField = (out: Emitter, field: string, value: number): void => inField(out, field, (to, number) => to.decimal(number), value);
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

function showAx25(out: Emitter, fields: Fields): void {
  const digipeaters = fields.u32(12);
  out.field('fsa_ax25');
  out.beginStruct();
  out.field('sax25_call');
  showCall(out, fields.data.subarray(2, 2 + CALL_BYTES));
  decimalField(out, 'sax25_ndigis', fields.i32(12));
  out.endStruct();
  const wanted = Math.min(digipeaters, DIGIPEATERS);
  const there = Math.min(Math.floor((fields.data.length - 16) / CALL_BYTES), wanted);
  if (wanted > 0) {
    out.field('fsa_digipeater');
    out.beginArray();
    const most = out.options.verbose ? there : Math.min(there, out.options.stringLimit);
    for (let index = 0; index < most; index++) {
      out.item();
      const at = 16 + index * CALL_BYTES;
      showCall(out, fields.data.subarray(at, at + CALL_BYTES));
    }
    if (most < wanted) out.more();
    out.endArray();
  }
  const { length } = fields.data;
  const incomplete = there < wanted && (length - 16) % CALL_BYTES !== 0;
  if (incomplete || length > 16 + DIGIPEATERS * CALL_BYTES) out.more();
}

function showIpx(out: Emitter, fields: Fields): void {
  out.field('sipx_port');
  if (out.beginCall('htons', fields.net16(2), 'decimal')) {
    out.item();
    out.decimal(fields.net16(2));
    out.endCall();
  }
  out.field('sipx_network');
  if (out.beginCall('htonl', fields.net32(4))) {
    out.item();
    out.hex(fields.net32(4));
    out.endCall();
  }
  out.field('sipx_node');
  out.beginArray();
  for (const byte of fields.data.subarray(8, 14)) {
    out.item();
    out.raw(padded(byte));
  }
  out.endArray();
  rawField(out, 'sipx_type', padded(fields.data[14] ?? 0));
  const zero = fields.data[15] ?? 0;
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
  hexField(out, 'addr_type', type);
  out.comment(addressNames.get(type) ?? constants.ieee802154_address_types.unknown);
  hexField(out, 'pan_id', fields.u16(8));
  if (type === SHORT_ADDRESS) hexField(out, 'short_addr', fields.u16(10));
  else if (type !== 0) rawField(out, 'hwaddr', [...fields.data.subarray(10, 18)].map(hex2).join(':'));
  out.endStruct();
}

const KERN_DRIVER_ONLY = constants.crypto_alg_flags.entries[0];

/** A word of which only one bit has a name: the number, and the name in a comment. */
function showFeatures(out: Emitter, field: string, value: number): void {
  hexField(out, field, value);
  const rest = (value & ~KERN_DRIVER_ONLY[1]) >>> 0;
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
  inField(out, 'dev_idx', showInterface, fields.u32(4));
  hexField(out, 'target_idx', fields.u32(8));
  inField(out, 'nfc_protocol', nfcProtocol, fields.u32(12));
  if (fields.data.length === NFC_BYTES) return;
  if (fields.data.length < LLCP_BYTES) {
    out.more();
    return;
  }
  hexField(out, 'dsap', fields.data[16] ?? 0);
  hexField(out, 'ssap', fields.data[17] ?? 0);
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
  out.flags(fields.data[12] ?? 0, constants.vsock_flags);
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
  inField(out, 'sxdp_ifindex', showInterface, fields.u32(4));
  decimalField(out, 'sxdp_queue_id', fields.u32(8));
  const fd = fields.u32(12);
  // A descriptor only with the flag that asks for it; a number elsewhere.
  if ((fields.u16(2) & XDP_SHARED_UMEM) !== 0) decimalField(out, 'sxdp_shared_umem_fd', fd | 0);
  else ifUsed(out, 'sxdp_shared_umem_fd', fd);
}

function showMctp(out: Emitter, fields: Fields): void {
  ifUsed(out, '__smctp_pad0', fields.u16(2));
  inField(out, 'smctp_network', mctpNet, fields.u32(4));
  out.field('smctp_addr');
  out.beginStruct();
  inField(out, 's_addr', mctpAddress, fields.data[8] ?? 0);
  out.endStruct();
  hexField(out, 'smctp_type', fields.data[9] ?? 0);
  hexField(out, 'smctp_tag', fields.data[10] ?? 0);
  ifUsed(out, '__smctp_pad1', fields.data[11] ?? 0);
}

/** Bluetooth addresses lie with their last byte first and are shown as they lie. */
const bdaddr = (fields: Fields, at: number): string => [...fields.data.subarray(at, at + 6)].map(hex2).join(':');

function inHtobs(out: Emitter, field: string, value: number, show: (out: Emitter, value: number) => void): void {
  out.field(field);
  if (!out.beginCall('htobs', value, 'hex')) return;
  out.item();
  show(out, value);
  out.endCall();
}

/** A number in a range that begins at `start`: `L2CAP_CID_DYN_START+16`; its ends have names of their own. */
const inRange = (name: string, start: number, end: number, otherwise: (out: Emitter, value: number) => void) => (out: Emitter, value: number) => {
  if (value > start && value < end) out.raw(`${name}+${value - start}`);
  else otherwise(out, value);
};
const psmText = inRange('L2CAP_PSM_DYN_START', 0x1001, 0xffff, inRange('L2CAP_PSM_LE_DYN_START', 0x80, 0xff, psm));
const cidText = inRange('L2CAP_CID_DYN_START', 0x40, 0xffff, l2cid);

/** The length tells which of Bluetooth’s protocols it is. */
const bluetoothByLength: Readonly<Record<number, (out: Emitter, fields: Fields) => void>> = {
  4: (out, fields) => inHtobs(out, 'hci_dev', fields.u16(2), (to, value) => to.decimal(value)),
  6: (out, fields) => {
    inHtobs(out, 'hci_dev', fields.u16(2), (to, value) => to.decimal(value));
    inField(out, 'hci_channel', hciChannel, fields.u16(4));
  },
  8: (out, fields) => rawField(out, 'sco_bdaddr', bdaddr(fields, 2)),
  10: (out, fields) => {
    rawField(out, 'rc_bdaddr', bdaddr(fields, 2));
    decimalField(out, 'rc_channel', fields.data[8] ?? 0);
  },
  12: showL2cap,
  14: (out, fields) => {
    showL2cap(out, fields);
    inField(out, 'l2_bdaddr_type', addressType, fields.data[12] ?? 0);
  },
};

function showL2cap(out: Emitter, fields: Fields): void {
  inHtobs(out, 'l2_psm', fields.u16(2), psmText);
  rawField(out, 'l2_bdaddr', bdaddr(fields, 4));
  inHtobs(out, 'l2_cid', fields.u16(10), cidText);
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
