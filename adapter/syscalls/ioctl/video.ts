/** Video4Linux: capabilities, formats, buffers, controls, frame sizes and intervals (linux/videodev2.h). */
import type { Emitter } from '../../decode/emitter.js';
import type { Place } from '../../decode/place.js';
import { constants } from '../generated/constants.gen.js';
import { countedArray, countedBy } from '../types/countedArray.js';
import { enumeration, flags } from '../types/flags.js';
import { address, hex32, hex64, i64, int, u64, unsignedInt } from '../types/ints.js';
import { inlineArray, ptr, ref } from '../types/pointers.js';
import { stringField } from '../types/stringField.js';
import { field, hidden, pad, spread, struct } from '../types/struct.js';
import { out, shown } from '../types/valueType.js';
import { type Commands, command } from './command.js';
import { becoming, grown, outStruct } from './filled.js';
import { videoBufferCommands } from './videoBuffers.js';
import { videoFormatCommands } from './videoFormats.js';
import { bufferType, controlId, fraction, memory, pixelFormat, rectangle } from './videoTypes.js';

const rest = { unlessZero: true };

const version = shown('version', 'u32', (emitter: Emitter, value) => {
  const code = Number(value);
  if (!emitter.beginCall('KERNEL_VERSION', code)) return;
  for (const part of [code >>> 16, (code >>> 8) & 0xff, code & 0xff]) {
    emitter.item();
    emitter.decimal(part);
  }
  emitter.endCall();
});
const capabilities = flags(constants.v4l2_capabilities);
const capability = struct('v4l2_capability', [
  field('driver', stringField(16)),
  field('card', stringField(32)),
  field('bus_info', stringField(32)),
  field('version', version),
  field('capabilities', capabilities),
  field('device_caps', capabilities, rest),
  pad(12, 4),
]);
const formatDescription = struct('v4l2_fmtdesc', [
  field('index', unsignedInt),
  field('type', bufferType),
  field('flags', flags(constants.v4l2_format_flags)),
  field('description', stringField(32)),
  field('pixelformat', pixelFormat),
  pad(16, 4),
]);
const crop = struct('v4l2_crop', [field('type', bufferType), field('c', rectangle)]);
const cropCapabilities = struct('v4l2_cropcap', [
  field('type', bufferType),
  field('bounds', rectangle),
  field('defrect', rectangle),
  field('pixelaspect', fraction),
]);
const requestBuffers = struct('v4l2_requestbuffers', [field('count', unsignedInt), field('type', bufferType), field('memory', memory), pad(8, 4)]);
const frameBuffer = struct('v4l2_framebuffer', [field('capability', hex32), field('flags', hex32), field('base', address), pad(32, 4)]);
const standard = struct('v4l2_standard', [
  field('index', unsignedInt),
  hidden('id', u64),
  field('name', stringField(24)),
  field('frameperiod', fraction),
  field('framelines', unsignedInt),
  pad(16, 4),
]);
const inputDescription = struct('v4l2_input', [
  field('index', unsignedInt),
  field('name', stringField(32)),
  field('type', enumeration(constants.v4l2_input_types)),
  pad(40, 8),
]);
const tuner = struct('v4l2_tuner', [
  field('index', unsignedInt),
  field('name', stringField(32)),
  field('type', enumeration(constants.v4l2_tuner_types)),
  field('capability', flags(constants.v4l2_tuner_capabilities)),
  field('rangelow', unsignedInt),
  field('rangehigh', unsignedInt),
  field('rxsubchans', flags(constants.v4l2_tuner_subchannels)),
  field('audmode', enumeration(constants.v4l2_tuner_audio_modes)),
  field('signal', int),
  field('afc', int),
  pad(16, 4),
]);
const TUNER = 'name type capability rangelow rangehigh rxsubchans audmode signal afc';
/** V4L2_CTRL_FLAG_NEXT_CTRL and V4L2_CTRL_FLAG_NEXT_COMPOUND. */
const NEXT_MASK = 0xc000_0000;
const control = struct('v4l2_control', [field('id', controlId), field('value', int)]);

const frameSizeType = enumeration(constants.v4l2_frame_size_types);
const frameIntervalType = enumeration(constants.v4l2_frame_interval_types);
const DISCRETE = 1;
const ofType =
  (...types: readonly number[]) =>
  (place: Place): boolean =>
    types.includes(Number(place.sibling('type') ?? 0));
const discreteSize = struct('v4l2_frmsize_discrete', [field('width', unsignedInt), field('height', unsignedInt)]);
const stepwiseSize = struct(
  'v4l2_frmsize_stepwise',
  ['min_width', 'max_width', 'step_width', 'min_height', 'max_height', 'step_height'].map((name) => field(name, unsignedInt)),
);
const STEPWISE = 3;
const frameSize = struct('v4l2_frmsizeenum', [
  field('index', unsignedInt),
  field('pixel_format', pixelFormat),
  field('type', frameSizeType),
  spread(
    struct('size', [field('discrete', discreteSize, { when: ofType(DISCRETE) }), field('stepwise', stepwiseSize, { when: ofType(STEPWISE) })], { union: true }),
    'size',
  ),
  pad(8, 4),
]);
const CONTINUOUS = 2;
const stepwiseInterval = struct('v4l2_frmival_stepwise', [field('min', fraction), field('max', fraction), field('step', fraction)]);
const frameInterval = struct('v4l2_frmivalenum', [
  field('index', unsignedInt),
  field('pixel_format', pixelFormat),
  field('width', unsignedInt),
  field('height', unsignedInt),
  field('type', frameIntervalType),
  spread(
    struct('interval', [field('discrete', fraction, { when: ofType(DISCRETE) }), field('stepwise', stepwiseInterval, { when: ofType(CONTINUOUS, STEPWISE) })], {
      union: true,
    }),
    'interval',
  ),
  pad(8, 4),
]);
const controlType = enumeration(constants.v4l2_control_types);
const controlFlags = flags(constants.v4l2_control_flags);
/** An id, or with a flag that asks for the one behind it. */
const queriedId = shown('control', 'u32', (emitter: Emitter, value) => {
  const word = Number(value);
  const asked = (word & NEXT_MASK) >>> 0;
  if (asked === 0 || emitter.options.constants === 'raw') {
    controlId.type.show(emitter, word);
    return;
  }
  emitter.beginOr();
  emitter.flags(asked, constants.v4l2_control_id_flags);
  if (asked !== word) {
    emitter.or();
    controlId.type.show(emitter, (word & ~asked) >>> 0);
  }
  emitter.endOr();
});
const verbose = { verbose: true };
const queriedControl = struct('v4l2_queryctrl', [
  field('id', queriedId),
  field('type', controlType),
  field('name', stringField(32)),
  ...['minimum', 'maximum', 'step', 'default_value'].map((name) => field(name, int, verbose)),
  field('flags', controlFlags, verbose),
  field('reserved', inlineArray(hex32, 2), { ...rest, ...verbose }),
]);
const MOST_DIMENSIONS = 4;
const queriedExtendedControl = struct('v4l2_query_ext_ctrl', [
  field('id', queriedId),
  field('type', controlType),
  field('name', stringField(32)),
  field('minimum', i64, verbose),
  field('maximum', i64, verbose),
  field('step', u64, verbose),
  field('default_value', i64, verbose),
  field('flags', controlFlags, verbose),
  field('elem_size', unsignedInt, verbose),
  field('elems', unsignedInt, verbose),
  field('nr_of_dims', unsignedInt, verbose),
  field('dims', countedArray(unsignedInt, MOST_DIMENSIONS, countedBy('nr_of_dims')), verbose),
  field('reserved', inlineArray(hex32, 32), { ...rest, ...verbose }),
]);

export const videoCommands: Commands = [
  ...videoFormatCommands,
  ...videoBufferCommands,
  command('VIDIOC_QUERYCAP', outStruct(capability)),
  command('VIDIOC_ENUM_FMT', grown(formatDescription, 'index type', 'flags description pixelformat')),
  command('VIDIOC_G_CROP', grown(crop, 'type', 'c')),
  command('VIDIOC_S_CROP', ptr(crop)),
  command('VIDIOC_CROPCAP', grown(cropCapabilities, 'type', 'bounds defrect pixelaspect')),
  command('VIDIOC_REQBUFS', grown(requestBuffers, 'type memory count', '', { changes: true })),
  command('VIDIOC_G_FBUF', outStruct(frameBuffer)),
  command('VIDIOC_S_FBUF', ptr(frameBuffer)),
  command('VIDIOC_STREAMON VIDIOC_STREAMOFF', ref(bufferType)),
  command('VIDIOC_G_INPUT', out(ref(unsignedInt))),
  command('VIDIOC_S_INPUT', ref(unsignedInt)),
  command('VIDIOC_G_STD', out(ref(hex64))),
  command('VIDIOC_S_STD', ref(hex64)),
  command('VIDIOC_ENUMSTD', grown(standard, 'index', 'name frameperiod framelines')),
  command('VIDIOC_ENUMINPUT', grown(inputDescription, 'index', 'name type')),
  command('VIDIOC_G_TUNER', grown(tuner, 'index', TUNER)),
  command('VIDIOC_S_TUNER', becoming(tuner, `index ${TUNER}`, TUNER)),
  command('VIDIOC_ENUM_FRAMESIZES', grown(frameSize, 'index pixel_format', 'type size')),
  command('VIDIOC_ENUM_FRAMEINTERVALS', grown(frameInterval, 'index pixel_format width height', 'type interval')),
  command('VIDIOC_QUERYCTRL', grown(queriedControl, 'id', 'type name minimum maximum step default_value flags reserved')),
  command(
    'VIDIOC_QUERY_EXT_CTRL',
    grown(queriedExtendedControl, 'id', 'type name minimum maximum step default_value flags elem_size elems nr_of_dims dims reserved'),
  ),
  command('VIDIOC_G_CTRL', grown(control, 'id', 'value')),
  command('VIDIOC_S_CTRL', grown(control, 'id value', '', { changes: true })),
];
