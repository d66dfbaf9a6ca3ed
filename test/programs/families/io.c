/* Descriptors: reading, writing, vectors, duplicating, fcntl, splicing, notification. */
#include "family.h"
#include <fcntl.h>
#include <signal.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/inotify.h>
#include <sys/uio.h>

static void bytes(char *page, int r, int w) {
  char *end = page + 4096;
  CALL(write, w, "hello\0world\n", 12);
  CALL(read, r, page, 5);
  CALL(read, r, page, 100);
  CALL(read, r, page, 100);
  CALL(read, 99, page, 3);
  CALL(read, r, 0, 0);
  CALL(read, r, 1, 5);
  CALL(write, 99, "01234567890123456789012345678901", 32);
  CALL(write, 99, "012345678901234567890123456789012", 33);
  CALL(write, 99, memset(end - 5, 0, 5), 5);
  CALL(write, 99, "", 0);
  CALL(write, 99, 0, 5);
  CALL(write, 99, "\0001\0008\1a\177\200\"\\\t\v\f\r", 17);
  CALL(pread64, 99, page, 4, -1L);
  CALL(pwrite64, 99, "x", 1, 1L << 40);
}

static void vectors(char *page, int r, int w, int file) {
  struct iovec in[3] = {{page, 3}, {page + 100, 4}, {page + 200, 50}};
  struct iovec odd[3] = {{"abc", 3}, {0, 5}, {(void *)1, 4}};
  CALL(write, w, "hello\0world\n", 12);
  CALL(readv, r, in, 3);
  CALL(write, w, "ab", 2);
  CALL(readv, r, in, 3);
  CALL(readv, r, in, 3);
  CALL(readv, 99, in, 2);
  CALL(readv, r, in, 0);
  CALL(readv, r, 1, 1);
  CALL(writev, 99, odd, 3);
  CALL(writev, 99, odd, 0);
  CALL(writev, 99, at_edge(odd, 16), 2);
  CALL(writev, 99, 5, 2);
  CALL(pwrite64, file, "0123456789", 10, 0);
  CALL(preadv, file, in, 2, 2, 0);
  CALL(preadv2, file, in, 3, 0, 0, 2);
  CALL(preadv2, file, in, 3, -1L, -1L, 0);
  CALL(pwritev, 99, in, 2, 1L << 33, 0);
  CALL(pwritev2, 99, in, 1, 0xffffffffL, 1, 0x10000001);
  CALL(vmsplice, 99, in, 1, 8);
}

static void duplicates(int file) {
  CALL(lseek, file, -1L, SEEK_END);
  CALL(lseek, file, 5, 77);
  CALL(dup, file);
  CALL(dup2, file, 20);
  CALL(dup3, file, 21, O_CLOEXEC);
  CALL(dup3, file, 21, O_CLOEXEC | 1);
  CALL(dup, 99);
  CALL(close, 20);
  CALL(close, -1);
  CALL(close_range, 100, LOW_BITS, 14);
  CALL(fcntl, file, F_DUPFD, 40);
  CALL(fcntl, file, F_DUPFD_CLOEXEC, 50);
  CALL(fcntl, file, F_GETFD);
  CALL(fcntl, 21, F_GETFD);
  CALL(fcntl, file, F_SETFD, FD_CLOEXEC);
  CALL(fcntl, file, F_GETFL);
  CALL(fcntl, file, F_SETFL, O_APPEND | O_NONBLOCK);
  struct flock lock = {F_WRLCK, SEEK_SET, 0, 5, 0};
  CALL(fcntl, file, F_SETLK, &lock);
  CALL(fcntl, file, F_GETLK, &lock);
  lock.l_start = -4;
  CALL(fcntl, file, F_GETLK, &lock);
  lock.l_type = 9;
  lock.l_whence = 7;
  CALL(fcntl, file, F_OFD_SETLK, &lock);
  CALL(fcntl, file, F_OFD_GETLK, &lock);
  CALL(fcntl, file, F_SETLK, 1);
  CALL(fcntl, file, F_GETLK, 0);
  CALL(fcntl, file, F_GETOWN);
  CALL(fcntl, file, F_SETSIG, SIGUSR1);
  CALL(fcntl, file, F_GETSIG);
  struct f_owner_ex owner = {F_OWNER_TID, 0};
  CALL(fcntl, file, F_SETOWN_EX, &owner);
  CALL(fcntl, file, F_GETOWN_EX, &owner);
  CALL(fcntl, file, F_GETOWN_EX, 1);
  CALL(fcntl, file, F_SETLEASE, F_RDLCK);
  CALL(fcntl, file, F_GETLEASE);
  CALL(fcntl, file, F_NOTIFY, DN_ACCESS | DN_MULTISHOT);
  CALL(fcntl, 99, F_ADD_SEALS, F_SEAL_SEAL | F_SEAL_GROW);
  CALL(fcntl, file, 1000, 7);
  CALL(fcntl, file, 1000, 0);
}

static void moving(int r, int w, int file) {
  loff_t in = 3, out = 4;
  CALL(fcntl, file, F_SETFL, 0);
  CALL(splice, file, &in, w, 0, 5, 3);
  CALL(splice, r, 0, file, &out, 5, 0);
  CALL(splice, r, 1, file, 0, 5, 0x80);
  CALL(tee, r, w, 5, 2);
  CALL(sendfile, w, file, &in, 2);
  CALL(sendfile, w, file, 0, 1);
  CALL(sendfile, 99, file, &in, ALL_BITS);
  CALL(sendfile, w, file, 1, 5);
  CALL(copy_file_range, file, &in, 99, &out, 3, 0);
  CALL(copy_file_range, file, 0, file, 0, 3, 1);
  int watcher = (int)CALL(inotify_init1, IN_NONBLOCK | IN_CLOEXEC);
  CALL(inotify_add_watch, watcher, "/etc", IN_CREATE | IN_DELETE | IN_ONLYDIR);
  CALL(inotify_add_watch, watcher, "/nope", IN_ALL_EVENTS | 0x80000);
  CALL(inotify_rm_watch, watcher, 77);
  CALL(eventfd2, 5, EFD_NONBLOCK | EFD_SEMAPHORE);
  CALL(eventfd2, 1, 0x80000001);
  CALL(eventfd, 7);
}

int main(void) {
  CALL(close_range, 3, LOW_BITS, 0);
  char *page = edge_page();
  int ends[2];
  CALL(pipe, ends);
  CALL(pipe2, 1, O_CLOEXEC);
  CALL(pipe2, ends, 1);
  CALL(pipe2, ends, O_NONBLOCK | O_CLOEXEC);
  int file = (int)CALL(openat, AT_FDCWD, "io", O_RDWR | O_CREAT | O_TRUNC, 0600);
  bytes(page, ends[0], ends[1]);
  vectors(page, ends[0], ends[1], file);
  duplicates(file);
  moving(ends[0], ends[1], file);
  return 0;
}
