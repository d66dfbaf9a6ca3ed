/** NUMA memory policy: set_mempolicy(2), mbind(2), move_pages(2), migrate_pages(2). */
import type { Emitter, FlagSetView } from '../decode/emitter.js';
import type { Place } from '../decode/place.js';
import { addWord, low32, unsigned } from '../decode/word.js';
import type { Op, Operand } from '../plan/op.js';
import { type CallTable, call } from './call.js';
import type { CaptureContext } from './descriptor.js';
import { constants } from './generated/constants.gen.js';
import { errnos } from './generated/errno.gen.js';
import { argument, type Count, countAt, countOperand } from './types/count.js';
import { enumeration, flags } from './types/flags.js';
import { pid } from './types/ids.js';
import { address, hexLong, int, kernelUnsignedLong } from './types/ints.js';
import { outUnlessEmpty } from './types/outOr.js';
import { arrayOf, ref } from './types/pointers.js';
import { type Named, named, out, shown, ValueType } from './types/valueType.js';

/** Bits of a policy word that are flags; the rest is the mode. */
const modeFlagBits = constants.mempolicy_mode_flags.entries.reduce((bits, [, value]) => bits | value, 0);
/** A flag word that holds a mode in its other bits. */
const policySet: FlagSetView = {
  ...constants.mempolicy_mode_flags,
  parts: [{ mask: ~modeFlagBits >>> 0, unknown: '', entries: constants.mempolicy_modes.entries }],
};
const modeNames = new Map<number, string>(constants.mempolicy_modes.entries.map(([name, value]) => [value, name]));

/** A mode with flags: `MPOL_BIND|MPOL_F_STATIC_NODES`. An unknown mode is shown behind the flags. */
const policy = (width: 'u32' | 'uklong'): Named<ValueType> =>
  shown('mode', width, (out, value) => {
    if (value > 0xffff_ffff) {
      out.flags(value, constants.mempolicy_mode_flags);
      return;
    }
    const word = low32(value);
    const mode = (word & ~modeFlagBits) >>> 0;
    const name = modeNames.get(mode);
    if (name === undefined) out.flags(word, constants.mempolicy_mode_flags);
    else if (mode === word) out.symbol(mode, name, '');
    else out.flags(word, policySet);
  });

/** Bits of a mask that are looked at: the kernel refuses more than a page of them. */
const MAX_NODE_BITS = 1 << 20;
const WORD_DIGITS = 16;

/** A mask of `bits` − 1 nodes in words of the kernel, each in hex: `[0x00000000000001]`. The kernel ignores the last bit. */
class NodeMask extends ValueType {
  readonly typeName = 'nodemask';
  readonly width = 'pointer';
  constructor(readonly bits: Count) {
    super();
  }

  override follow(value: Operand, context: CaptureContext): readonly Op[] {
    // A byte a bit is more than enough, and a whole word where there are few.
    return [{ op: 'copy', at: value, length: countOperand(this.bits, context), plus: 8, cap: MAX_NODE_BITS / 8 }];
  }

  show(out: Emitter, value: number | bigint, place: Place): void {
    const at = unsigned(value);
    const bits = countAt(this.bits, place);
    const bytes = place.call.pointerSize;
    const wordBits = bytes * 8;
    // The number of words is what strace rounds it to: it wraps around.
    const words = bits === undefined || bits === 0 ? 0 : Number(((BigInt(bits) - 1n + BigInt(wordBits - 1)) % (1n << 64n)) / BigInt(wordBits));
    if (at === 0 || bits === undefined || (bits !== 0 && words === 0)) {
      out.address(at);
      return;
    }
    const shown = out.options.verbose ? words : Math.min(words, out.options.stringLimit);
    // The one behind is looked at too: whether it can be read shows.
    const { data } = place.memory.read(at, Math.min(Math.min(words, shown + 1) * bytes, MAX_NODE_BITS / 8));
    const whole = Math.floor(data.length / bytes);
    if (whole === 0 && words > 0) {
      out.address(at);
      return;
    }
    out.beginArray();
    for (let index = 0; index < whole && index < shown; index++) {
      out.item();
      out.raw(maskWord(data.subarray(index * bytes, (index + 1) * bytes)));
    }
    if (whole < Math.min(words, shown + 1)) out.more(addWord(at, whole * bytes));
    else if (shown < words) out.more();
    out.endArray();
  }
}

/** As printf’s %#0*lx does: 0x counts among the digits, and 0 has none. */
function maskWord(bytes: Uint8Array): string {
  const digits = [...bytes]
    .reverse()
    .map((byte) => byte.toString(16).padStart(2, '0'))
    .join('')
    .replace(/^0+/, '');
  const width = (WORD_DIGITS * bytes.length) / 8;
  return digits === '' ? '0'.repeat(width) : `0x${digits.padStart(width - 2, '0')}`;
}

const nodeMask = (bits: Count): Named<NodeMask> => named(new NodeMask(bits));

/** What became of a page: its node, or `-EFAULT`. */
const pageStatus = shown('status', 'i32', (out, value) => {
  const status = Number(value);
  const name = status < 0 ? errnos[-status]?.[0] : undefined;
  if (name === undefined) out.decimal(status);
  else out.symbol(status, `-${name}`, '', 'decimal');
});

const pageCount = argument(1);
const bindFlags = flags(constants.mbind_flags);
const moveFlags = flags(constants.move_pages_flags);

export const numaCalls: CallTable = {
  get_mempolicy: call(
    out(ref(enumeration(constants.mempolicy_modes)))('policy'),
    outUnlessEmpty(nodeMask(argument(2)), (call) => call.word(2) === 0)('nmask'),
    kernelUnsignedLong('maxnode'),
    address('addr'),
    flags(constants.get_mempolicy_flags, 'uklong')('flags'),
  ).in('memory'),
  set_mempolicy: call(policy('u32')('mode'), nodeMask(argument(2))('nmask'), kernelUnsignedLong('maxnode')).in('memory'),
  mbind: call(
    address('start'),
    kernelUnsignedLong('len'),
    policy('uklong')('mode'),
    nodeMask(argument(4))('nmask'),
    kernelUnsignedLong('maxnode'),
    bindFlags('flags'),
  ).in('memory'),
  set_mempolicy_home_node: call(address('start'), kernelUnsignedLong('len'), kernelUnsignedLong('home_node'), hexLong('flags')).in('memory'),
  migrate_pages: call(pid('pid'), kernelUnsignedLong('maxnode'), nodeMask(argument(1))('old_nodes'), nodeMask(argument(1))('new_nodes')).in('memory'),
  move_pages: call(
    pid('pid'),
    kernelUnsignedLong('nr_pages'),
    arrayOf(address, pageCount)('pages'),
    arrayOf(int, pageCount)('nodes'),
    outUnlessEmpty(arrayOf(pageStatus, pageCount), (call) => call.word(1) === 0)('status'),
    moveFlags('flags'),
  ).in('memory'),
};
