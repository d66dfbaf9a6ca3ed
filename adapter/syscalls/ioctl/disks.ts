/** IDE and loop devices, network block devices (linux/hdreg.h, linux/loop.h, linux/nbd.h). */
import type { Place } from '../../decode/place.js';
import { constants } from '../generated/constants.gen.js';
import { fixed } from '../types/count.js';
import { countedArray } from '../types/countedArray.js';
import { device, device64 } from '../types/device.js';
import { fd, fdU32 } from '../types/fd.js';
import { enumeration, flags } from '../types/flags.js';
import { hex8, hex32, hex64, hexLong, int, u8, u16, u64, unsignedInt, unsignedLong } from '../types/ints.js';
import { inlineArray, ptr, ref } from '../types/pointers.js';
import { sizedBytes } from '../types/sizedBytes.js';
import { stringField } from '../types/stringField.js';
import { buffer } from '../types/strings.js';
import { field, struct } from '../types/struct.js';
import { out } from '../types/valueType.js';
import { type Commands, command } from './command.js';
import { driveCommand } from './driveCommand.js';
import { outStruct } from './filled.js';

const verbose = { verbose: true };

const geometry = struct('hd_geometry', [field('heads', u8), field('sectors', u8), field('cylinders', u16), field('start', unsignedLong)]);
/** The constants are numbers of bits. */
const nice = flags(
  {
    unknown: constants.hdio_nice.unknown,
    entries: constants.hdio_nice.entries.map(([name, bit]) => [`1 << ${name}`, 1 << bit] as const),
  },
  'ulong',
);
const busState = enumeration(constants.hdio_busstates, 'ulong');
const threeWords = ptr(countedArray(hex32, 3));
/** Bytes of the drive’s answer: struct hd_driveid without what was added later, and whole. */
const OLD_IDENTITY = 142;
const IDENTITY = 512;

const LO_KEY_SIZE = 32;
/** Of encryption only what is used. */
const encrypted = { briefWhen: (place: Place) => place.sibling('lo_encrypt_type') !== 0 };
const loopInfo = struct('loop_info', [
  field('lo_number', int),
  field('lo_device', device, verbose),
  field('lo_inode', unsignedLong, verbose),
  field('lo_rdevice', device, verbose),
  field('lo_offset', hex32),
  field('lo_encrypt_type', enumeration(constants.loop_crypt), encrypted),
  field('lo_encrypt_key_size', unsignedInt, encrypted),
  field('lo_flags', flags(constants.loop_flags)),
  field('lo_name', stringField(64)),
  field('lo_encrypt_key', sizedBytes(LO_KEY_SIZE, 'lo_encrypt_key_size'), encrypted),
  field('lo_init', inlineArray(hexLong, 2), verbose),
  field('reserved', inlineArray(hex8, 4), verbose),
]);
const loopInfo64 = struct('loop_info64', [
  field('lo_device', device64, verbose),
  field('lo_inode', u64, verbose),
  field('lo_rdevice', device64, verbose),
  field('lo_offset', hex64),
  field('lo_sizelimit', u64, verbose),
  field('lo_number', unsignedInt),
  field('lo_encrypt_type', enumeration(constants.loop_crypt), encrypted),
  field('lo_encrypt_key_size', unsignedInt, encrypted),
  field('lo_flags', flags(constants.loop_flags)),
  field('lo_file_name', stringField(64)),
  field('lo_crypt_name', stringField(64), encrypted),
  field('lo_encrypt_key', sizedBytes(LO_KEY_SIZE, 'lo_encrypt_key_size'), encrypted),
  field('lo_init', inlineArray(hex64, 2), verbose),
]);
const loopConfig = struct('loop_config', [
  field('fd', fdU32),
  field('block_size', unsignedInt),
  field('info', loopInfo64),
  field('__reserved', inlineArray(hex64, 8), { unlessZero: true }),
]);

export const diskCommands: Commands = [
  command('HDIO_GETGEO', outStruct(geometry)),
  command('HDIO_GET_UNMASKINTR HDIO_GET_MULTCOUNT HDIO_GET_KEEPSETTINGS HDIO_GET_32BIT HDIO_GET_NOWERR', out(ref(unsignedLong))),
  command('HDIO_GET_DMA HDIO_GET_WCACHE HDIO_GET_ACOUSTIC HDIO_GET_ADDRESS', out(ref(unsignedLong))),
  command('HDIO_GET_NICE', out(ref(nice))),
  command('HDIO_GET_BUSSTATE', out(ref(busState))),
  command('HDIO_OBSOLETE_IDENTITY', out(buffer(fixed(OLD_IDENTITY)))),
  command('HDIO_GET_IDENTITY', out(buffer(fixed(IDENTITY)))),
  command('HDIO_SET_MULTCOUNT HDIO_SET_UNMASKINTR HDIO_SET_KEEPSETTINGS HDIO_SET_32BIT HDIO_SET_NOWERR HDIO_SET_DMA', unsignedLong),
  command('HDIO_SET_PIO_MODE HDIO_UNREGISTER_HWIF HDIO_SET_WCACHE HDIO_SET_ACOUSTIC HDIO_SET_ADDRESS', unsignedLong),
  command('HDIO_SET_NICE', nice),
  command('HDIO_SET_BUSSTATE', busState),
  command('HDIO_DRIVE_RESET HDIO_SCAN_HWIF', threeWords),
  command('HDIO_DRIVE_CMD', driveCommand),
  command('LOOP_CLR_FD LOOP_SET_CAPACITY LOOP_CTL_GET_FREE'),
  command('LOOP_SET_FD LOOP_CHANGE_FD', fd),
  command('LOOP_CTL_ADD LOOP_CTL_REMOVE', int),
  command('LOOP_SET_DIRECT_IO LOOP_SET_BLOCK_SIZE', unsignedLong),
  command('LOOP_SET_STATUS', ptr(loopInfo)),
  command('LOOP_GET_STATUS', outStruct(loopInfo)),
  command('LOOP_SET_STATUS64', ptr(loopInfo64)),
  command('LOOP_GET_STATUS64', outStruct(loopInfo64)),
  command('LOOP_CONFIGURE', ptr(loopConfig)),
  command('NBD_DO_IT NBD_CLEAR_SOCK NBD_CLEAR_QUE NBD_PRINT_DEBUG NBD_DISCONNECT'),
  command('NBD_SET_SOCK', fd),
  command('NBD_SET_BLKSIZE NBD_SET_SIZE NBD_SET_SIZE_BLOCKS NBD_SET_TIMEOUT', unsignedLong),
  command('NBD_SET_FLAGS', flags(constants.nbd_flags)),
];
