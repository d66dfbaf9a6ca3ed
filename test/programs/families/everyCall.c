/* Makes every system call of one ABI with the same word in all registers, none
 * of which is carried out: a seccomp filter answers in the kernel's place. */
#define _GNU_SOURCE 1
#include <errno.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { LEAVE = 77, X32_BIT = 0x40000000, NUMBERS = 560, PAGE = 4096 };
static long only = -1, no = -1;
static int wanted(long nr, const char *abi) {
  if (only >= 0)
    return nr == only;
  if (!strcmp(abi, "x86_64") && (nr == 335 || nr == 336))
    return 0;
  return 1;
}

int main(int argc, char **argv) {
  if (argc < 5)
    return 1;
  const char *abi = argv[1];
  long answer = atol(argv[2]), word = strtoul(argv[3], NULL, 0),
       step = strtoul(argv[4], NULL, 0);
  int fill = argc > 5 ? strtol(argv[5], NULL, 0) : 1;
  if (argc > 6)
    only = atol(argv[6]);
  unsigned *page = mmap((void *)0x20000000, 2 * PAGE, PROT_READ | PROT_WRITE,
                        MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0);
  if (page == MAP_FAILED)
    return 1;
  for (unsigned at = 0; at < 2 * PAGE / 4; at++)
    page[at] = fill < 0 ? at * 2654435761u : fill;
  munmap(page + PAGE / 4, PAGE);
  struct sock_filter code[] = {
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS,
               offsetof(struct seccomp_data, args[0])),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, LEAVE, 0, 1),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | answer),
  };
  struct sock_fprog program = {sizeof code / sizeof *code, code};
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) ||
      prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program))
    return 1;
  if (strcmp(abi, "i386") != 0) {
    for (long nr = 0; nr < NUMBERS; nr++)
      if (wanted(nr, abi))
        syscall(strcmp(abi, "x32") ? nr : nr | X32_BIT, word, word + step,
                word + 2 * step, word + 3 * step, word + 4 * step,
                word + 5 * step);
  } else {
    for (int nr = 0; nr < NUMBERS; nr++) {
      long ret;
      if (wanted(nr, abi)) {
        int args[6] = {word,
                       word + step,
                       word + 2 * step,
                       word + 3 * step,
                       word + 4 * step,
                       word + 5 * step};
        __asm__ volatile(
            "push %%rbp; mov %0, %%eax; mov 0(%1), %%ebx; mov 4(%1), %%ecx; "
            "mov 8(%1), %%edx; mov 16(%1), %%edi; mov 20(%1), %%ebp; mov "
            "12(%1), %%esi; int $0x80; pop %%rbp"
            :
            : "r"(nr), "S"(args)
            : "memory", "rax", "rbx", "rcx", "rdx", "rdi", "r8", "r9", "r10",
              "r11");
      }
    }
  }
  syscall(SYS_exit_group, LEAVE);
}
