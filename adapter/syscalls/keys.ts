/** The key retention service: add_key(2), request_key(2), keyctl(2). */
import type { Place } from '../decode/place.js';
import { unsigned } from '../decode/word.js';
import { type CallTable, call } from './call.js';
import { constants } from './generated/constants.gen.js';
import { errnos } from './generated/errno.gen.js';
import { argument, countAt, returned, sibling } from './types/count.js';
import { enumeration, flags, valuesOf } from './types/flags.js';
import { gid, uid } from './types/ids.js';
import { hex32, hexLong, int, kernelUnsignedLong, size, u16, unsignedInt } from './types/ints.js';
import { iovecIn } from './types/iovec.js';
import { optionArguments } from './types/optionArguments.js';
import { ptr, showArray } from './types/pointers.js';
import { returnedText } from './types/returnedText.js';
import { buffer, showBytes, string } from './types/strings.js';
import { field, struct } from './types/struct.js';
import { type FieldType, type Named, out, shown, type ValueType } from './types/valueType.js';

const K = valuesOf(constants.keyctl_ops);
/** ERESTARTSYS and its kin of linux/errno.h: refused, but known by name. */
const restartNames: Readonly<Record<number, string>> = {
  512: 'ERESTARTSYS',
  513: 'ERESTARTNOINTR',
  514: 'ERESTARTNOHAND',
  516: 'ERESTART_RESTARTBLOCK',
};

/** A serial number, or one of the KEY_SPEC_… that stand for the caller’s keyrings. */
const key = enumeration({ ...constants.key_specs, unknown: '' }, 'i32', 'decimal');
const error = shown('errno', 'u32', (out, value) => {
  const number = Number(value);
  out.symbol(number, restartNames[number] ?? errnos[number]?.[0], '', 'decimal');
});

/** One byte of KEYCTL_CAPABILITIES; the names of a byte depend on its place. */
const capabilitySets = [flags(constants.keyctl_caps, 'u8').type, flags(constants.keyctl_caps1, 'u8').type];
const capability: FieldType = {
  typeName: 'flags',
  size: () => 1,
  align: () => 1,
  emitAt(out, place, at) {
    const set = capabilitySets[at];
    if (set === undefined) out.hex(place.data[at] ?? 0);
    else set.emitAt(out, place, at);
  },
};
const CAPABILITIES_CAP = 64;
const capabilities = shown(
  'unsigned char[]',
  'pointer',
  (out, value, place) => {
    const given = Number(countAt(argument(2), place) ?? 0);
    const count = Math.min(Number(countAt(returned, place) ?? 0), given);
    if (value === 0) out.address(0);
    else showArray(capability, out, place, unsigned(value), count);
  },
  (value, context) => [{ op: 'copy', at: value, length: context.arg(2), cap: CAPABILITIES_CAP }],
);

const dhParams = struct(
  'keyctl_dh_params',
  ['private', 'prime', 'base'].map((name) => field(name, key)),
);

/** As many words as -s lets. */
const words = (count: number): FieldType => ({
  typeName: `u32[${count}]`,
  size: () => count * 4,
  align: () => 4,
  emitAt(out, place, at) {
    const most = out.options.verbose ? count : Math.min(count, out.options.stringLimit);
    out.beginArray();
    for (let index = 0; index < most; index++) {
      out.item();
      hex32.type.emitAt(out, place, at + index * 4);
    }
    if (most < count) out.more();
    out.endArray();
  },
});

/** Reserved words, shown when they are not 0 as they ought to be. */
function spare(count: number, offset: number) {
  const isSet = (place: Place): boolean => place.data.subarray(place.base + offset, place.base + offset + count * 4).some((byte) => byte !== 0);
  return field('__spare', words(count), { when: isSet });
}
const kdfOffset = (pointerSize: number): number => 2 * pointerSize + 4;
const kdfParams = struct('keyctl_kdf_params', [
  field('hashname', string),
  field('otherinfo', buffer(sibling('otherinfolen'))),
  field('otherinfolen', unsignedInt),
  field('__spare', words(8), {
    when: (place) => {
      const from = place.base + kdfOffset(place.call.pointerSize);
      return place.data.subarray(from, from + 32).some((byte) => byte !== 0);
    },
  }),
]);

const query = struct('keyctl_pkey_query', [
  field('supported_ops', flags(constants.keyctl_pkey_ops)),
  field('key_size', unsignedInt),
  field('max_data_size', u16),
  field('max_sig_size', u16),
  field('max_enc_size', u16),
  field('max_dec_size', u16),
  spare(10, 16),
]);

const PKEY_PARAMS_BYTES = 40;
const IN_LENGTH_AT = 4;
const OUT_LENGTH_AT = 8;
const pkeyParams = (second: string) =>
  ptr(struct('keyctl_pkey_params', [field('key_id', key), field('in_len', unsignedInt), field(second, unsignedInt), spare(7, 12)]));

/** A buffer whose length stands in struct keyctl_pkey_params, which argument 1 points to. */
function pkeyBuffer(lengthAt: number): Named<ValueType> {
  return shown(
    'buffer',
    'pointer',
    (out, value, place) => {
      const at = unsigned(value);
      const { data } = place.call.entry.read(place.call.word(1), PKEY_PARAMS_BYTES);
      if (at === 0 || data.length < PKEY_PARAMS_BYTES) out.address(at);
      else showBytes(out, place, at, new DataView(data.buffer, data.byteOffset).getUint32(lengthAt, true), 'buffer');
    },
    (value, context) => [
      {
        op: 'copy',
        at: context.arg(1),
        length: { from: 'constant', value: PKEY_PARAMS_BYTES },
        cap: PKEY_PARAMS_BYTES,
        body: [{ op: 'copy', at: value, length: { from: 'field', offset: lengthAt, size: 4 }, cap: context.stringCap + 1 }],
      },
    ],
  );
}
const pkeyOperation = [pkeyParams('out_len'), string, pkeyBuffer(IN_LENGTH_AT), out(pkeyBuffer(OUT_LENGTH_AT))] as const;

const keyctlArguments = optionArguments(
  [
    [K.KEYCTL_GET_KEYRING_ID, key, int],
    [K.KEYCTL_JOIN_SESSION_KEYRING, string],
    [K.KEYCTL_UPDATE, key, buffer(argument(3)), kernelUnsignedLong],
    [K.KEYCTL_REVOKE, key],
    [K.KEYCTL_CHOWN, key, uid, gid],
    [K.KEYCTL_SETPERM, key, flags(constants.key_permissions)],
    [K.KEYCTL_DESCRIBE, key, out(returnedText(3)), kernelUnsignedLong],
    [K.KEYCTL_CLEAR, key],
    [K.KEYCTL_LINK, key, key],
    [K.KEYCTL_UNLINK, key, key],
    [K.KEYCTL_SEARCH, key, string, string, key],
    [K.KEYCTL_READ, key, out(buffer(returned)), kernelUnsignedLong],
    [K.KEYCTL_INSTANTIATE, key, buffer(argument(3)), kernelUnsignedLong, key],
    [K.KEYCTL_NEGATE, key, unsignedInt, key],
    [K.KEYCTL_SET_REQKEY_KEYRING, enumeration(constants.key_reqkey_defaults, 'i32', 'decimal')],
    [K.KEYCTL_SET_TIMEOUT, key, unsignedInt],
    [K.KEYCTL_ASSUME_AUTHORITY, key],
    [K.KEYCTL_GET_SECURITY, key, out(returnedText(3)), kernelUnsignedLong],
    [K.KEYCTL_SESSION_TO_PARENT],
    [K.KEYCTL_REJECT, key, unsignedInt, error, key],
    [K.KEYCTL_INSTANTIATE_IOV, key, iovecIn(argument(3)), kernelUnsignedLong, key],
    [K.KEYCTL_INVALIDATE, key],
    [K.KEYCTL_GET_PERSISTENT, uid, key],
    [K.KEYCTL_DH_COMPUTE, ptr(dhParams), out(buffer(returned)), kernelUnsignedLong, ptr(kdfParams)],
    [K.KEYCTL_PKEY_QUERY, key, hexLong, string, out(ptr(query))],
    [K.KEYCTL_PKEY_ENCRYPT, ...pkeyOperation],
    [K.KEYCTL_PKEY_DECRYPT, ...pkeyOperation],
    [K.KEYCTL_PKEY_SIGN, ...pkeyOperation],
    [K.KEYCTL_PKEY_VERIFY, pkeyParams('in2_len'), string, pkeyBuffer(IN_LENGTH_AT), pkeyBuffer(OUT_LENGTH_AT)],
    [K.KEYCTL_RESTRICT_KEYRING, key, string, string],
    [K.KEYCTL_MOVE, key, key, key, flags(constants.keyctl_move_flags)],
    [K.KEYCTL_CAPABILITIES, out(capabilities), kernelUnsignedLong],
  ],
  4,
  hexLong,
);

export const keyCalls: CallTable = {
  add_key: call(string('type'), string('description'), buffer(argument(3))('payload'), size('plen'), key('ringid')),
  request_key: call(string('type'), string('description'), string('callout_info'), key('destringid')),
  keyctl: call(enumeration(constants.keyctl_ops)('option'), ...keyctlArguments),
};
