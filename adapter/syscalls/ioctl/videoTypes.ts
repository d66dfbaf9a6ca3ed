/** What several Video4Linux interfaces share (linux/videodev2.h). */
import type { Emitter } from '../../decode/emitter.js';
import { constants } from '../generated/constants.gen.js';
import { type ConstantSet, enumeration } from '../types/flags.js';
import { int, unsignedInt } from '../types/ints.js';
import { field, struct } from '../types/struct.js';
import { type FieldType, type Named, shown, type ValueType } from '../types/valueType.js';
import { characterText } from './characterText.js';

export const bufferType = enumeration(constants.v4l2_buf_types);
export const memory = enumeration(constants.v4l2_memories);
export const rectangle = struct('v4l2_rect', [field('left', int), field('top', int), field('width', unsignedInt), field('height', unsignedInt)]);

/** Ids begin at the first class; values of menus share their prefix. */
const FIRST_ID = 0x0098_0000;
export const controlId = enumeration({
  ...constants.v4l2_control_ids,
  entries: constants.v4l2_control_ids.entries.filter(([, value]) => value >= FIRST_ID),
});

/** `v4l2_fourcc('Y', 'U', 'Y', 'V') /* V4L2_PIX_FMT_YUYV *\/` */
function fourcc(set: ConstantSet): Named<ValueType> {
  const names = new Map(set.entries.map(([name, value]) => [Number(value), name]));
  return shown('fourcc', 'u32', (emitter: Emitter, value) => {
    const code = Number(value);
    if (!emitter.beginCall('v4l2_fourcc', emitter.options.constants === 'verbose' ? undefined : code)) return;
    for (const shift of [0, 8, 16, 24]) {
      emitter.item();
      emitter.raw(characterText((code >>> shift) & 0xff, false));
    }
    emitter.endCall();
    const name = names.get(code);
    if (name !== undefined) emitter.comment(name);
  });
}
export const pixelFormat = fourcc(constants.v4l2_pixel_formats);
export const radioFormat = fourcc(constants.v4l2_sdr_formats);
export const metadataFormat = fourcc(constants.v4l2_meta_formats);

/** `1/25` */
export const fraction: FieldType = {
  typeName: 'struct v4l2_fract',
  size: () => 8,
  align: () => 4,
  emitAt(emitter, place, at) {
    unsignedInt.type.emitAt(emitter, place, at);
    emitter.raw('/');
    unsignedInt.type.emitAt(emitter, place, at + 4);
  },
};
