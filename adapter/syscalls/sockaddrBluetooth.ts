/** Socket addresses of Bluetooth, whose protocols are told apart by length. Its headers are the library’s: bluetooth/*.h. */
import type { Emitter } from '../decode/emitter.js';
import { constants } from './generated/constants.gen.js';
import { decimalField, hardwareField, inField, named, type ShowNumber } from './sockaddrFields.js';
import { type Fields, numberCall } from './sockaddrParts.js';

const hciChannel = named(constants.hci_channels);
const psm = named(constants.l2cap_psms);
const l2cid = named(constants.l2cap_cids);
const addressType = named(constants.bdaddr_types);

function inHtobs(out: Emitter, field: string, value: number, show: ShowNumber): void {
  out.field(field);
  numberCall(out, 'htobs', value, () => show(out, value));
}

/** A number in a range that begins at `start`: `L2CAP_CID_DYN_START+16`; its ends have names of their own. */
const inRange =
  (name: string, start: number, end: number, otherwise: ShowNumber): ShowNumber =>
  (out, value) => {
    const { constants: style } = out.options;
    if (value <= start || value >= end) otherwise(out, value);
    else if (style === 'abbrev') out.raw(`${name}+${value - start}`);
    else {
      out.hex(value);
      if (style === 'verbose') out.comment(`0x${start.toString(16)} /* ${name} */+${value - start}`);
    }
  };
const psmText = inRange('L2CAP_PSM_DYN_START', 0x1001, 0xffff, inRange('L2CAP_PSM_LE_DYN_START', 0x80, 0xff, psm));
const cidText = inRange('L2CAP_CID_DYN_START', 0x40, 0xffff, l2cid);

/** The length tells which of Bluetooth’s protocols it is. */
export const bluetoothByLength: Readonly<Record<number, (out: Emitter, fields: Fields) => void>> = {
  4: (out, fields) => inHtobs(out, 'hci_dev', fields.u16(2), (to, value) => to.decimal(value)),
  6: (out, fields) => {
    inHtobs(out, 'hci_dev', fields.u16(2), (to, value) => to.decimal(value));
    inField(out, 'hci_channel', hciChannel, fields.u16(4));
  },
  8: (out, fields) => hardwareField(out, 'sco_bdaddr', fields.bytes(2, 6)),
  10: (out, fields) => {
    hardwareField(out, 'rc_bdaddr', fields.bytes(2, 6));
    decimalField(out, 'rc_channel', fields.u8(8));
  },
  12: showL2cap,
  14: (out, fields) => {
    showL2cap(out, fields);
    inField(out, 'l2_bdaddr_type', addressType, fields.u8(12));
  },
};

function showL2cap(out: Emitter, fields: Fields): void {
  inHtobs(out, 'l2_psm', fields.u16(2), psmText);
  hardwareField(out, 'l2_bdaddr', fields.bytes(4, 6));
  inHtobs(out, 'l2_cid', fields.u16(10), cidText);
}
