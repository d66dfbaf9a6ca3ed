/* fanotify, quotas, and the calls that configure mounts. */
#include "family.h"
#include <linux/dqblk_xfs.h>
#include <linux/fcntl.h>
#include <linux/mount.h>
#include <linux/quota.h>
#include <sys/fanotify.h>
static void fanotify(char *end) {
  CALL(fanotify_init, 0, 0);
  CALL(fanotify_init, FAN_CLASS_CONTENT | FAN_CLOEXEC | FAN_NONBLOCK | FAN_UNLIMITED_QUEUE | FAN_UNLIMITED_MARKS | FAN_ENABLE_AUDIT, 0x8042);
  CALL(fanotify_init, FAN_CLASS_PRE_CONTENT | FAN_REPORT_TID | FAN_REPORT_FID | FAN_REPORT_DIR_FID | FAN_REPORT_NAME | FAN_REPORT_PIDFD | FAN_REPORT_TARGET_FID, 0x80000);
  CALL(fanotify_init, 0xc, 3);
  CALL(fanotify_init, 0xffffffff, 0xffffffff);
  CALL(fanotify_init, 0x100000000, 0x100000001);
  int fd = (int)CALL(fanotify_init, 0, 0);
  CALL(fanotify_mark, fd, FAN_MARK_ADD, FAN_OPEN | FAN_CLOSE, AT_FDCWD, "/tmp");
  CALL(fanotify_mark, fd, FAN_MARK_REMOVE | FAN_MARK_DONT_FOLLOW | FAN_MARK_ONLYDIR | FAN_MARK_MOUNT, 0x3b, AT_FDCWD, 0);
  CALL(fanotify_mark, fd, FAN_MARK_FLUSH | FAN_MARK_FILESYSTEM, 0, -1, NOWHERE);
  CALL(fanotify_mark, -1, 0xffffffff, -1L, -100, "/tmp");
  CALL(fanotify_mark, -1, 0xf0000000, 0x8000000000000000, -100, "/tmp");
  CALL(fanotify_mark, -1, FAN_MARK_IGNORE | FAN_MARK_EVICTABLE | FAN_MARK_IGNORED_MASK | FAN_MARK_IGNORED_SURV_MODIFY, FAN_ALL_EVENTS | FAN_ONDIR | FAN_EVENT_ON_CHILD | FAN_RENAME | FAN_FS_ERROR | FAN_OPEN_PERM | FAN_ACCESS_PERM | FAN_OPEN_EXEC_PERM | FAN_Q_OVERFLOW, 99, "name");
}
static void quotas(char *end) {
  static struct if_dqblk block = {1, 2, 3, 4, 5, 6, 7, 8, 0xff};
  static struct if_nextdqblk next = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10};
  static struct if_dqinfo info = {1, 2, 3, 0xff};
  static fs_disk_quota_t xfs = {.d_version = 1, .d_flags = 0xf, .d_fieldmask = 0xffff, .d_id = 7, .d_blk_hardlimit = 1, .d_blk_softlimit = 2, .d_ino_hardlimit = 3, .d_ino_softlimit = 4, .d_bcount = 5, .d_icount = 6, .d_itimer = 7, .d_btimer = 8, .d_iwarns = 9, .d_bwarns = 10, .d_rtb_hardlimit = 11, .d_rtb_softlimit = 12, .d_rtbcount = 13, .d_rtbtimer = 14, .d_rtbwarns = 15};
  static fs_quota_stat_t stat = {1};
  unsigned flags = 0x3f, format = 2;
  unsigned commands[] = {Q_SYNC, Q_QUOTAON, Q_QUOTAOFF, Q_GETFMT, Q_GETINFO, Q_SETINFO, Q_GETQUOTA, Q_SETQUOTA, Q_GETNEXTQUOTA, Q_XQUOTAON, Q_XQUOTAOFF, Q_XGETQUOTA, Q_XSETQLIM, Q_XGETQSTAT, Q_XQUOTARM, Q_XQUOTASYNC, Q_XGETQSTATV, Q_XGETNEXTQUOTA, 0x123456};
  void *addresses[] = {0, "/aquota", 0, &format, &info, &info, &block, &block, &next, &flags, &flags, &xfs, &xfs, &stat, &flags, 0, &stat, &xfs, end};
  for (int i = 0; i < 19; i++) for (int type = 0; type < 4; type++) {
    CALL(quotactl, QCMD(commands[i], type), "/dev/sda1", type == 1 ? -1 : 1000, addresses[i]);
    if (type == 0) CALL(quotactl, QCMD(commands[i], type), NOWHERE, 2, NOWHERE), CALL(quotactl, QCMD(commands[i], type), 0, 2, 0), CALL(quotactl_fd, -1, QCMD(commands[i], type), 1000, addresses[i]);
  }
  CALL(quotactl, QCMD(Q_QUOTAON, 0), "/dev/sda1", 99, "/aquota");
  CALL(quotactl, QCMD(Q_XGETQSTATV, 0), "/dev/sda1", 99, "\2");
  CALL(quotactl, 0xffffffff, "/dev/sda1", 99, 5);
}
static void mounts(char *end) {
  int fs = (int)CALL(fsopen, "tmpfs", FSOPEN_CLOEXEC);
  CALL(fsopen, NOWHERE, 0xff);
  CALL(fsconfig, fs, FSCONFIG_SET_FLAG, "ro", 0, 0);
  CALL(fsconfig, fs, FSCONFIG_SET_FLAG, "ro", "x", 5);
  CALL(fsconfig, fs, FSCONFIG_SET_STRING, "size", "1m", 0);
  CALL(fsconfig, -1, FSCONFIG_SET_STRING, NOWHERE, NOWHERE, 7);
  CALL(fsconfig, -1, FSCONFIG_SET_BINARY, "key", "\1\2\3", 3);
  CALL(fsconfig, -1, FSCONFIG_SET_BINARY, "key", "0123456789012345678901234567890123456789", 40);
  CALL(fsconfig, -1, FSCONFIG_SET_BINARY, 0, NOWHERE, 3);
  CALL(fsconfig, -1, FSCONFIG_SET_PATH, "key", "/path", AT_FDCWD);
  CALL(fsconfig, -1, FSCONFIG_SET_PATH_EMPTY, "key", "", 5);
  CALL(fsconfig, -1, FSCONFIG_SET_FD, "key", 0, 5);
  CALL(fsconfig, -1, FSCONFIG_SET_FD, "key", 6, -1);
  CALL(fsconfig, fs, FSCONFIG_CMD_CREATE, 0, 0, 0);
  CALL(fsconfig, -1, FSCONFIG_CMD_CREATE, "a", "b", 3);
  CALL(fsconfig, -1, FSCONFIG_CMD_RECONFIGURE, "a", 0, -1);
  CALL(fsconfig, -1, 8, "a", "b", -1);
  CALL(fsconfig, -1, 99, "a", "b", -1);
  CALL(fsmount, fs, FSMOUNT_CLOEXEC, MOUNT_ATTR_RDONLY | MOUNT_ATTR_NOSUID);
  CALL(fsmount, -1, 0xff, 0xffffffff);
  CALL(fspick, AT_FDCWD, "/nope", 0xff);
  CALL(open_tree, AT_FDCWD, "/nope", OPEN_TREE_CLONE | 0x8000 | AT_EMPTY_PATH);
  CALL(move_mount, -1, "/a", AT_FDCWD, "/b", 0x777);
  struct mount_attr attr = {MOUNT_ATTR_RDONLY, MOUNT_ATTR_NOEXEC | MOUNT_ATTR_RELATIME, 0x40000, 5}, odd = {-1, 0x70, 0x1100000, 77};
  struct { struct mount_attr a; unsigned long more; } bigger = {attr, 0}, biggest = {odd, 1};
  CALL(mount_setattr, AT_FDCWD, "/nope", AT_EMPTY_PATH, &attr, sizeof attr);
  CALL(mount_setattr, -1, NOWHERE, 0xffffffff, &odd, sizeof odd);
  CALL(mount_setattr, -1, "/nope", AT_RECURSIVE, &attr, 31);
  CALL(mount_setattr, -1, "/nope", AT_RECURSIVE | AT_SYMLINK_NOFOLLOW, &bigger, 40);
  CALL(mount_setattr, -1, "/nope", 0, &biggest, 40);
  CALL(mount_setattr, -1, "/nope", 0, at_edge(&attr, 32), 40);
  CALL(mount_setattr, -1, "/nope", 0, across_edge(&attr, 32), 32);
  CALL(mount_setattr, -1, "/nope", 0, NOWHERE, -1L);
  attr.attr_clr = MOUNT_ATTR__ATIME; attr.attr_set = MOUNT_ATTR_STRICTATIME | MOUNT_ATTR_IDMAP; attr.propagation = 0x104000;
  CALL(mount_setattr, -1, "/nope", 0, &attr, 32);
  attr.attr_set = MOUNT_ATTR_NOATIME; attr.attr_clr = 0; attr.propagation = 0;
  CALL(mount_setattr, -1, "/nope", 0, &attr, 32);
}
int main(void) {
  CALL(close_range, 3, LOW_BITS, 0);
  char *end = edge_page() + 4096;
  fanotify(end);
  quotas(end);
  mounts(end);
  return 0;
}
