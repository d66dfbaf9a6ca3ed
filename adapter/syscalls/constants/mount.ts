/** Mounting, swap and quota: sets of constants, one a flag argument or field. Order is the order of printing. */
import { set } from './define.js';

export const mountSets = {
  mount_flags: set(
    'MS_???',
    'linux/mount.h',
    `
    MS_RDONLY MS_NOSUID MS_NODEV MS_NOEXEC MS_SYNCHRONOUS MS_REMOUNT MS_MANDLOCK MS_DIRSYNC MS_NOSYMFOLLOW MS_NOATIME MS_NODIRATIME
    MS_BIND MS_MOVE MS_REC MS_SILENT MS_POSIXACL MS_UNBINDABLE MS_PRIVATE MS_SLAVE MS_SHARED MS_RELATIME MS_KERNMOUNT MS_I_VERSION
    MS_STRICTATIME MS_LAZYTIME MS_SUBMOUNT MS_NOREMOTELOCK MS_NOSEC MS_BORN MS_ACTIVE MS_NOUSER
    `,
  ),
  mount_magic: set('MS_???', 'linux/mount.h', 'MS_MGC_VAL'),
  umount_flags: set('MNT_???', '_GNU_SOURCE=1 sys/mount.h', 'MNT_FORCE MNT_DETACH MNT_EXPIRE UMOUNT_NOFOLLOW'),
  open_tree_flags: set(
    'OPEN_TREE_???',
    'linux/mount.h linux/fcntl.h',
    `
    OPEN_TREE_CLONE OPEN_TREE_CLOEXEC AT_SYMLINK_NOFOLLOW AT_REMOVEDIR AT_SYMLINK_FOLLOW AT_NO_AUTOMOUNT AT_EMPTY_PATH AT_RECURSIVE
    `,
  ),
  move_mount_flags: set(
    'MOVE_MOUNT_???',
    'linux/mount.h',
    `
    MOVE_MOUNT_F_SYMLINKS MOVE_MOUNT_F_AUTOMOUNTS MOVE_MOUNT_F_EMPTY_PATH MOVE_MOUNT_T_SYMLINKS MOVE_MOUNT_T_AUTOMOUNTS MOVE_MOUNT_T_EMPTY_PATH
    MOVE_MOUNT_SET_GROUP MOVE_MOUNT_BENEATH
    `,
  ),
  fsopen_flags: set('FSOPEN_???', 'linux/mount.h', 'FSOPEN_CLOEXEC'),
  fspick_flags: set('FSPICK_???', 'linux/mount.h', 'FSPICK_CLOEXEC FSPICK_SYMLINK_NOFOLLOW FSPICK_NO_AUTOMOUNT FSPICK_EMPTY_PATH'),
  fsconfig_cmds: set(
    'FSCONFIG_???',
    'linux/mount.h',
    `
    FSCONFIG_SET_FLAG FSCONFIG_SET_STRING FSCONFIG_SET_BINARY FSCONFIG_SET_PATH FSCONFIG_SET_PATH_EMPTY FSCONFIG_SET_FD FSCONFIG_CMD_CREATE
    FSCONFIG_CMD_RECONFIGURE FSCONFIG_CMD_CREATE_EXCL
    `,
  ),
  fsmount_flags: set('FSMOUNT_???', 'linux/mount.h', 'FSMOUNT_CLOEXEC'),
  mount_attrs: set(
    'MOUNT_ATTR_???',
    'linux/mount.h',
    `
    MOUNT_ATTR_RDONLY MOUNT_ATTR_NOSUID MOUNT_ATTR_NODEV MOUNT_ATTR_NOEXEC MOUNT_ATTR_NOATIME MOUNT_ATTR_STRICTATIME MOUNT_ATTR_NODIRATIME
    MOUNT_ATTR_IDMAP MOUNT_ATTR_NOSYMFOLLOW
    `,
  ),
  fsmount_attrs: set(
    'MOUNT_ATTR_???',
    'linux/mount.h',
    `
    MOUNT_ATTR_RDONLY MOUNT_ATTR_NOSUID MOUNT_ATTR_NODEV MOUNT_ATTR_NOEXEC MOUNT_ATTR_NOATIME MOUNT_ATTR_STRICTATIME MOUNT_ATTR_NODIRATIME
    `,
  ),
  mount_propagation: set('MS_???', 'linux/mount.h', 'MS_UNBINDABLE MS_PRIVATE MS_SLAVE MS_SHARED'),
  mount_setattr_flags: set('AT_???', 'linux/fcntl.h', 'AT_SYMLINK_NOFOLLOW AT_NO_AUTOMOUNT AT_EMPTY_PATH AT_RECURSIVE'),
  swap_flags: set(
    'SWAP_FLAG_???',
    '_GNU_SOURCE=1 sys/swap.h SWAP_FLAG_DISCARD_ONCE=0x20000 SWAP_FLAG_DISCARD_PAGES=0x40000',
    'SWAP_FLAG_PREFER SWAP_FLAG_DISCARD SWAP_FLAG_DISCARD_ONCE SWAP_FLAG_DISCARD_PAGES',
  ),
  quota_cmds: set(
    'Q_???',
    '_GNU_SOURCE=1 linux/quota.h linux/dqblk_xfs.h',
    `
    Q_XQUOTAON Q_XQUOTAOFF Q_XGETQUOTA Q_XSETQLIM Q_XGETQSTAT Q_XQUOTARM Q_XQUOTASYNC Q_XGETQSTATV Q_XGETNEXTQUOTA Q_SYNC Q_QUOTAON Q_QUOTAOFF
    Q_GETFMT Q_GETINFO Q_SETINFO Q_GETQUOTA Q_SETQUOTA Q_GETNEXTQUOTA
    `,
  ),
  quota_types: set('???QUOTA', 'linux/quota.h', 'USRQUOTA GRPQUOTA PRJQUOTA'),
  quota_valid: set('QIF_???', 'linux/quota.h', 'QIF_BLIMITS QIF_SPACE QIF_ILIMITS QIF_INODES QIF_BTIME QIF_ITIME'),
  quota_info_flags: set('DQF_???', 'linux/quota.h', 'DQF_ROOT_SQUASH DQF_SYS_FILE'),
  quota_info_valid: set('IIF_???', 'linux/quota.h', 'IIF_BGRACE IIF_IGRACE IIF_FLAGS'),
  xfs_quota_flags: set('FS_???_QUOTA', 'linux/dqblk_xfs.h', 'FS_USER_QUOTA FS_PROJ_QUOTA FS_GROUP_QUOTA'),
  xfs_quota_state: set(
    'FS_QUOTA_???',
    'linux/dqblk_xfs.h',
    `
    FS_QUOTA_UDQ_ACCT FS_QUOTA_UDQ_ENFD FS_QUOTA_GDQ_ACCT FS_QUOTA_GDQ_ENFD FS_QUOTA_PDQ_ACCT FS_QUOTA_PDQ_ENFD
    `,
  ),
  quota_formats: set('QFMT_VFS_???', 'linux/quota.h', 'QFMT_VFS_OLD QFMT_VFS_V0 QFMT_OCFS2 QFMT_VFS_V1'),
} as const;
