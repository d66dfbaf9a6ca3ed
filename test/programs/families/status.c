/* What is known of files: stat, statx, statfs, directory entries. */
#include "family.h"
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/vfs.h>

int main(void) {
  CALL(close_range, 3, LOW_BITS, 0);
  char *page = edge_page();
  struct stat status;
  struct statx more;
  struct statfs system;
  CALL(stat, "/etc/passwd", &status);
  CALL(stat, "/dev/null", &status);
  CALL(stat, "/nope", &status);
  CALL(stat, "/etc", 1);
  CALL(stat, 0, 0);
  CALL(fstat, 99, &status);
  CALL(lstat, "/etc/mtab", &status);
  CALL(newfstatat, AT_FDCWD, "/etc", &status, AT_SYMLINK_NOFOLLOW);
  CALL(newfstatat, 3, "", &status, AT_EMPTY_PATH | 0x80000);
  CALL(newfstatat, AT_FDCWD, "/etc", page + 4088, AT_SYMLINK_NOFOLLOW | AT_NO_AUTOMOUNT);
  CALL(statx, AT_FDCWD, "/etc", 0, 0x7ff, &more);
  CALL(statx, AT_FDCWD, "/dev/null", AT_SYMLINK_NOFOLLOW | 0x2000, 0xfff, &more);
  CALL(statx, -1, 0, 0x6001, 0x80000000, 0);
  CALL(statx, -1, "", 0x4000, 0, 1);
  CALL(statfs, "/proc", &system);
  CALL(statfs, "/dev/pts", &system);
  CALL(statfs, "/nope", &system);
  CALL(fstatfs, 99, &system);
  CALL(statfs, "/proc", 1);
  mkdir("folder", 0755);
  CLOSE(open("folder/line\nfeed", O_CREAT, 0600));
  int folder = open("folder", O_RDONLY | O_DIRECTORY);
  CALL(getdents64, folder, page, 4096);
  CALL(getdents64, folder, page, 4096);
  CALL(getdents64, folder, 0, 1);
  CALL(lseek, folder, 0, SEEK_SET);
  CALL(getdents, folder, page, 4096);
  CALL(getdents, folder, page, 4096);
  CALL(getdents64, 99, page, 32768);
  return 0;
}
