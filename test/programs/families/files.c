/* Files by name: opening, links, directories, modes, owners, times, attributes, file systems. Run as root it changes nothing
 * outside of the working directory: /nope does not exist, and nothing creates it. */
#include "family.h"
#include <fcntl.h>
#include <linux/openat2.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/vfs.h>
#include <sys/xattr.h>
#include <utime.h>

static void opening(char *page) {
  char *end = page + 4096;
  memset(page, 0, 4096);
  CALL(openat, AT_FDCWD, "/dev/null", O_RDONLY);
  CALL(openat, AT_FDCWD, "a<b>\n\t\1772\033\0337\200", (unsigned)O_CREAT | 3, 0100644);
  CALL(openat, AT_FDCWD, NULL, LOW_BITS, 0);
  CALL(openat, -5, "x", O_TMPFILE | O_RDWR, 01777);
  CALL(openat, AT_FDCWD, end - 3, 0);
  CALL(openat, AT_FDCWD, memset(end - 3, 'x', 3), 0);
  CALL(openat, AT_FDCWD, 1, 0x40000000);
  CALL(open, "/nope/x", O_WRONLY | O_EXCL | O_CREAT, 0);
  CALL(creat, "/nope/x", 07777);
  memset(page, 0, 4096);
  struct open_how how = {O_RDWR | O_CREAT, 0644, RESOLVE_BENEATH | 0x80};
  CALL(openat2, AT_FDCWD, "/nope", &how, sizeof how);
  how = (struct open_how){0, 0, 0};
  CALL(openat2, AT_FDCWD, "/nope", &how, 16);
  CALL(openat2, AT_FDCWD, "/nope", &how, 24);
  how = (struct open_how){0x8000000000, 0777, 0};
  CALL(openat2, 3, "/nope", &how, 24);
  CALL(openat2, 3, "/nope", 1, 24);
  CALL(openat2, 3, "/nope", 0, 24);
  CALL(openat2, 3, "/nope", end - 24, 24);
  CALL(openat2, 3, "/nope", end - 24, 25);
  page[30] = 5;
  CALL(openat2, -1, "/nope", page, 32);
  CALL(openat2, -1, "/nope", page, 60);
  memset(page, 0, 64);
}

static void names(char *page) {
  CALL(access, "/tmp", 7);
  CALL(access, "/nope", 0);
  CALL(access, "/nope", 0x18);
  CALL(faccessat, AT_FDCWD, "/nope", R_OK);
  CALL(faccessat2, AT_FDCWD, "/nope", 0, AT_EACCESS | 1);
  symlink("target", "link");
  CALL(readlink, "link", page, 300);
  CALL(readlinkat, AT_FDCWD, "link", page, 3);
  CALL(readlink, "/nope", page, 5);
  CALL(readlink, "link", page, ALL_BITS);
  CALL(readlink, "link", 1, 10);
  CALL(unlink, "nope");
  CALL(unlinkat, AT_FDCWD, "nope", AT_REMOVEDIR | 1);
  CALL(rename, "nope", "b");
  CALL(renameat, 1, "nope", 2, "b");
  CALL(renameat2, AT_FDCWD, "nope", AT_FDCWD, "b", 9);
  CALL(link, "nope", "y");
  CALL(linkat, AT_FDCWD, "nope", AT_FDCWD, "y", AT_SYMLINK_FOLLOW | AT_EMPTY_PATH);
  CALL(symlinkat, "target", AT_FDCWD, "/nope/x");
  CALL(mkdir, "", 0);
  CALL(mkdirat, AT_FDCWD, "/nope/q", 01777);
  CALL(rmdir, "nope");
  CALL(mknod, "/nope/x", S_IFCHR | 0666, makedev(1, 3));
  CALL(mknodat, AT_FDCWD, "/nope/x", S_IFIFO | 0600, 5);
  CALL(mknodat, AT_FDCWD, "/nope/x", 0644, 0);
  CALL(mknodat, AT_FDCWD, "/nope/x", S_IFREG | 07777, 0);
  CALL(mknodat, AT_FDCWD, "/nope/x", 0170001, 0);
  CALL(chdir, "/nope");
  CALL(fchdir, 99);
  CALL(chroot, "/nope");
  CALL(getcwd, page, 2);
  CALL(umask, -1);
  CALL(umask, 022);
  CALL(umask, 022);
}

static void attributes(char *page) {
  char *end = page + 4096;
  CALL(chmod, "nope", 04755);
  CALL(fchmod, 99, 0x1ffff);
  CALL(fchmodat, AT_FDCWD, "nope", 0);
  CALL(chown, "nope", -1, 0);
  CALL(lchown, "nope", 1, -1);
  CALL(fchown, 99, 0x7fffffff, 0x80000000);
  CALL(fchownat, AT_FDCWD, "nope", 0, 0, AT_SYMLINK_NOFOLLOW);
  CALL(truncate, "nope", -1L);
  CALL(truncate, "nope", 1L << 40);
  CALL(ftruncate, 99, 5);
  struct timespec times[2] = {{1700000000, 5}, {0, UTIME_NOW}};
  CALL(utimensat, AT_FDCWD, "nope", times, 0);
  times[0] = (struct timespec){3, UTIME_OMIT};
  times[1] = (struct timespec){5, -1};
  CALL(utimensat, AT_FDCWD, 0, times, AT_SYMLINK_NOFOLLOW);
  CALL(utimensat, 99, 0, 0, 0);
  CALL(utimensat, 99, "nope", end - 16, 0);
  CALL(utimensat, 99, "nope", 1, 0);
  struct timeval micros[2] = {{1700000000, 5}, {5, 99999999}};
  CALL(utimes, "nope", micros);
  CALL(utimes, "nope", 0);
  CALL(futimesat, AT_FDCWD, "nope", micros);
  struct utimbuf seconds = {1, 1700000000};
  CALL(utime, "nope", &seconds);
  CALL(utime, "nope", 1);
  int file = (int)CALL(openat, AT_FDCWD, "attributes", O_CREAT | O_RDWR, 0600);
  CALL(setxattr, "nope", "user.b", "0123456789012345678901234567890123456789", 40, XATTR_CREATE);
  CALL(setxattr, "nope", "user.b", 0, 0, XATTR_REPLACE | 4);
  CALL(lsetxattr, "/nope", "trusted.x", 1, 5, 0);
  CALL(fsetxattr, file, "user.a", "va\0l", 4, 0);
  CALL(getxattr, "attributes", "user.a", page, 300);
  CALL(getxattr, "attributes", "user.a", 0, 0);
  CALL(getxattr, "attributes", "user.a", page, 1);
  CALL(fgetxattr, file, "user.none", page, 10);
  CALL(listxattr, "attributes", page, 300);
  CALL(flistxattr, file, page, 2);
  CALL(llistxattr, "attributes", 0, 0);
  CALL(removexattr, "attributes", "user.none");
  CALL(lremovexattr, "attributes", 0);
  CALL(fremovexattr, file, "user.a");
  CLOSE(file);
}

static void systems(void) {
  CALL(mount, "none", "/nope", "tmpfs", MS_RDONLY | MS_NOSUID, "size=1k");
  CALL(mount, 0, "/nope", 0, MS_REMOUNT | MS_BIND, 0);
  CALL(mount, "a", "/nope", "ext4", MS_MGC_VAL | 1, "options");
  CALL(mount, "a", "/nope", "ext4", MS_MGC_VAL, 1);
  CALL(mount, 1, "/nope", 2, 0x100000000, 3);
  CALL(umount2, "/nope", MNT_DETACH | MNT_FORCE);
  CALL(umount2, "/nope", 0);
  CALL(pivot_root, "a", "b");
  CALL(swapon, "/nope", 0x8000 | 5);
  CALL(swapon, "/nope", 0x10000);
  CALL(swapon, "/nope", 7);
  CALL(swapoff, "/nope");
  CALL(acct, "/nope/x");
  CALL(syncfs, 99);
  CALL(fsync, 99);
  CALL(fdatasync, 99);
  CALL(sync_file_range, 99, 1, 2, 7 | 8);
  CALL(fallocate, 99, 3, 0, 100);
  CALL(fallocate, 99, 0x80, -1L, 5);
  CALL(fadvise64, 99, 0, 0, 4);
  CALL(fadvise64, 99, 1, 2, 9);
  CALL(readahead, 99, 5, 6);
  CALL(flock, 99, 6);
  CALL(flock, 99, 0x80);
  unsigned handle[40] = {0};
  int mount_id;
  CALL(name_to_handle_at, AT_FDCWD, "/", handle, &mount_id, AT_SYMLINK_FOLLOW);
  handle[0] = 128;
  CALL(name_to_handle_at, AT_FDCWD, "/nope", handle, &mount_id, 0);
  CALL(name_to_handle_at, AT_FDCWD, "/", 1, &mount_id, 0);
  handle[0] = 4;
  CALL(open_by_handle_at, 99, handle, O_RDWR);
}

int main(void) {
  CALL(close_range, 3, LOW_BITS, 0);
  char *page = edge_page();
  opening(page);
  names(page);
  attributes(page);
  systems();
  return 0;
}
