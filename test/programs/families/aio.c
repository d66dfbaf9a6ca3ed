/* Asynchronous input and output of the kernel (io_setup and its kin). */
#include "family.h"
#include <fcntl.h>
#include <linux/aio_abi.h>
#include <poll.h>
#include <signal.h>
#include <sys/uio.h>
#include <time.h>
int main(void) {
  CALL(close_range, 3, LOW_BITS, 0);
  char *end = edge_page() + 4096;
  aio_context_t ctx = 0;
  CALL(io_setup, 0, 0);
  CALL(io_setup, -1, NOWHERE);
  CALL(io_setup, 0x100000000, end - 4);
  CALL(io_setup, 8, &ctx);
  int file = open("/tmp/aio.out", O_RDWR | O_CREAT | O_TRUNC, 0600);
  char data[8] = "abcdefg";
  struct iovec iov[2] = {{data, 3}, {data + 3, 4}};
  struct iocb write = {.aio_data = 0x1234, .aio_lio_opcode = IOCB_CMD_PWRITE, .aio_fildes = file, .aio_buf = (long)data, .aio_nbytes = 7, .aio_offset = 3};
  struct iocb read = {.aio_data = 0xfeedfacedeadbeef, .aio_lio_opcode = IOCB_CMD_PREAD, .aio_fildes = file, .aio_buf = (long)data, .aio_nbytes = 8, .aio_offset = 0, .aio_reqprio = 5, .aio_key = 9};
  struct iocb vector = {.aio_lio_opcode = IOCB_CMD_PWRITEV, .aio_fildes = file, .aio_buf = (long)iov, .aio_nbytes = 2, .aio_offset = -1, .aio_flags = IOCB_FLAG_RESFD, .aio_resfd = 5};
  struct iocb readv = {.aio_lio_opcode = IOCB_CMD_PREADV, .aio_fildes = -1, .aio_buf = (long)NOWHERE, .aio_nbytes = 2, .aio_rw_flags = 0x1f};
  struct iocb sync = {.aio_lio_opcode = IOCB_CMD_FSYNC, .aio_fildes = file, .aio_reqprio = 1, .aio_flags = 0xff, .aio_resfd = -1};
  struct iocb dsync = {.aio_lio_opcode = IOCB_CMD_FDSYNC, .aio_fildes = 77};
  struct iocb poll = {.aio_lio_opcode = IOCB_CMD_POLL, .aio_fildes = 0, .aio_buf = POLLIN | POLLOUT};
  struct iocb noop = {.aio_lio_opcode = IOCB_CMD_NOOP, .aio_fildes = file, .aio_buf = 5, .aio_nbytes = 6, .aio_offset = 7, .aio_rw_flags = 1};
  struct iocb odd = {.aio_lio_opcode = 99, .aio_fildes = file, .aio_buf = 5, .aio_nbytes = 6, .aio_offset = 7};
  struct iocb badWrite = {.aio_lio_opcode = IOCB_CMD_PWRITE, .aio_fildes = file, .aio_buf = (long)NOWHERE, .aio_nbytes = 6, .aio_rw_flags = 0x80000008};
  struct iocb nullWrite = {.aio_lio_opcode = IOCB_CMD_PWRITE, .aio_fildes = file, .aio_reqprio = -1, .aio_nbytes = 0};
  struct iocb *list[] = {&write, &read, &vector, &readv, &sync, &dsync, &poll, &noop, &odd, &badWrite, &nullWrite, 0, (void *)NOWHERE};
  CALL(io_submit, ctx, 2, list);
  for (int i = 0; i < 13; i++) CALL(io_submit, ctx, 1, list + i);
  CALL(io_submit, -1L, 13, list);
  CALL(io_submit, 0, 0, list);
  CALL(io_submit, ctx, -1L, list);
  CALL(io_submit, ctx, 3, at_edge(list, 16));
  CALL(io_submit, ctx, 1, NOWHERE);
  CALL(io_submit, ctx, 1, 0);
  struct io_event events[8];
  struct timespec ts = {0, 1000};
  CALL(io_getevents, ctx, 1, 2, events, 0);
  CALL(io_getevents, ctx, 0, 8, events, &ts);
  CALL(io_getevents, ctx, 2, 1, NOWHERE, NOWHERE);
  CALL(io_getevents, -1L, -1L, -1L, 0, &ts);
  sigset_t set; sigemptyset(&set); sigaddset(&set, SIGINT);
  struct { void *mask; size_t size; } sig = {&set, 8}, bad = {NOWHERE, 5};
  CALL(io_pgetevents, ctx, 0, 1, events, &ts, &sig);
  CALL(io_pgetevents, -1L, 0, 1, events, &ts, &bad);
  CALL(io_pgetevents, -1L, 0, 1, events, &ts, NOWHERE);
  CALL(io_pgetevents, ctx, 0, 1, events, &ts, 0);
  CALL(io_cancel, ctx, &read, events);
  CALL(io_cancel, ctx, NOWHERE, NOWHERE);
  CALL(io_cancel, ctx, 0, 0);
  CALL(io_destroy, ctx);
  CALL(io_destroy, -1L);
  return 0;
}
