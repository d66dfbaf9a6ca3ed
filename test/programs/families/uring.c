/* io_uring: setup, enter, every registration. */
#include "family.h"
#include <linux/io_uring.h>
#include <linux/time_types.h>
#include <signal.h>
#include <sys/uio.h>
int main(void) {
  CALL(close_range, 3, LOW_BITS, 0);
  char *end = edge_page() + 4096;
  struct io_uring_params p;
#define SETUP(n, ...) ({ memset(&p, 0, sizeof p); __VA_ARGS__; (int)CALL(io_uring_setup, n, &p); })
  CALL(io_uring_setup, 0, 0);
  CALL(io_uring_setup, -1, NOWHERE);
  CALL(io_uring_setup, 1, end - 60);
  SETUP(0);
  int fd = SETUP(4);
  SETUP(8, p.flags = IORING_SETUP_CQSIZE, p.cq_entries = 32);
  SETUP(8, p.flags = 0xffffffff, p.cq_entries = 32, p.sq_entries = 7, p.sq_thread_cpu = 5, p.sq_thread_idle = 6, p.wq_fd = 0, p.features = 99);
  SETUP(8, p.flags = IORING_SETUP_SQPOLL | IORING_SETUP_SQ_AFF | IORING_SETUP_ATTACH_WQ, p.sq_thread_cpu = 99, p.sq_thread_idle = 6, p.wq_fd = 98);
  SETUP(8, p.flags = 0x80000000);
  SETUP(8, p.resv[0] = 1, p.resv[2] = 3);
  SETUP(2, p.flags = IORING_SETUP_R_DISABLED | IORING_SETUP_SINGLE_ISSUER);
  sigset_t set; sigemptyset(&set); sigaddset(&set, SIGINT);
  struct __kernel_timespec ts = {0, 1000};
  struct { unsigned long sigmask; unsigned sz, pad; unsigned long ts; } arg = {(long)&set, 8, 0, (long)&ts}, odd = {(long)NOWHERE, 5, 7, (long)NOWHERE};
  CALL(io_uring_enter, fd, 0, 0, 0, 0, 0);
  CALL(io_uring_enter, fd, 1, 2, 0, &set, 8);
  CALL(io_uring_enter, 99, -1, -2, IORING_ENTER_GETEVENTS | IORING_ENTER_SQ_WAKEUP | IORING_ENTER_SQ_WAIT, &set, 8);
  CALL(io_uring_enter, 99, 1, 2, 0xffffffe0, NOWHERE, 8);
  CALL(io_uring_enter, 99, 1, 2, 7, &set, 4);
  CALL(io_uring_enter, fd, 0, 0, IORING_ENTER_GETEVENTS | IORING_ENTER_EXT_ARG, &arg, sizeof arg);
  CALL(io_uring_enter, 99, 0, 1, IORING_ENTER_GETEVENTS | IORING_ENTER_EXT_ARG, &arg, sizeof arg);
  CALL(io_uring_enter, 99, 0, 1, IORING_ENTER_EXT_ARG, &odd, sizeof odd);
  CALL(io_uring_enter, 99, 0, 1, IORING_ENTER_EXT_ARG, &odd, sizeof odd - 1);
  CALL(io_uring_enter, 99, 0, 1, IORING_ENTER_EXT_ARG, &odd, sizeof odd + 8);
  CALL(io_uring_enter, 99, 0, 1, IORING_ENTER_EXT_ARG, across_edge(&odd, sizeof odd), sizeof odd);
  CALL(io_uring_enter, 0, 0, 1, IORING_ENTER_REGISTERED_RING, 0, 0);
  char data[64];
  struct iovec iov[2] = {{data, 10}, {NOWHERE, 5}};
  int fds[3] = {0, -1, 77};
  CALL(io_uring_register, fd, IORING_REGISTER_BUFFERS, iov, 1);
  CALL(io_uring_register, fd, IORING_REGISTER_BUFFERS, iov, 2);
  CALL(io_uring_register, fd, IORING_REGISTER_BUFFERS, at_edge(iov, 24), 2);
  CALL(io_uring_register, fd, IORING_REGISTER_BUFFERS, NOWHERE, 2);
  CALL(io_uring_register, fd, IORING_REGISTER_BUFFERS, 0, 0);
  CALL(io_uring_register, fd, IORING_UNREGISTER_BUFFERS, 0, 0);
  CALL(io_uring_register, 99, IORING_UNREGISTER_BUFFERS, iov, 3);
  CALL(io_uring_register, 99, IORING_REGISTER_FILES, fds, 3);
  CALL(io_uring_register, 99, IORING_REGISTER_FILES, at_edge(fds, 8), 3);
  CALL(io_uring_register, 99, IORING_UNREGISTER_FILES, 0, 0);
  CALL(io_uring_register, 99, IORING_REGISTER_EVENTFD, fds, 1);
  CALL(io_uring_register, 99, IORING_REGISTER_EVENTFD, fds, 2);
  CALL(io_uring_register, 99, IORING_UNREGISTER_EVENTFD, 0, 0);
  CALL(io_uring_register, 99, IORING_REGISTER_EVENTFD_ASYNC, fds, 1);
  struct io_uring_files_update update = {1, 0, (long)fds}, badUpdate = {1, 2, (long)NOWHERE};
  CALL(io_uring_register, 99, IORING_REGISTER_FILES_UPDATE, &update, 3);
  CALL(io_uring_register, 99, IORING_REGISTER_FILES_UPDATE, &badUpdate, 3);
  CALL(io_uring_register, 99, IORING_REGISTER_FILES_UPDATE, end - 8, 3);
  static struct { struct io_uring_probe p; struct io_uring_probe_op ops[4]; } probe, dirty;
  CALL(io_uring_register, fd, IORING_REGISTER_PROBE, &probe, 4);
  dirty.p.last_op = 5; dirty.p.ops_len = 2; dirty.p.resv = 1; dirty.p.resv2[1] = 2; dirty.ops[0].op = 3; dirty.ops[1].op = 99; dirty.ops[1].flags = 3; dirty.ops[1].resv = 4; dirty.ops[1].resv2 = 5;
  CALL(io_uring_register, 99, IORING_REGISTER_PROBE, &dirty, 4);
  CALL(io_uring_register, 99, IORING_REGISTER_PROBE, NOWHERE, 4);
  CALL(io_uring_register, 99, IORING_REGISTER_PROBE, &probe, 0);
  CALL(io_uring_register, fd, IORING_REGISTER_PERSONALITY, 0, 0);
  CALL(io_uring_register, fd, IORING_UNREGISTER_PERSONALITY, 0, 1);
  CALL(io_uring_register, 99, IORING_UNREGISTER_PERSONALITY, 5, 7);
  struct io_uring_restriction r[6] = {{.opcode = 0, .register_op = 3}, {.opcode = 1, .sqe_op = 5}, {.opcode = 2, .sqe_flags = 0x11}, {.opcode = 3, .sqe_flags = 0x80}, {.opcode = 4, .register_op = 9, .resv = 1, .resv2 = {1, 2, 3}}, {.opcode = 0, .register_op = 200}};
  CALL(io_uring_register, 99, IORING_REGISTER_RESTRICTIONS, r, 6);
  CALL(io_uring_register, 99, IORING_REGISTER_RESTRICTIONS, NOWHERE, 6);
  CALL(io_uring_register, 99, IORING_REGISTER_ENABLE_RINGS, 0, 0);
  CALL(io_uring_register, 99, IORING_REGISTER_ENABLE_RINGS, 7, 8);
  unsigned long tags[3] = {1, 2, 3};
  struct io_uring_rsrc_register reg = {.nr = 3, .data = (long)fds, .tags = (long)tags}, regBuffers = {.nr = 2, .data = (long)iov, .tags = (long)tags}, regOdd = {.nr = 2, .flags = 3, .resv2 = 5, .data = (long)NOWHERE, .tags = (long)NOWHERE};
  for (int op = IORING_REGISTER_FILES2; op <= IORING_REGISTER_BUFFERS_UPDATE; op++) {
    CALL(io_uring_register, 99, op, &reg, sizeof reg);
    CALL(io_uring_register, 99, op, &regBuffers, sizeof reg);
    CALL(io_uring_register, 99, op, &regOdd, sizeof reg);
    CALL(io_uring_register, 99, op, &reg, 31);
    CALL(io_uring_register, 99, op, &reg, 40);
    CALL(io_uring_register, 99, op, NOWHERE, 32);
  }
  struct io_uring_rsrc_update2 up2 = {.offset = 4, .data = (long)fds, .tags = (long)tags, .nr = 2}, up2b = {.offset = 4, .resv = 1, .resv2 = 2, .data = (long)iov, .tags = (long)tags, .nr = 2};
  CALL(io_uring_register, 99, IORING_REGISTER_FILES_UPDATE2, &up2, sizeof up2);
  CALL(io_uring_register, 99, IORING_REGISTER_BUFFERS_UPDATE, &up2b, sizeof up2);
  CALL(io_uring_register, 99, IORING_REGISTER_IOWQ_AFF, "\5\0\0\0\0\0\0\0", 8);
  CALL(io_uring_register, 99, IORING_REGISTER_IOWQ_AFF, NOWHERE, 8);
  CALL(io_uring_register, 99, IORING_UNREGISTER_IOWQ_AFF, 0, 0);
  unsigned max[2] = {0, 0};
  CALL(io_uring_register, fd, IORING_REGISTER_IOWQ_MAX_WORKERS, max, 2);
  CALL(io_uring_register, 99, IORING_REGISTER_IOWQ_MAX_WORKERS, max, 2);
  CALL(io_uring_register, 99, IORING_REGISTER_IOWQ_MAX_WORKERS, max, 3);
  struct { unsigned offset, resv; unsigned long data; } ring[2] = {{-1, 0, 0}, {1, 2, 0x1234567890}};
  ring[0].data = fd;
  CALL(io_uring_register, fd, IORING_REGISTER_RING_FDS, ring, 1);
  CALL(io_uring_register, 99, IORING_REGISTER_RING_FDS, ring, 2);
  CALL(io_uring_register, 99, IORING_UNREGISTER_RING_FDS, ring, 2);
  CALL(io_uring_register, 99, IORING_UNREGISTER_RING_FDS, NOWHERE, 2);
  struct io_uring_buf_reg buf = {.ring_addr = 0x1000, .ring_entries = 4, .bgid = 5}, bufOdd = {.ring_addr = 0, .ring_entries = 4, .bgid = 5, .pad = 3, .resv = {1, 2, 3}};
  CALL(io_uring_register, 99, IORING_REGISTER_PBUF_RING, &buf, 1);
  CALL(io_uring_register, 99, IORING_REGISTER_PBUF_RING, &bufOdd, 2);
  CALL(io_uring_register, 99, IORING_UNREGISTER_PBUF_RING, &buf, 1);
  CALL(io_uring_register, 99, IORING_UNREGISTER_PBUF_RING, &bufOdd, 1);
  struct io_uring_sync_cancel_reg cancel = {.addr = 0x1234, .fd = 5, .flags = 7, .timeout = {1, 2}}, cancelOdd = {.flags = 0xff, .fd = -1, .timeout = {-1, -1}, .pad = {1, 2, 3, 4}};
  CALL(io_uring_register, 99, IORING_REGISTER_SYNC_CANCEL, &cancel, 1);
  CALL(io_uring_register, 99, IORING_REGISTER_SYNC_CANCEL, &cancelOdd, 1);
  struct io_uring_file_index_range range = {1, 2, 0}, rangeOdd = {1, 2, 3};
  CALL(io_uring_register, 99, IORING_REGISTER_FILE_ALLOC_RANGE, &range, 0);
  CALL(io_uring_register, 99, IORING_REGISTER_FILE_ALLOC_RANGE, &rangeOdd, 0);
  for (int op = 26; op < 40; op++) CALL(io_uring_register, 99, op, end - 64, 5);
  CALL(io_uring_register, 99, 0x80000000, NOWHERE, 5);
  CALL(io_uring_register, 99, 0x80000002, fds, 3);
  CALL(io_uring_register, 99, -1, 0, -1);
  return 0;
}
