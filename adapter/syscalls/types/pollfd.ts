/** struct pollfd: what is asked, and behind the call what is ready. */
import type { Emitter } from '../../decode/emitter.js';
import type { CallView } from '../../decode/memory.js';
import { Place } from '../../decode/place.js';
import type { Op } from '../../plan/op.js';
import type { CaptureContext } from '../descriptor.js';
import { constants } from '../generated/constants.gen.js';
import type { Count } from './count.js';
import { fd } from './fd.js';
import { flags } from './flags.js';
import { int } from './ints.js';
import { arrayOf } from './pointers.js';
import { field, hidden, struct } from './struct.js';
import type { Named, ValueType } from './valueType.js';

const events = flags(constants.poll_events, 'u16');
const isOpen = (place: Place): boolean => (place.sibling('fd') ?? 0) >= 0;

const asked = struct('pollfd', [field('fd', fd), field('events', events, { when: isOpen }), hidden('revents', events)]);
/** Targets stand beside what was asked only. */
const ready = struct('pollfd', [field('fd', int), hidden('events', events), field('revents', events)]);

/** Descriptors and the events that are waited for. */
export const pollfds = (count: Count): Named<ValueType> => arrayOf(asked, count);

/** Copies the array when the call has returned. */
export function readyPollfds(context: CaptureContext): Op {
  return { op: 'each', at: context.arg(0), count: context.arg(1), stride: ready.size(context.abi), max: READY_CAP };
}

/** Descriptors that are looked through for ready ones. */
const READY_CAP = 4096;

/** `[{fd=5, revents=POLLIN}]`: those with an event, at most as many as -s says. */
export function showReady(out: Emitter, call: CallView): void {
  const stride = ready.size(call.abi);
  const at = call.word(0);
  const { data } = call.exit.read(at, Math.min(call.u32(1), READY_CAP) * stride);
  if (data.length < stride) {
    out.address(at);
    return;
  }
  const place = new Place(call, call.exit, data, at);
  let shown = 0;
  out.beginArray();
  for (let from = 0; from + stride <= data.length; from += stride) {
    if (ready.read(place, from, 'revents') === 0) continue;
    if (!out.options.verbose && shown >= out.options.stringLimit) {
      out.more();
      break;
    }
    out.item();
    ready.emitAt(out, place, from);
    shown++;
  }
  out.endArray();
}
