/** Buffers and extended controls of Video4Linux (linux/videodev2.h). */
import type { Emitter } from '../../decode/emitter.js';
import type { CallView } from '../../decode/memory.js';
import { Place } from '../../decode/place.js';
import { unsigned } from '../../decode/word.js';
import { constants } from '../generated/constants.gen.js';
import { sibling } from '../types/count.js';
import { enumeration } from '../types/flags.js';
import { address, hex32, i64, int, unsignedInt } from '../types/ints.js';
import { on32 } from '../types/perAbi.js';
import { arrayOf, ptr } from '../types/pointers.js';
import { buffer } from '../types/strings.js';
import { field, hidden, pad, spread, struct } from '../types/struct.js';
import { timeval, timeval64 } from '../types/time.js';
import { shown } from '../types/valueType.js';
import { changing } from './changing.js';
import { type Commands, command } from './command.js';
import { grown, part } from './filled.js';
import { bufferType, controlId, memory } from './videoTypes.js';

const [MMAP, USERPTR] = [1, 2];
const inMemory = (kind: number) => ({ when: (place: Place) => Number(place.sibling('memory') ?? 0) === kind });
/** Two parts of the word hold how the time was taken. */
const TIME_TYPE_MASK = 0xe000;
const TIME_SOURCE_MASK = 0x7_0000;
const timeTypes = enumeration(constants.v4l2_buf_flags_ts_type).type;
const timeSources = enumeration(constants.v4l2_buf_flags_ts_src).type;
const bufferFlags = shown('flags', 'u32', (emitter: Emitter, value) => {
  const word = Number(value);
  if (emitter.options.constants === 'raw') {
    emitter.hex(word);
    return;
  }
  const bits = (word & ~(TIME_TYPE_MASK | TIME_SOURCE_MASK)) >>> 0;
  emitter.beginOr();
  if (bits !== 0) {
    emitter.flags(bits, constants.v4l2_buf_flags);
    emitter.or();
  }
  timeTypes.show(emitter, (word & TIME_TYPE_MASK) >>> 0);
  emitter.or();
  timeSources.show(emitter, (word & TIME_SOURCE_MASK) >>> 0);
  emitter.endOr();
});
const streamBuffer = struct('v4l2_buffer', [
  field('index', unsignedInt),
  field('type', bufferType),
  field('bytesused', unsignedInt),
  field('flags', bufferFlags),
  hidden('field', unsignedInt),
  field('timestamp', on32(timeval64, timeval)),
  pad(16, 4),
  hidden('sequence', unsignedInt),
  field('memory', memory),
  spread(
    struct('m', [field('m.offset', hex32, inMemory(MMAP)), field('m.userptr', address, inMemory(USERPTR)), hidden('planes', address)], { union: true }),
    'm',
  ),
  field('length', unsignedInt),
  hidden('reserved2', unsignedInt),
  hidden('request_fd', int),
]);
const BUFFER = 'memory m length bytesused flags';

const hasSize = (place: Place): boolean => Number(place.sibling('size') ?? 0) > 0;
const plain = { when: (place: Place) => !hasSize(place) };
const control = struct(
  'v4l2_ext_control',
  [
    field('id', controlId),
    field('size', unsignedInt),
    hidden('reserved2', unsignedInt),
    spread(
      struct('value', [field('string', buffer(sibling('size')), { when: hasSize }), field('value', int, plain), field('value64', i64, plain)], { union: true }),
      'value',
    ),
  ],
  { packed: true },
);
const hasControls = (place: Place): boolean => Number(place.sibling('count') ?? 0) > 0;
const controls = struct('v4l2_ext_controls', [
  field('ctrl_class', enumeration(constants.v4l2_control_classes)),
  field('count', unsignedInt),
  // Tells which control is at fault.
  field('error_idx', unsignedInt, { when: (place) => hasControls(place) && (place.call.errno ?? 0) !== 0 }),
  hidden('request_fd', int),
  hidden('reserved', unsignedInt),
  field('controls', arrayOf(control, sibling('count')), { when: hasControls }),
]);
/** Whether all controls could be read. */
function readable(_out: Emitter, call: CallView, at: number | bigint): boolean {
  const bytes = controls.size(call.abi);
  const { data } = call.entry.read(at, bytes);
  if (data.length < bytes) return false;
  const place = new Place(call, call.entry, data);
  const wanted = Number(controls.read(place, 0, 'count')) * control.size(call.abi);
  const first = unsigned(controls.read(place, 0, 'controls'));
  const read = call.entry.read(first, wanted);
  return first !== 0 && wanted > 0 && (read.data.length === wanted || read.status === 'truncated');
}

export const videoBufferCommands: Commands = [
  command('VIDIOC_QUERYBUF VIDIOC_QBUF', grown(streamBuffer, 'type index', BUFFER, { more: true })),
  command('VIDIOC_DQBUF', grown(streamBuffer, 'type', `index ${BUFFER} timestamp`, { more: true })),
  command('VIDIOC_G_EXT_CTRLS', grown(controls, 'ctrl_class count', 'controls error_idx', { always: true })),
  command(
    'VIDIOC_S_EXT_CTRLS VIDIOC_TRY_EXT_CTRLS',
    changing(ptr(part(controls, 'ctrl_class count controls')), ptr(part(controls, 'controls error_idx')), readable, { always: true }),
  ),
];
