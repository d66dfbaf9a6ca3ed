/** Diagnosis of SMC sockets (linux/smc_diag.h). */
import { constants } from '../../generated/constants.gen.js';
import { enumeration, flags, valuesOf } from '../../types/flags.js';
import { hex64, u8 as u8Field, u16 as u16Field, u64 as u64Field, unsignedInt } from '../../types/ints.js';
import { inlineArray } from '../../types/pointers.js';
import { stringField } from '../../types/stringField.js';
import { field, hidden, pad, struct } from '../../types/struct.js';
import { shown } from '../../types/valueType.js';
import { AttributeTable } from '../attributes.js';
import { shiftedBits } from '../bits.js';
import { familyBody } from '../body.js';
import { flagWord, value } from '../payload.js';
import { socketId } from './socketId.js';

/** What the kernel fills in, whatever the sockets’ addresses are. */
const { AF_INET } = valuesOf(constants.address_families);

const extensions = flags(
  { unknown: '1<<SMC_DIAG_???-1', entries: shiftedBits(constants.smc_diag, '', (name) => `1<<${name}-1`, 1).entries.filter(([, bit]) => bit < 4) },
  'u8',
);

const request = struct('smc_diag_req', [hidden('diag_family', u8Field), pad(2), field('diag_ext', extensions), field('id', socketId(AF_INET))]);

const message = struct(
  'smc_diag_msg',
  [
    hidden('diag_family', u8Field),
    field('diag_state', enumeration(constants.smc_states, 'u8')),
    field('diag_fallback', enumeration(constants.smc_diag_modes, 'u8')),
    field('diag_shutdown', u8Field),
    field('id', socketId(AF_INET)),
    field('diag_uid', unsignedInt),
    field('diag_inode', u64Field),
  ],
  { packed: true },
);

/** As printf’s %#02x. */
const paddedByte = shown('u8', 'u8', (out, word) => (word === 0 ? out.raw('00') : out.hex(word)));
const cursor = struct('smc_diag_cursor', [field('reserved', u16Field), field('wrap', u16Field), field('count', unsignedInt)]);
const connection = struct('smc_diag_conninfo', [
  field('token', unsignedInt),
  field('sndbuf_size', unsignedInt),
  field('rmbe_size', unsignedInt),
  field('peer_rmbe_size', unsignedInt),
  field('rx_prod', cursor),
  field('rx_cons', cursor),
  field('tx_prod', cursor),
  field('tx_cons', cursor),
  field('rx_prod_flags', paddedByte),
  field('rx_conn_state_flags', paddedByte),
  field('tx_prod_flags', paddedByte),
  field('tx_conn_state_flags', paddedByte),
  field('tx_prep', cursor),
  field('tx_sent', cursor),
  field('tx_fin', cursor),
]);

const link = struct('smc_diag_linkinfo', [
  field('link_id', u8Field),
  field('ibname', stringField(64)),
  field('ibport', u8Field),
  field('gid', stringField(40)),
  field('peer_gid', stringField(40)),
]);
const group = struct('smc_diag_lgrinfo', [field('lnk', inlineArray(link, 1)), field('role', enumeration(constants.smc_roles, 'u8'))]);

const device = struct('smcd_diag_dmbinfo', [
  field('linkid', unsignedInt),
  pad(4, 4),
  field('peer_gid', hex64),
  field('my_gid', hex64),
  field('token', hex64),
  field('peer_token', hex64),
]);
const reasons = enumeration(constants.smc_decline_reasons);

const table = new AttributeTable(constants.smc_diag, {
  SMC_DIAG_CONNINFO: value(connection),
  SMC_DIAG_LGRINFO: value(group),
  SMC_DIAG_SHUTDOWN: flagWord(constants.socket_shutdowns, 'u8'),
  SMC_DIAG_DMBINFO: value(device),
  SMC_DIAG_FALLBACK: value(struct('smc_diag_fallback', [field('reason', reasons), field('peer_diagnosis', reasons)])),
});

export const smcRequest = familyBody('diag_family', request, undefined);
export const smcMessage = familyBody('diag_family', message, table);
