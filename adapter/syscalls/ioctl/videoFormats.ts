/** Formats of Video4Linux, by the type of the stream: pictures, overlays, what is hidden in blank lines, radio, metadata (linux/videodev2.h). */
import type { Emitter } from '../../decode/emitter.js';
import type { CallView } from '../../decode/memory.js';
import { Place } from '../../decode/place.js';
import { unsigned } from '../../decode/word.js';
import type { ReturnType } from '../descriptor.js';
import { constants } from '../generated/constants.gen.js';
import { sibling } from '../types/count.js';
import { countedArray, countedBy } from '../types/countedArray.js';
import { enumeration, flags } from '../types/flags.js';
import { address, hex8, hex16, hex32, int, u8, unsignedInt } from '../types/ints.js';
import { arrayOf, inlineArray, placeBehind, ptr } from '../types/pointers.js';
import { field, hidden, pad, type StructField, type StructType, spread, struct } from '../types/struct.js';
import { changing } from './changing.js';
import { type Commands, command } from './command.js';
import { grown, part } from './filled.js';
import { bufferType, fraction, memory, metadataFormat, pixelFormat, radioFormat, rectangle } from './videoTypes.js';

const rest = { unlessZero: true };
const fieldOrder = enumeration(constants.v4l2_fields);
const colorspace = enumeration(constants.v4l2_colorspaces);
const ROOM = 200;

const picture = struct('v4l2_pix_format', [
  field('width', unsignedInt),
  field('height', unsignedInt),
  field('pixelformat', pixelFormat),
  field('field', fieldOrder),
  field('bytesperline', unsignedInt),
  field('sizeimage', unsignedInt),
  field('colorspace', colorspace),
]);
const PLANES = 8;
const plane = struct('v4l2_plane_pix_format', [field('sizeimage', unsignedInt), field('bytesperline', unsignedInt), pad(12)]);
const planes = struct('v4l2_pix_format_mplane', [
  field('width', unsignedInt),
  field('height', unsignedInt),
  field('pixelformat', pixelFormat),
  field('field', fieldOrder),
  field('colorspace', colorspace),
  field('plane_fmt', countedArray(plane, PLANES, countedBy('num_planes'))),
  field('num_planes', u8),
]);
const clip = struct('v4l2_clip', [field('c', rectangle), hidden('next', address)]);
const overlay = struct('v4l2_window', [
  field('w', rectangle),
  field('field', fieldOrder),
  field('chromakey', hex32),
  field('clips', arrayOf(clip, sibling('clipcount'))),
  field('clipcount', unsignedInt),
  field('bitmap', address),
  field('global_alpha', hex8, rest),
]);
const blankLines = struct('v4l2_vbi_format', [
  field('sampling_rate', unsignedInt),
  field('offset', unsignedInt),
  field('samples_per_line', unsignedInt),
  field('sample_format', pixelFormat),
  field('start', inlineArray(int, 2)),
  field('count', inlineArray(unsignedInt, 2)),
  field('flags', flags(constants.v4l2_vbi_flags)),
]);
const slicedLines = struct('v4l2_sliced_vbi_format', [
  field('service_set', flags(constants.v4l2_sliced_flags, 'u16')),
  field('service_lines', inlineArray(inlineArray(hex16, 24), 2)),
  field('io_size', unsignedInt),
]);
const radio = struct('v4l2_sdr_format', [field('pixelformat', radioFormat), field('buffersize', unsignedInt, rest)]);
const metadata = struct('v4l2_meta_format', [field('dataformat', metadataFormat), field('buffersize', unsignedInt)]);

/** Types of streams (enum v4l2_buf_type) and the member of the union that each has. */
const members: readonly (readonly [member: string, type: StructType, streams: readonly number[]])[] = [
  ['fmt.pix', picture, [1, 2]],
  ['fmt.win', overlay, [3, 8]],
  ['fmt.vbi', blankLines, [4, 5]],
  ['fmt.sliced', slicedLines, [6, 7]],
  ['fmt.pix_mp', planes, [9, 10]],
  ['fmt.sdr', radio, [11, 12]],
  ['fmt.meta', metadata, [13, 14]],
];
const OVERLAYS = [3, 8];
const ofStream =
  (streams: readonly number[]) =>
  (place: Place): boolean =>
    streams.includes(Number(place.sibling('type') ?? 0));
const union = (name: string, fields: readonly StructField[]) => spread(struct(name, [...fields, pad(ROOM)], { union: true }), name);

const format = struct('v4l2_format', [
  field('type', bufferType),
  union(
    'fmt',
    members.map(([member, type, streams]) => field(member, type, { when: ofStream(streams) })),
  ),
]);

/** Whether the clips of an overlay could be shown; other formats have none. */
function readable(call: CallView, at: number | bigint): boolean {
  const bytes = format.size(call.abi);
  const { data } = call.entry.read(at, bytes);
  if (data.length < bytes) return false;
  const place = placeBehind(new Place(call, call.entry), data, unsigned(at));
  const stream = Number(format.read(place, 0, 'type'));
  if (!members.some(([, , streams]) => streams.includes(stream))) return false;
  if (!OVERLAYS.includes(stream)) return true;
  const base = format.layout(call.abi).offsets[1] ?? 0;
  const clips = unsigned(overlay.read(place, base, 'clips'));
  const wanted = Number(overlay.read(place, base, 'clipcount')) * clip.size(call.abi);
  const read = call.entry.read(clips, wanted);
  return clips !== 0 && wanted > 0 && (read.data.length === wanted || read.status === 'truncated');
}

const intervals = (name: string, count: string): StructType =>
  struct('parm', [
    field('capability', flags(constants.v4l2_parm_capabilities)),
    field(name, flags(constants.v4l2_capture_modes)),
    field('timeperframe', fraction),
    field('extendedmode', hex32),
    field(count, unsignedInt),
  ]);
const parameters = struct('v4l2_streamparm', [
  field('type', bufferType),
  union('parm', [
    field('parm.capture', intervals('capturemode', 'readbuffers'), { when: ofStream([1]) }),
    field('parm.output', intervals('outputmode', 'writebuffers'), { when: ofStream([2]) }),
  ]),
]);
const hasParameters = (_out: Emitter, call: CallView, at: number | bigint): boolean => {
  const bytes = parameters.size(call.abi);
  const { data } = call.entry.read(at, bytes);
  return data.length === bytes && [1, 2].includes(Number(parameters.read(new Place(call, call.entry, data), 0, 'type')));
};

const creation = struct('v4l2_create_buffers', [
  field('index', unsignedInt),
  field('count', unsignedInt),
  field('memory', memory),
  field('format', format),
  pad(32, 4),
]);
/** `0 ({index=1, count=2})`: where the new buffers begin, and how many the driver has made. */
const created: ReturnType = {
  typeName: 'int',
  capture: () => ({ exit: [{ op: 'copy', at: { from: 'arg', index: 2 }, length: { from: 'constant', value: 8 }, cap: 8 }] }),
  emit(out, call) {
    out.decimal(call.retSigned);
    const { data } = call.exit.read(call.word(2), 8);
    if (call.errno !== 0 || call.word(2) === 0 || data.length < 8) return undefined;
    const place = new Place(call, call.exit, data);
    return `{index=${creation.read(place, 0, 'index')}, count=${creation.read(place, 0, 'count')}}`;
  },
};

export const videoFormatCommands: Commands = [
  command('VIDIOC_G_FMT', grown(format, 'type', 'fmt')),
  command(
    'VIDIOC_S_FMT VIDIOC_TRY_FMT',
    changing(ptr(format), ptr(part(format, 'fmt')), (_out, call, at) => readable(call, at)),
  ),
  command('VIDIOC_G_PARM', grown(parameters, 'type', 'parm')),
  command('VIDIOC_S_PARM', changing(ptr(parameters), ptr(part(parameters, 'parm')), hasParameters)),
  command('VIDIOC_CREATE_BUFS', ptr(part(creation, 'count memory format')), created),
];
