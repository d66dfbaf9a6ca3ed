/** Memory technology devices and UBI (mtd/mtd-abi.h, mtd/ubi-user.h). */
import { constants } from '../generated/constants.gen.js';
import { countedArray, countedBy } from '../types/countedArray.js';
import { enumeration, flags } from '../types/flags.js';
import { address, address64, hex32, hex64, i16, i64, int, u64, unsignedInt } from '../types/ints.js';
import { ptr, ref } from '../types/pointers.js';
import { sizedText } from '../types/sizedBytes.js';
import { field, pad, struct } from '../types/struct.js';
import { inout, out } from '../types/valueType.js';
import { type Commands, command } from './command.js';
import { grown, outStruct } from './filled.js';

const info = struct('mtd_info_user', [
  field('type', enumeration(constants.mtd_types, 'u8')),
  field('flags', flags(constants.mtd_flags)),
  field('size', hex32),
  field('erasesize', hex32),
  field('writesize', hex32),
  field('oobsize', hex32),
  field('padding', hex64),
]);
const erase = struct('erase_info_user', [field('start', hex32), field('length', hex32)]);
const erase64 = struct('erase_info_user64', [field('start', hex64), field('length', hex64)]);
const oob = struct('mtd_oob_buf', [field('start', hex32), field('length', hex32), field('ptr', address)]);
const oob64 = struct('mtd_oob_buf64', [field('start', hex64), pad(4, 4), field('length', hex32), field('usr_ptr', address64)], {
  order: ['start', 'length', 'usr_ptr'],
});
const region = struct('region_info_user', [field('offset', hex32), field('erasesize', hex32), field('numblocks', hex32), field('regionindex', hex32)]);
const otp = struct('otp_info', [field('start', hex32), field('length', hex32), field('locked', unsignedInt)]);
const write = struct('mtd_write_req', [
  field('start', hex64),
  field('len', hex64),
  field('ooblen', hex64),
  field('usr_data', address64),
  field('usr_oob', address64),
  field('mode', enumeration(constants.mtd_ops_modes, 'u8')),
  pad(7),
]);
const oobSelection = struct('nand_oobinfo', [
  field('useecc', enumeration(constants.mtd_nandecc)),
  field('eccbytes', hex32),
  field('oobfree', countedArray(countedArray(hex32, 2), 8)),
  field('eccpos', countedArray(hex32, 32)),
]);
const oobFree = struct('nand_oobfree', [field('offset', hex32), field('length', hex32)]);
const eccLayout = struct('nand_ecclayout_user', [
  field('eccbytes', hex32),
  field('eccpos', countedArray(hex32, 64)),
  field('oobavail', hex32),
  field('oobfree', countedArray(oobFree, 8)),
]);
const eccStatistics = struct('mtd_ecc_stats', [field('corrected', hex32), field('failed', hex32), field('badblocks', hex32), field('bbtblocks', hex32)]);

/** UBI_MAX_VOLUME_NAME, the NUL included. */
const VOLUME_NAME = 128;
const VOLUMES = 32;
const makeVolume = struct(
  'ubi_mkvol_req',
  [
    field('vol_id', int),
    field('alignment', int),
    field('bytes', i64),
    field('vol_type', enumeration(constants.ubi_volume_types, 'u8')),
    field('flags', flags(constants.ubi_volume_flags, 'u8')),
    field('name_len', i16),
    pad(4),
    field('name', sizedText(VOLUME_NAME, 'name_len')),
  ],
  { packed: true },
);
const resizeVolume = struct('ubi_rsvol_req', [field('bytes', i64), field('vol_id', int)], { packed: true });
const renamed = struct('ubi_rnvol_entry', [field('vol_id', int), field('name_len', i16), pad(2), field('name', sizedText(VOLUME_NAME, 'name_len'))], {
  packed: true,
});
const renameVolumes = struct('ubi_rnvol_req', [field('count', int), pad(12), field('ents', countedArray(renamed, VOLUMES, countedBy('count')))], {
  packed: true,
});
const dataType = enumeration(constants.ubi_data_types, 'u8');
const changeBlock = struct('ubi_leb_change_req', [field('lnum', int), field('bytes', int), field('dtype', dataType), pad(7)], { packed: true });
const mapBlock = struct('ubi_map_req', [field('lnum', int), field('dtype', dataType), pad(3)], { packed: true });
const property = struct('ubi_set_vol_prop_req', [field('property', enumeration(constants.ubi_volume_properties, 'u8')), pad(7), field('value', hex64)]);
const attach = struct('ubi_attach_req', [field('ubi_num', int), field('mtd_num', int), field('vid_hdr_offset', int), field('max_beb_per1024', i16), pad(10)]);

export const flashCommands: Commands = [
  command('MEMGETINFO', outStruct(info)),
  command('MEMERASE MEMLOCK MEMUNLOCK MEMISLOCKED', ptr(erase)),
  command('MEMERASE64', ptr(erase64)),
  command('MEMWRITEOOB MEMREADOOB', ptr(oob)),
  command('MEMWRITEOOB64 MEMREADOOB64', ptr(oob64)),
  command('MEMGETREGIONCOUNT', out(ref(int))),
  command('OTPGETREGIONCOUNT', out(ref(unsignedInt))),
  command('MEMGETREGIONINFO', grown(region, 'regionindex', 'offset erasesize numblocks')),
  command('MEMGETBADBLOCK MEMSETBADBLOCK', ref(u64)),
  command('OTPSELECT', ref(enumeration(constants.mtd_otp))),
  command('OTPGETREGIONINFO', outStruct(otp)),
  command('OTPLOCK', ptr(otp)),
  command('MTDFILEMODE', enumeration(constants.mtd_file_modes, 'ulong')),
  command('MEMWRITE', ptr(write)),
  command('MEMGETOOBSEL', outStruct(oobSelection)),
  command('ECCGETLAYOUT', outStruct(eccLayout)),
  command('ECCGETSTATS', outStruct(eccStatistics)),
  command('UBI_IOCVOLCRBLK UBI_IOCVOLRMBLK'),
  command('UBI_IOCMKVOL', inout(ptr(makeVolume), ref(int))),
  command('UBI_IOCRSVOL', ptr(resizeVolume)),
  command('UBI_IOCRNVOL', ptr(renameVolumes)),
  command('UBI_IOCEBCH', ptr(changeBlock)),
  command('UBI_IOCEBMAP', ptr(mapBlock)),
  command('UBI_IOCSETVOLPROP', ptr(property)),
  command('UBI_IOCATT', inout(ptr(attach), ref(int))),
  command('UBI_IOCVOLUP', ref(i64)),
  command('UBI_IOCRMVOL UBI_IOCDET UBI_IOCEBER UBI_IOCEBUNMAP UBI_IOCEBISMAP UBI_IOCRPEB UBI_IOCSPEB', ref(int)),
];
