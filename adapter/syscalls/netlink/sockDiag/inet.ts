/** Diagnosis of TCP, UDP and the like (linux/inet_diag.h, sock_diag(7)). */
import { constants } from '../../generated/constants.gen.js';
import { showSockaddrBytes } from '../../sockaddr.js';
import { EnumType, enumeration, flags } from '../../types/flags.js';
import { hex32, u8 as u8Field, u16 as u16Field, unsignedInt } from '../../types/ints.js';
import { field, hidden, struct } from '../../types/struct.js';
import type { FieldType } from '../../types/valueType.js';
import { AttributeTable, nested, showBytes } from '../attributes.js';
import { shiftedBits } from '../bits.js';
import { familyBody } from '../body.js';
import { addressBytes, flagWord, hexBytes, integer, list, named, type Payload, showAddressField, text, value } from '../payload.js';
import { u8, u16, u32, u64, x32 } from '../values.js';
import { socketId } from './socketId.js';
import { socketMemory, stateMask } from './socketMemory.js';

const extensions = flags(
  { unknown: '1<<(INET_DIAG_???-1)', entries: shiftedBits(constants.inet_diag, '', (name) => `1<<(${name}-1)`, 1).entries.filter(([, bit]) => bit < 256) },
  'u8',
);

const request = struct('inet_diag_req', [
  hidden('idiag_family', u8Field),
  field('idiag_src_len', u8Field),
  field('idiag_dst_len', u8Field),
  field('idiag_ext', extensions),
  field('id', socketId('idiag_family')),
  field('idiag_states', stateMask),
  field('idiag_dbs', unsignedInt),
]);

const request2 = struct('inet_diag_req_v2', [
  hidden('sdiag_family', u8Field),
  field('sdiag_protocol', enumeration(constants.ip_protocols, 'u8')),
  field('idiag_ext', extensions),
  hidden('pad', u8Field),
  field('idiag_states', stateMask),
  field('id', socketId('sdiag_family')),
]);

const message = struct('inet_diag_msg', [
  hidden('idiag_family', u8Field),
  field('idiag_state', enumeration(constants.socket_states, 'u8')),
  field('idiag_timer', u8Field),
  field('idiag_retrans', u8Field),
  field('id', socketId('idiag_family')),
  field('idiag_expires', unsignedInt),
  field('idiag_rqueue', unsignedInt),
  field('idiag_wqueue', unsignedInt),
  field('idiag_uid', unsignedInt),
  field('idiag_inode', unsignedInt),
]);

const families = new EnumType(constants.address_families, 'u8', 'hex');
const codes = new EnumType(constants.inet_diag_bytecodes, 'u8', 'hex');
const CODE_BYTES = 4;
const HOST_CONDITION_BYTES = 8;
const B = new Map<string, number>(constants.inet_diag_bytecodes.entries.map(([name, code]) => [name, Number(code)]));
const hostConditions = new Set([B.get('INET_DIAG_BC_S_COND'), B.get('INET_DIAG_BC_D_COND')]);
const portConditions = new Set(['S_GE', 'S_LE', 'D_GE', 'D_LE', 'S_EQ', 'D_EQ'].map((name) => B.get(`INET_DIAG_BC_${name}`)));
const DEVICE = B.get('INET_DIAG_BC_DEV_COND');
const MARK = B.get('INET_DIAG_BC_MARK_COND');

/** One operation of a filter, and what follows it by its code. */
const bytecode: Payload = (out, bytes) => {
  if (bytes.length < CODE_BYTES) return false;
  if (!bytes.has(CODE_BYTES)) {
    out.address(bytes.at);
    return true;
  }
  const code = bytes.u8(0);
  const operation = (at: typeof bytes): void => {
    out.beginStruct();
    out.field('code');
    codes.show(out, at.u8(0));
    out.field('yes');
    out.decimal(at.u8(1));
    out.field('no');
    out.decimal(at.u16(2));
    out.endStruct();
  };
  operation(bytes);
  if (bytes.length === CODE_BYTES) return true;
  const rest = bytes.from(CODE_BYTES);
  out.item();
  if (portConditions.has(code) && rest.length >= CODE_BYTES && rest.has(CODE_BYTES)) operation(rest);
  else if (hostConditions.has(code) && rest.length >= HOST_CONDITION_BYTES && rest.has(HOST_CONDITION_BYTES)) {
    const family = rest.u8(0);
    out.beginStruct();
    out.field('family');
    families.show(out, family);
    out.field('prefix_len');
    out.decimal(rest.u8(1));
    out.field('port');
    out.decimal(rest.i32(4));
    const address = rest.from(HOST_CONDITION_BYTES);
    if (address.length > 0) {
      const size = addressBytes(family);
      if (size !== undefined && address.has(size)) showAddressField(out, 'addr', family, address.data);
      else {
        out.field('addr');
        showBytes(out, address);
      }
    }
    out.endStruct();
  } else if (code === DEVICE && rest.has(4)) out.decimal(rest.u32(0));
  else if (code === MARK && rest.has(8)) {
    out.beginStruct();
    out.field('mark');
    out.hex(rest.u32(0));
    out.field('mask');
    out.hex(rest.u32(4));
    out.endStruct();
  } else showBytes(out, rest);
  return true;
};

const requestTable = new AttributeTable(constants.inet_diag_req, {
  INET_DIAG_REQ_BYTECODE: bytecode,
  INET_DIAG_REQ_PROTOCOL: named(constants.ip_protocols, 'u8', 'u64'),
});

const numbers = (name: string, fields: readonly string[], type: FieldType) =>
  struct(
    name,
    fields.map((each) => field(each, type)),
  );

const SOCKADDR_STORAGE_BYTES = 128;
const addresses = list({
  typeName: 'sockaddr_storage',
  size: () => SOCKADDR_STORAGE_BYTES,
  align: () => 8,
  emitAt: (out, place, at) => showSockaddrBytes(out, place.data.subarray(at, at + SOCKADDR_STORAGE_BYTES), place),
} satisfies FieldType);

const KEY_MAX = 80;
/** Addresses of both families in one union. */
const ADDRESS_BYTES = 16;
/** struct tcp_diag_md5sig. */
const md5Signature: FieldType = {
  typeName: 'tcp_diag_md5sig',
  size: () => 20 + KEY_MAX,
  align: () => 4,
  emitAt(out, place, at) {
    const family = place.data[at] ?? 0;
    const length = (place.data[at + 2] ?? 0) | ((place.data[at + 3] ?? 0) << 8);
    out.beginStruct();
    out.field('tcpm_family');
    families.show(out, family);
    out.field('tcpm_prefixlen');
    out.decimal(place.data[at + 1] ?? 0);
    out.field('tcpm_keylen');
    out.decimal(length);
    const size = addressBytes(family);
    if (size === undefined) {
      out.field('tcpm_addr');
      hexBytes(ADDRESS_BYTES).emitAt(out, place, at + 4);
    } else showAddressField(out, 'tcpm_addr', family, place.data.subarray(at + 4), ADDRESS_BYTES);
    out.field('tcpm_key');
    hexBytes(Math.min(length, KEY_MAX)).emitAt(out, place, at + 20);
    out.endStruct();
  },
};

const options = [
  ...['recverr', 'is_icsk', 'freebind', 'hdrincl', 'mc_loop', 'transparent', 'mc_all', 'nodefrag', 'bind_address_no_port'],
  ...['recverr_rfc4884', 'defer_connect'],
];
/** struct inet_diag_sockopt: bits, the last five of them without meaning. */
const socketOptions: Payload = (out, bytes) => {
  if (bytes.length < 2) return false;
  if (!bytes.has(2)) {
    out.address(bytes.at);
    return true;
  }
  const bits = bytes.u16(0);
  out.beginStruct();
  for (const [index, name] of options.entries()) {
    const bit = (bits >> index) & 1;
    if (bit === 0 && !out.options.verbose) continue;
    out.field(name);
    out.decimal(bit);
  }
  const unused = bits >> options.length;
  if (unused !== 0 || out.options.verbose) {
    out.field('unused');
    out.hex(unused);
    out.comment('bits 3..8');
  }
  out.endStruct();
  if (bytes.length > 2) {
    out.item();
    out.raw(`/* bytes 2..${bytes.length - 1} */ `);
    showBytes(out, bytes.from(2));
  }
  return true;
};

const shutdown = integer('u8', (out, word) => {
  const set = constants.socket_shutdowns;
  out.hex(word);
  const names: string[] = set.entries.filter(([, bit]) => (Number(word) & bit) !== 0).map(([name]) => name);
  const rest = Number(word) & ~3;
  if (names.length > 0 && rest !== 0) names.push(`0x${rest.toString(16)}`);
  if (word !== 0 && out.options.constants !== 'raw') out.comment(names.length === 0 ? set.unknown : names.join('|'));
});

const tls = new AttributeTable(constants.tls_info, {
  TLS_INFO_VERSION: named(constants.tls_versions, 'u16'),
  TLS_INFO_CIPHER: named(constants.tls_ciphers, 'u16'),
  TLS_INFO_TXCONF: named(constants.tls_configs, 'u16'),
  TLS_INFO_RXCONF: named(constants.tls_configs, 'u16'),
});

const mptcp = new AttributeTable(constants.mptcp_subflow_attr, {
  MPTCP_SUBFLOW_ATTR_TOKEN_REM: x32,
  MPTCP_SUBFLOW_ATTR_TOKEN_LOC: x32,
  MPTCP_SUBFLOW_ATTR_RELWRITE_SEQ: u32,
  MPTCP_SUBFLOW_ATTR_MAP_SEQ: u64,
  MPTCP_SUBFLOW_ATTR_MAP_SFSEQ: u32,
  MPTCP_SUBFLOW_ATTR_SSN_OFFSET: u32,
  MPTCP_SUBFLOW_ATTR_MAP_DATALEN: u16,
  MPTCP_SUBFLOW_ATTR_FLAGS: flagWord(constants.mptcp_subflow_flags, 'u32'),
  MPTCP_SUBFLOW_ATTR_ID_REM: u8,
  MPTCP_SUBFLOW_ATTR_ID_LOC: u8,
});

/** Values of maps that are no integers are shown as bytes. */
const WORD_SIZES: ReadonlySet<number> = new Set([1, 2, 4, 8]);
const anyWord = integer('u8', (out, word) => out.hex(word), 'u64');
const storage = new AttributeTable(constants.sk_diag_bpf_storage, {
  SK_DIAG_BPF_STORAGE_MAP_ID: u32,
  SK_DIAG_BPF_STORAGE_MAP_VALUE: (out, bytes, scope) => WORD_SIZES.has(bytes.length) && anyWord(out, bytes, scope),
});

const table = new AttributeTable(constants.inet_diag, {
  INET_DIAG_MEMINFO: value(numbers('inet_diag_meminfo', ['idiag_rmem', 'idiag_wmem', 'idiag_fmem', 'idiag_tmem'], unsignedInt.type)),
  INET_DIAG_VEGASINFO: value(numbers('tcpvegas_info', ['tcpv_enabled', 'tcpv_rttcnt', 'tcpv_rtt', 'tcpv_minrtt'], unsignedInt.type)),
  INET_DIAG_CONG: text,
  INET_DIAG_TOS: u8,
  INET_DIAG_TCLASS: u8,
  INET_DIAG_SKMEMINFO: socketMemory,
  INET_DIAG_SHUTDOWN: shutdown,
  INET_DIAG_DCTCPINFO: value(
    struct('tcp_dctcp_info', [
      field('dctcp_enabled', u16Field),
      field('dctcp_ce_state', u16Field),
      field('dctcp_alpha', unsignedInt),
      field('dctcp_ab_ecn', unsignedInt),
      field('dctcp_ab_tot', unsignedInt),
    ]),
  ),
  INET_DIAG_PROTOCOL: named(constants.ip_protocols, 'u8', 'u64'),
  INET_DIAG_SKV6ONLY: u8,
  INET_DIAG_LOCALS: addresses,
  INET_DIAG_PEERS: addresses,
  INET_DIAG_MARK: u32,
  INET_DIAG_BBRINFO: value(
    struct('tcp_bbr_info', [
      field('bbr_bw_lo', hex32),
      field('bbr_bw_hi', hex32),
      field('bbr_min_rtt', unsignedInt),
      field('bbr_pacing_gain', unsignedInt),
      field('bbr_cwnd_gain', unsignedInt),
    ]),
  ),
  INET_DIAG_CLASS_ID: u32,
  INET_DIAG_MD5SIG: list(md5Signature),
  INET_DIAG_ULP_INFO: nested(
    new AttributeTable(constants.inet_ulp_info, { INET_ULP_INFO_NAME: text, INET_ULP_INFO_TLS: nested(tls), INET_ULP_INFO_MPTCP: nested(mptcp) }),
  ),
  INET_DIAG_SK_BPF_STORAGES: nested(
    new AttributeTable({ ...constants.sk_diag_bpf_storage_rep, unknown: constants.sk_diag_bpf_storage.unknown }, { SK_DIAG_BPF_STORAGE: nested(storage) }),
  ),
  INET_DIAG_CGROUP_ID: u64,
  INET_DIAG_SOCKOPT: socketOptions,
});

export const inetRequestCompat = familyBody('idiag_family', request, requestTable);
export const inetRequest = familyBody('sdiag_family', request2, requestTable);
export const inetMessage = familyBody('idiag_family', message, table);
