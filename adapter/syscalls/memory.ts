/** Memory: mapping, protection, advice, locking, memory files, barriers. NUMA policy is in numa.ts. */

import { readArgument } from '../decode/place.js';
import { unsigned } from '../decode/word.js';
import { type CallTable, call } from './call.js';
import { constants } from './generated/constants.gen.js';
import { carriedOps } from './types/carriedCall.js';
import { boarded, carrying, passenger } from './types/carriers.js';
import { argument } from './types/count.js';
import { fd } from './types/fd.js';
import { flagsReturn } from './types/flagReturns.js';
import { enumeration, flags, withPart } from './types/flags.js';
import { hugeFlags } from './types/hugeFlags.js';
import { address, hex32, hexLong, int, kernelUnsignedLong, size } from './types/ints.js';
import { iovecAddresses } from './types/iovecAddresses.js';
import { outUnlessEmpty } from './types/outOr.js';
import { showArray } from './types/pointers.js';
import { string } from './types/strings.js';
import { type FieldType, shown, typeOf } from './types/valueType.js';

/** MAP_TYPE of mman.h. */
const MAP_TYPE = 0xf;
const PAGE = 4096;
/** The last argument of mremap is there with both MREMAP_MAYMOVE and MREMAP_FIXED. */
const NEEDED = 3;
const MEMBARRIER_CMD_QUERY = 0;
const MEMBARRIER_CMD_GET_REGISTRATIONS = 512;
const MEMBARRIER_CMD_FLAG_CPU = 1;

const protection = flags(constants.mmap_prot, 'uklong');
const mapFlags = hugeFlags(withPart(constants.mmap_flags, MAP_TYPE, constants.mmap_types), 'MAP_HUGE_SHIFT', 'uklong');
const length = kernelUnsignedLong;
const advice = enumeration(constants.madvise, 'u32');

/** One byte a page of the range in arguments 0 and 1: whether it is in memory. */
const residency = shown(
  'unsigned char[]',
  'pointer',
  (out, value, place) => {
    const bytes = Number(readArgument(place.call, 1, 'ulong'));
    if (value === 0) out.address(value);
    else showArray(lowBit, out, place, unsigned(value), Math.ceil(bytes / PAGE));
  },
  (value, context) => [{ op: 'each', at: value, count: context.arg(1), stride: 1, max: context.arrayCap }],
);
const lowBit = typeOf<FieldType>(shown('unsigned char', 'u8', (out, value) => out.decimal(Number(value) & 1)));

const map = call(address('addr'), length('len'), protection('prot'), mapFlags('flags'), fd('fd'), hexLong('off')).returns(address).in('desc', 'memory');

/** mmap2 counts its offset in pages; it is shown in bytes. */
const pageOffset = shown('offset', 'u32', (out, value) => out.hex(Number(value) * PAGE));

/** The six arguments of i386’s mmap lie in memory. */
const mapInMemory = passenger('mmap', map, 0);

export const memoryCalls32: CallTable = {
  mmap: call(carrying(address, (context) => carriedOps(mapInMemory.carried, context))('arg'))
    .carries((view) => boarded(mapInMemory, view))
    .returns(address)
    .in('desc', 'memory'),
  mmap2: call(address('addr'), length('len'), protection('prot'), mapFlags('flags'), fd('fd'), pageOffset('pgoff')).returns(address).in('desc', 'memory'),
};

export const memoryCalls: CallTable = {
  brk: call(address('brk')).returns(address).in('memory'),
  mmap: map,
  munmap: call(address('addr'), length('len')).in('memory'),
  mprotect: call(address('start'), length('len'), protection('prot')).in('memory'),
  pkey_mprotect: call(address('start'), length('len'), protection('prot'), int('pkey')).in('memory'),
  pkey_alloc: call(hexLong('flags'), flags(constants.pkey_access, 'uklong')('init_val')),
  pkey_free: call(int('pkey')),
  mremap: call(
    address('addr'),
    length('old_len'),
    length('new_len'),
    flags(constants.mremap_flags, 'uklong')('flags'),
    address('new_addr').when((call) => (call.u32(3) & NEEDED) === NEEDED),
  )
    .returns(address)
    .in('memory'),
  remap_file_pages: call(address('start'), length('size'), protection('prot'), kernelUnsignedLong('pgoff'), mapFlags('flags')).in('memory'),
  madvise: call(address('start'), length('len_in'), advice('behavior')).in('memory'),
  process_madvise: call(fd('pidfd'), iovecAddresses(argument(2))('vec'), size('vlen'), advice('behavior'), hex32('flags')).in('desc'),
  process_mrelease: call(fd('pidfd'), hex32('flags')).in('desc'),
  mincore: call(address('start'), length('len'), outUnlessEmpty(residency, (call) => call.word(1) === 0)('vec')).in('memory'),
  msync: call(address('start'), length('len'), flags(constants.msync_flags)('flags')).in('memory'),
  mlock: call(address('start'), length('len')).in('memory'),
  mlock2: call(address('start'), length('len'), flags(constants.mlock_flags)('flags')).in('memory'),
  munlock: call(address('start'), length('len')).in('memory'),
  mlockall: call(flags(constants.mlockall_flags)('flags')).in('memory'),
  munlockall: call().in('memory'),
  mseal: call(address('start'), length('len'), hexLong('flags')).in('memory'),
  map_shadow_stack: call(address('addr'), length('size'), flags(constants.shadow_stack_flags)('flags')).returns(address).in('memory'),
  memfd_create: call(string('uname'), hugeFlags(constants.memfd_flags, 'MFD_HUGE_SHIFT', 'u32')('flags'))
    .returns(fd)
    .in('desc'),
  memfd_secret: call(flags(constants.memfd_secret_flags)('flags')).returns(fd).in('desc'),
  userfaultfd: call(flags(constants.userfaultfd_flags)('flags')).returns(fd).in('desc'),
  membarrier: call(
    enumeration(constants.membarrier_cmds)('cmd'),
    flags(constants.membarrier_flags)('flags'),
    int('cpu_id').when((call) => (call.u32(1) & MEMBARRIER_CMD_FLAG_CPU) !== 0),
  ).returns(
    flagsReturn(
      constants.membarrier_cmds,
      (call) => call.ret !== 0 && (call.u32(0) === MEMBARRIER_CMD_QUERY || call.u32(0) === MEMBARRIER_CMD_GET_REGISTRATIONS),
    ),
  ),
};
