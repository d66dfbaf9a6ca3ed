/** The newer mount calls: configuring a file system, changing mounts, asking about them. */
import type { Emitter } from '../decode/emitter.js';
import { unsigned } from '../decode/word.js';
import { type CallTable, call } from './call.js';
import { constants } from './generated/constants.gen.js';
import { byArgument } from './types/byArgument.js';
import { argument, returned } from './types/count.js';
import { extensible } from './types/extensible.js';
import { dirfd, fd } from './types/fd.js';
import { enumeration, flags, valuesOf } from './types/flags.js';
import { address, hex32, hex64, int, size, u64, unsignedInt } from './types/ints.js';
import { arrayOf, ptr } from './types/pointers.js';
import { buffer, path, string } from './types/strings.js';
import { type FieldLike, field, type StructType, struct } from './types/struct.js';
import { out, shown } from './types/valueType.js';

const F = valuesOf(constants.fsconfig_cmds);
const setting = [F.FSCONFIG_SET_FLAG, F.FSCONFIG_SET_STRING, F.FSCONFIG_SET_BINARY, F.FSCONFIG_SET_PATH, F.FSCONFIG_SET_PATH_EMPTY, F.FSCONFIG_SET_FD];

/** Longer values are refused. */
const MAX_BINARY = 1 << 20;
const bytes = buffer(argument(4, 'i32'), 'hex').type;
const binaryValue = shown(
  'buffer',
  'pointer',
  (out, value, place) => (place.call.u32(4) > MAX_BINARY ? out.address(unsigned(value)) : bytes.show(out, value, place)),
  (value, context) => bytes.follow(value, context),
);

const mountAttributes = flags(constants.mount_attrs, 'u64');
const propagation = shown('propagation', 'u64', (out: Emitter, value) => {
  const name = constants.mount_propagation.entries.find(([, known]) => known === value)?.[0];
  out.symbol(value, name, constants.mount_propagation.unknown);
});
const mountAttr = struct('mount_attr', [
  field('attr_set', mountAttributes),
  field('attr_clr', mountAttributes),
  field('propagation', propagation),
  field('userns_fd', u64),
]);

/** struct mnt_id_req: its size stands in its first field. */
const request = (param: FieldLike): StructType =>
  struct('mnt_id_req', [
    field('size', unsignedInt),
    field('mnt_ns_fd', unsignedInt, { when: (place) => place.sibling('mnt_ns_fd') !== 0 }),
    field('mnt_id', hex64),
    field('param', param),
  ]);

export const mountSetupCalls: CallTable = {
  fsconfig: call(
    fd('fd'),
    enumeration(constants.fsconfig_cmds)('cmd'),
    byArgument('key', 1, [[setting, string]], address),
    byArgument(
      'value',
      1,
      [
        [[F.FSCONFIG_SET_STRING], string],
        [[F.FSCONFIG_SET_BINARY], binaryValue],
        [[F.FSCONFIG_SET_PATH, F.FSCONFIG_SET_PATH_EMPTY], path],
      ],
      address,
    ),
    byArgument(
      'aux',
      1,
      [
        [[F.FSCONFIG_SET_PATH, F.FSCONFIG_SET_PATH_EMPTY], dirfd],
        [[F.FSCONFIG_SET_FD], fd],
      ],
      int,
    ),
  ).in('desc', 'file'),
  mount_setattr: call(dirfd('dfd'), path('path'), flags(constants.mount_setattr_flags)('flags'), extensible(mountAttr, argument(4))('uattr'), size('usize'))
    // strace takes its 0 for a descriptor.
    .returns(fd)
    .in('desc', 'file'),
  open_tree_attr: call(dirfd('dfd'), path('filename'), flags(constants.open_tree_flags)('flags'), extensible(mountAttr, argument(4))('uattr'), size('usize'))
    .returns(fd)
    .in('desc', 'file'),
  statmount: call(ptr(request(flags(constants.statmount_mask, 'u64')))('req'), address('buf'), size('bufsize'), hex32('flags')),
  listmount: call(ptr(request(hex64))('req'), out(arrayOf(hex64, returned))('mnt_ids'), size('nr_mnt_ids'), hex32('flags')),
};
