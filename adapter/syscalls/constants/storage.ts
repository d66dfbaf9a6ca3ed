/** Block, loop, flash, optical and other storage devices: sets of constants, one a flag argument or field. Order is the order of printing. */
import { set } from './define.js';

export const storageSets = {
  blkpg_ops: set('BLKPG_???', 'linux/blkpg.h', 'BLKPG_ADD_PARTITION BLKPG_DEL_PARTITION BLKPG_RESIZE_PARTITION'),
  blk_zone_report_flags: set('BLK_ZONE_REP_???', 'linux/blkzoned.h', 'BLK_ZONE_REP_CAPACITY'),
  blk_zone_types: set('BLK_ZONE_TYPE_???', 'linux/blkzoned.h', 'BLK_ZONE_TYPE_CONVENTIONAL BLK_ZONE_TYPE_SEQWRITE_REQ BLK_ZONE_TYPE_SEQWRITE_PREF'),
  blk_zone_conditions: set(
    'BLK_ZONE_COND_???',
    'linux/blkzoned.h',
    `
    BLK_ZONE_COND_NOT_WP BLK_ZONE_COND_EMPTY BLK_ZONE_COND_IMP_OPEN BLK_ZONE_COND_EXP_OPEN BLK_ZONE_COND_CLOSED BLK_ZONE_COND_READONLY
    BLK_ZONE_COND_FULL BLK_ZONE_COND_OFFLINE
    `,
  ),
  hdio_busstates: set('BUSSTATE_???', 'linux/hdreg.h', 'BUSSTATE_OFF BUSSTATE_ON BUSSTATE_TRISTATE'),
  hdio_nice: set('IDE_NICE_???', 'linux/hdreg.h', 'IDE_NICE_DSC_OVERLAP IDE_NICE_ATAPI_OVERLAP IDE_NICE_1 IDE_NICE_0 IDE_NICE_2'),
  loop_flags: set(
    'LO_FLAGS_???',
    'linux/loop.h LO_FLAGS_USE_AOPS=2',
    'LO_FLAGS_READ_ONLY LO_FLAGS_USE_AOPS LO_FLAGS_AUTOCLEAR LO_FLAGS_PARTSCAN LO_FLAGS_DIRECT_IO',
  ),
  loop_crypt: set(
    'LO_CRYPT_???',
    'linux/loop.h',
    `
    LO_CRYPT_NONE LO_CRYPT_XOR LO_CRYPT_DES LO_CRYPT_FISH2 LO_CRYPT_BLOW LO_CRYPT_CAST128 LO_CRYPT_IDEA LO_CRYPT_DUMMY LO_CRYPT_SKIPJACK
    LO_CRYPT_CRYPTOAPI
    `,
  ),
  nbd_flags: set(
    'NBD_IOC_FLAG_???',
    'linux/nbd.h NBD_FLAG_ROTATIONAL=16 NBD_FLAG_SEND_WRITE_ZEROES=64 NBD_FLAG_SEND_DF=128 NBD_FLAG_SEND_RESIZE=512 NBD_FLAG_SEND_CACHE=1024',
    `
    NBD_FLAG_HAS_FLAGS NBD_FLAG_READ_ONLY NBD_FLAG_SEND_FLUSH NBD_FLAG_SEND_FUA NBD_FLAG_ROTATIONAL NBD_FLAG_SEND_TRIM NBD_FLAG_SEND_WRITE_ZEROES
    NBD_FLAG_SEND_DF NBD_FLAG_CAN_MULTI_CONN NBD_FLAG_SEND_RESIZE NBD_FLAG_SEND_CACHE
    `,
  ),
  mtd_types: set('MTD_???', 'mtd/mtd-abi.h', 'MTD_ABSENT MTD_RAM MTD_ROM MTD_NORFLASH MTD_NANDFLASH MTD_DATAFLASH MTD_UBIVOLUME MTD_MLCNANDFLASH'),
  mtd_flags: set('MTD_???', 'mtd/mtd-abi.h', 'MTD_WRITEABLE MTD_BIT_WRITEABLE MTD_NO_ERASE MTD_POWERUP_LOCK MTD_SLC_ON_MLC_EMULATION'),
  mtd_otp: set('MTD_OTP_???', 'mtd/mtd-abi.h', 'MTD_OTP_OFF MTD_OTP_FACTORY MTD_OTP_USER'),
  mtd_ops_modes: set('MTD_OPS_???', 'mtd/mtd-abi.h', 'MTD_OPS_PLACE_OOB MTD_OPS_AUTO_OOB MTD_OPS_RAW'),
  mtd_file_modes: set('MTD_FILE_MODE_???', 'mtd/mtd-abi.h', 'MTD_FILE_MODE_NORMAL MTD_FILE_MODE_OTP_FACTORY MTD_FILE_MODE_OTP_USER MTD_FILE_MODE_RAW'),
  mtd_nandecc: set('MTD_NANDECC_???', 'mtd/mtd-abi.h', 'MTD_NANDECC_OFF MTD_NANDECC_PLACE MTD_NANDECC_AUTOPLACE MTD_NANDECC_PLACEONLY MTD_NANDECC_AUTOPL_USR'),
  ubi_volume_types: set('UBI_???_VOLUME', 'mtd/ubi-user.h', 'UBI_DYNAMIC_VOLUME UBI_STATIC_VOLUME'),
  ubi_volume_flags: set('UBI_VOL_???', 'mtd/ubi-user.h', 'UBI_VOL_SKIP_CRC_CHECK_FLG'),
  ubi_volume_properties: set('UBI_VOL_PROP_???', 'mtd/ubi-user.h', 'UBI_VOL_PROP_DIRECT_WRITE'),
  ubi_data_types: set('UBI_???', 'mtd/ubi-user.h UBI_LONGTERM=1 UBI_SHORTTERM=2 UBI_UNKNOWN=3', 'UBI_LONGTERM UBI_SHORTTERM UBI_UNKNOWN'),
  dm_flags: set(
    'DM_???',
    // DM_EXISTS_FLAG was there once (linux/dm-ioctl.h of Linux 2.6).
    'linux/dm-ioctl.h DM_EXISTS_FLAG=4',
    `
    DM_READONLY_FLAG DM_SUSPEND_FLAG DM_EXISTS_FLAG DM_PERSISTENT_DEV_FLAG DM_STATUS_TABLE_FLAG DM_ACTIVE_PRESENT_FLAG DM_INACTIVE_PRESENT_FLAG DM_BUFFER_FULL_FLAG
    DM_SKIP_BDGET_FLAG DM_SKIP_LOCKFS_FLAG DM_NOFLUSH_FLAG DM_QUERY_INACTIVE_TABLE_FLAG DM_UEVENT_GENERATED_FLAG DM_UUID_FLAG DM_SECURE_DATA_FLAG
    DM_DATA_OUT_FLAG DM_DEFERRED_REMOVE DM_INTERNAL_SUSPEND_FLAG DM_IMA_MEASUREMENT_FLAG
    `,
  ),
  sg_scsi_resets: set(
    'SG_SCSI_RESET_???',
    'stddef.h scsi/sg.h SG_SCSI_RESET_TARGET=4 SG_SCSI_RESET_NO_ESCALATE=0x100',
    'SG_SCSI_RESET_NOTHING SG_SCSI_RESET_DEVICE SG_SCSI_RESET_BUS SG_SCSI_RESET_HOST SG_SCSI_RESET_TARGET SG_SCSI_RESET_NO_ESCALATE',
  ),
  // glibc's scsi/sg.h is older than the kernel's (include/scsi/sg.h).
  sg_flags: set(
    'SG_FLAG_???',
    'stddef.h scsi/sg.h SG_FLAG_UNUSED_LUN_INHIBIT=2 SG_FLAG_MMAP_IO=4 SG_FLAG_Q_AT_TAIL=0x10 SG_FLAG_Q_AT_HEAD=0x20',
    'SG_FLAG_DIRECT_IO SG_FLAG_UNUSED_LUN_INHIBIT SG_FLAG_MMAP_IO SG_FLAG_NO_DXFER SG_FLAG_Q_AT_TAIL SG_FLAG_Q_AT_HEAD',
  ),
  sg_info: set('SG_INFO_???', 'stddef.h scsi/sg.h', 'SG_INFO_CHECK SG_INFO_DIRECT_IO SG_INFO_MIXED_IO'),
  sg_directions: set('SG_DXFER_???', 'stddef.h scsi/sg.h', 'SG_DXFER_NONE SG_DXFER_TO_DEV SG_DXFER_FROM_DEV SG_DXFER_TO_FROM_DEV'),
  bsg_protocols: set('BSG_PROTOCOL_???', 'linux/bsg.h', 'BSG_PROTOCOL_SCSI'),
  bsg_subprotocols: set('BSG_SUB_PROTOCOL_???', 'linux/bsg.h', 'BSG_SUB_PROTOCOL_SCSI_CMD BSG_SUB_PROTOCOL_SCSI_TMF BSG_SUB_PROTOCOL_SCSI_TRANSPORT'),
  bsg_flags: set('BSG_FLAG_???', 'linux/bsg.h', 'BSG_FLAG_Q_AT_TAIL BSG_FLAG_Q_AT_HEAD'),
} as const;
