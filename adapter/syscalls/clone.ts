/** Starting processes and threads: clone(2), clone3(2), fork(2). */
import type { Emitter } from '../decode/emitter.js';
import type { CallView } from '../decode/memory.js';
import { Place } from '../decode/place.js';
import { low32, unsigned, type Word } from '../decode/word.js';
import type { Operand } from '../plan/op.js';
import type { Arg } from './arg.js';
import { type Call, type CallTable, call } from './call.js';
import type { ArgType, CaptureContext, CaptureOps } from './descriptor.js';
import { constants } from './generated/constants.gen.js';
import { segmentDescriptor } from './segments.js';
import { sibling } from './types/count.js';
import { showExtension } from './types/extensible.js';
import { flags } from './types/flags.js';
import { pid } from './types/ids.js';
import { address, address64, hex64, int, size, u64 } from './types/ints.js';
import { arrayOf64, deeper, ptr64, ref } from './types/pointers.js';
import { signalName } from './types/sigset.js';
import { field, struct } from './types/struct.js';
import { named, out, shown } from './types/valueType.js';

/** CLONE_… of sched.h that say which arguments clone has. */
const CLONE = { pidfd: 0x1000, setTls: 0x80000, parentTid: 0x100000, childClear: 0x200000, childSet: 0x1000000 } as const;
/** CSIGNAL: the signal that the parent gets stands in the low byte of clone’s flags. */
const CSIGNAL = 0xff;

const cloneFlags = shown('flags', 'uklong', (out, value) => {
  const word = unsigned(value);
  const signo = low32(word) & CSIGNAL;
  const rest = unsigned(BigInt(word) & ~BigInt(CSIGNAL));
  const bits = rest <= Number.MAX_SAFE_INTEGER ? Number(rest) : rest;
  if (signo === 0) out.flags(bits, constants.clone_flags);
  else {
    out.beginOr();
    if (bits !== 0) {
      out.flags(bits, constants.clone_flags);
      out.or();
    }
    out.symbol(signo, signalName(signo), '', 'decimal');
    out.endOr();
  }
});

const asks =
  (bits: number) =>
  (call: CallView): boolean =>
    (call.u32(0) & bits) !== 0;

/** The registers of clone’s last two arguments differ by ABI. */
function cloneCall(tls: ArgType, tlsRegister: number, childTidRegister: number): Call {
  const late = (arg: Arg, bits: number): Arg => arg.when(asks(bits));
  return call(
    address('newsp').inRegister(1).labelled('child_stack').withLateComma(),
    cloneFlags('clone_flags').inRegister(0).labelled('flags').withLateComma(),
    late(out(ref(int))('parent_tidptr').inRegister(2).labelled('parent_tid'), CLONE.parentTid | CLONE.pidfd),
    late(named(tls)('tls').inRegister(tlsRegister).labelled('tls'), CLONE.setTls),
    late(out(address)('child_tidptr').inRegister(childTidRegister).labelled('child_tidptr'), CLONE.childSet | CLONE.childClear),
  )
    .returns(pid)
    .in('process');
}

const has =
  (bits: number) =>
  (place: Place): boolean =>
    (low32(place.sibling('flags') ?? 0) & bits) !== 0;

/** CLONE_ARGS_SIZE_VER0 of sched.h: less is refused. */
const SIZE_VER0 = 64;
/** Where set_tid_size and cgroup end. */
const SIZE_VER2 = 88;
const CGROUP_AT = 80;
const CLONE_INTO_CGROUP_HIGH = 2;
/** Bytes of a later, longer struct that are looked at. */
const EXTENSION_CAP = 4096;
/** MAX_PID_NS_LEVEL: more ids are refused. */
const MAX_TIDS = 32;

const givenSize = (place: Place): number => Number(place.call.word(1));
const givesTids = (place: Place): boolean => givenSize(place) > SIZE_VER0 && (place.sibling('set_tid') !== 0 || place.sibling('set_tid_size') !== 0);
const givesCgroup = (place: Place): boolean =>
  givenSize(place) > CGROUP_AT && (place.sibling('cgroup') !== 0 || (BigInt(place.sibling('flags') ?? 0) >> 32n) % 4n >= BigInt(CLONE_INTO_CGROUP_HIGH));

const tids = arrayOf64(int, sibling('set_tid_size')).type;
const setTids = shown(
  'pid_t[]',
  'u64',
  (out, value, place) => {
    const count = Number(place.sibling('set_tid_size') ?? 0);
    if (count === 0 || count > MAX_TIDS) out.address(unsigned(value));
    else tids.show(out, value, place);
  },
  (value, context) => tids.follow(value, context),
);

const cloneArgs = struct('clone_args', [
  field('flags', flags(constants.clone3_flags, 'u64')),
  field('pidfd', address64, { when: has(CLONE.pidfd) }),
  field('child_tid', address64, { when: has(CLONE.childSet | CLONE.childClear) }),
  field('parent_tid', address64, { when: has(CLONE.parentTid) }),
  field(
    'exit_signal',
    shown('signal', 'u64', (out, value) => out.symbol(value, signalName(Number(value)), '', 'decimal')),
  ),
  field('stack', address64),
  field('stack_size', hex64),
  field('tls', address64, { when: has(CLONE.setTls) }),
  field('set_tid', setTids, { when: givesTids }),
  field('set_tid_size', u64, { when: givesTids }),
  field('cgroup', u64, { when: givesCgroup }),
]);

/** What the kernel wrote where the struct says. */
const written = struct('clone_args', [
  field('flags', u64, { when: () => false }),
  field('pidfd', bracketed(), { when: has(CLONE.pidfd) }),
  field('child_tid', u64, { when: () => false }),
  field('parent_tid', bracketed(), { when: has(CLONE.parentTid) }),
]);

function bracketed() {
  const target = ptr64(int).type;
  return shown(
    'int *',
    'u64',
    (out, value, place) => {
      if (place.memory.read(unsigned(value), 4).data.length < 4) {
        out.address(unsigned(value));
        return;
      }
      out.beginArray();
      out.item();
      target.show(out, value, place);
      out.endArray();
    },
    (value, context) => target.follow(value, context),
  );
}

/** The struct that clone3 reads, and behind `=>` the ids that it wrote where the struct says. */
class Clone3Arguments implements ArgType {
  readonly typeName = 'struct clone_args *';
  readonly direction = 'inout';
  readonly halves = {
    before: (out: Emitter, call: CallView, index: number): void => this.#showEntry(out, call, call.word(index)),
    after: (out: Emitter, call: CallView, index: number): void => this.#showExit(out, call, call.word(index)),
  };

  capture(value: Operand, context: CaptureContext): CaptureOps {
    const length = context.arg(1);
    const inside = deeper(context);
    return {
      entry: [{ op: 'copy', at: value, length, cap: EXTENSION_CAP, body: cloneArgs.followAt(0, inside) }],
      exit: [{ op: 'copy', at: value, length, cap: EXTENSION_CAP, body: written.followAt(0, inside) }],
    };
  }

  emit(out: Emitter, call: CallView, index: number): void {
    out.beginChange();
    this.halves.before(out, call, index);
    this.halves.after(out, call, index);
    out.endChange();
  }

  #showEntry(out: Emitter, call: CallView, at: Word): void {
    const given = Number(call.word(1));
    const { data, status } = call.entry.read(at, Math.min(given, EXTENSION_CAP));
    if (at === 0 || given < SIZE_VER0 || data.length < Math.min(given, SIZE_VER2)) {
      out.address(at);
      return;
    }
    // What a shorter struct lacks counts as zero.
    const whole = new Uint8Array(SIZE_VER2);
    whole.set(data.subarray(0, SIZE_VER2));
    out.beginStruct();
    cloneArgs.emitFields(out, new Place(call, call.entry, whole, at), 0);
    if (given > SIZE_VER2) showExtension(out, data.subarray(SIZE_VER2), status === 'fault', SIZE_VER2, Math.min(given, EXTENSION_CAP));
    out.endStruct();
  }

  #showExit(out: Emitter, call: CallView, at: Word): void {
    if (call.errno !== 0) return;
    const given = Math.min(Number(call.word(1)), EXTENSION_CAP);
    const { data, status } = call.exit.read(at, given);
    if (data.length < written.size(call.abi)) return;
    const ids = (new DataView(data.buffer, data.byteOffset).getUint32(0, true) & (CLONE.pidfd | CLONE.parentTid)) !== 0;
    // What lies behind the known fields is shown a second time, too.
    const extension = data.subarray(SIZE_VER2);
    const longer = given > SIZE_VER2 && (status === 'fault' || extension.some((byte) => byte !== 0));
    if (!ids && !longer) return;
    out.becomes();
    out.beginStruct();
    if (ids) written.emitFields(out, new Place(call, call.exit, data, at), 0);
    if (longer) showExtension(out, extension, status === 'fault', SIZE_VER2, given);
    out.endStruct();
  }
}

export const cloneCalls: CallTable = {
  clone: cloneCall(out(address).type, 4, 3),
  clone3: call(named(new Clone3Arguments())('uargs'), size('size')).returns(pid).in('process'),
  fork: call().returns(pid).in('process'),
  vfork: call().returns(pid).in('process'),
};

export const cloneCalls32: CallTable = { clone: cloneCall(out(segmentDescriptor).type, 3, 4) };
