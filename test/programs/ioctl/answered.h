/*
 * What the programs of this folder share: a filter that answers every ioctl call, so that none reaches the kernel and
 * also what a command fills in can be compared; and memory at addresses that are the same in each run.
 */
#define _GNU_SOURCE
#include <linux/filter.h>
#include <linux/fs.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <unistd.h>

enum { PAGE = 4096 };

/* All ioctl calls return 0 from now on, or fail with errno `result` if it is not 0. */
static void answer(int result) {
  struct sock_filter filter[] = {
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, __NR_ioctl, 0, 1),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | result),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
  };
  struct sock_fprog program = {sizeof(filter) / sizeof(*filter), filter};
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 || prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) != 0)
    exit(2);
}

/* A copy of `size` bytes (two pages at most) behind which nothing can be read. */
static inline void *tail(const void *from, int size) {
  static char *next = (char *)0x20000000;
  char *base = mmap(next, 3 * PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0);
  if (base == MAP_FAILED || mprotect(base + 2 * PAGE, PAGE, PROT_NONE) != 0)
    exit(2);
  next += 4 * PAGE;
  return memcpy(base + 2 * PAGE - size, from, size);
}

/* `size` bytes of zero; what lies behind them to the end of a page can be read too. */
static inline void *room(int size) {
  static char *next = (char *)0x10000000;
  int bytes = (size + PAGE - 1) / PAGE * PAGE;
  char *base = mmap(next, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0);
  if (base == MAP_FAILED)
    exit(2);
  next += bytes + PAGE;
  return base;
}
