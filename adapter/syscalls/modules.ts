/** Kernel modules and kexec. */
import type { Emitter } from '../decode/emitter.js';
import { unsigned } from '../decode/word.js';
import { type CallTable, call } from './call.js';
import { constants } from './generated/constants.gen.js';
import { argument } from './types/count.js';
import { fd } from './types/fd.js';
import { flags } from './types/flags.js';
import { address, hexLong, kernelUnsignedLong } from './types/ints.js';
import { arrayOf } from './types/pointers.js';
import { buffer, string } from './types/strings.js';
import { field, struct } from './types/struct.js';
import { shown } from './types/valueType.js';

/** KEXEC_SEGMENT_MAX of linux/kexec.h: the kernel refuses more. */
const MAX_SEGMENTS = 16;
/** KEXEC_ARCH_MASK. */
const ARCH_MASK = 0xffff_0000n;

const segment = struct('kexec_segment', [field('buf', address), field('bufsz', kernelUnsignedLong), field('mem', address), field('memsz', kernelUnsignedLong)]);

const archNames = new Map<number, string>(constants.kexec_archs.entries.map(([name, value]) => [value, name]));

/** `KEXEC_ARCH_X86_64|KEXEC_ON_CRASH`: the architecture is shown always. */
const kexecFlags = shown('flags', 'uklong', (out: Emitter, value) => {
  const word = BigInt(unsigned(value));
  const arch = Number(word & ARCH_MASK);
  const rest = word & ~ARCH_MASK;
  out.beginOr();
  out.symbol(arch, archNames.get(arch), constants.kexec_archs.unknown);
  if (rest !== 0n) {
    out.or();
    out.flags(rest <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(rest) : rest, constants.kexec_flags);
  }
  out.endOr();
});

export const moduleCalls: CallTable = {
  init_module: call(address('umod'), kernelUnsignedLong('len'), string('uargs')),
  finit_module: call(fd('fd'), string('uargs'), flags(constants.module_init_flags)('flags')).in('desc'),
  delete_module: call(string('name_user'), flags(constants.delete_module_flags)('flags')),
  kexec_load: call(address('entry'), kernelUnsignedLong('nr_segments'), arrayOf(segment, argument(1), MAX_SEGMENTS)('segments'), kexecFlags('flags')),
  kexec_file_load: call(
    fd('kernel_fd'),
    fd('initrd_fd'),
    kernelUnsignedLong('cmdline_len'),
    buffer(argument(2), 'string')('cmdline_ptr'),
    flags(constants.kexec_file_flags, 'uklong')('flags'),
  ).in('desc'),
  // Gone since Linux 2.6 and never more than numbers.
  create_module: call(hexLong('name'), hexLong('size')),
  get_kernel_syms: call(hexLong('table')),
  query_module: call(hexLong('name'), hexLong('which'), hexLong('buf'), hexLong('bufsize'), hexLong('ret')),
};
