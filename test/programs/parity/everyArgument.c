/* Makes the calls that a file lists, none of which is carried out: a seccomp
 * filter answers in the kernel's place, with success or with EPERM by the
 * instruction that asked. Between calls the page that pointers point to is
 * filled anew.
 *
 * usage: everyArgument CALLS (an array of struct listed) */
#define _GNU_SOURCE 1
#include <fcntl.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PAGE = 4096, X32_BIT = 0x40000000 };
enum abi { X86_64, I386, X32 };
enum fill { ZEROS, ONES, MIXED, ALL_BITS, POINTERS, COUNTING, LONG_ONES, VECTORS };

struct listed {
  long abi, nr, fails, fill;
  unsigned long args[6];
};

extern char made64[], refused64[], made32[], refused32[];
long call64(long nr, const unsigned long *args, long fails);
long call32(long nr, const unsigned long *args, long fails);
__asm__("call64:\n"
        "  push %rbx\n  mov %rdi, %rax\n  mov %rsi, %rbx\n  test %rdx, %rdx\n"
        "  mov 0(%rbx), %rdi\n  mov 8(%rbx), %rsi\n  mov 16(%rbx), %rdx\n"
        "  mov 24(%rbx), %r10\n  mov 32(%rbx), %r8\n  mov 40(%rbx), %r9\n"
        "  jnz 1f\n  syscall\nmade64: pop %rbx\n  ret\n"
        "1: syscall\nrefused64: pop %rbx\n  ret\n"
        "call32:\n"
        "  push %rbx\n  push %rbp\n  mov %edi, %eax\n  mov %rsi, %r11\n"
        "  test %rdx, %rdx\n  mov 0(%r11), %ebx\n  mov 8(%r11), %ecx\n"
        "  mov 16(%r11), %edx\n  mov 24(%r11), %esi\n  mov 32(%r11), %edi\n"
        "  mov 40(%r11), %ebp\n"
        "  jnz 1f\n  int $0x80\nmade32: pop %rbp\n  pop %rbx\n  ret\n"
        "1: int $0x80\nrefused32: pop %rbp\n  pop %rbx\n  ret\n");

static void fill(unsigned char *page, long kind) {
  unsigned *words = (unsigned *)page;
  unsigned long *longs = (unsigned long *)page;
  unsigned long inside = (unsigned long)page + PAGE / 2;
  for (unsigned at = 0; at < PAGE / 4; at++) {
    unsigned half = at / 2;
    switch (kind) {
    case ZEROS: words[at] = 0; break;
    case ONES: words[at] = 1; break;
    case MIXED: words[at] = at * 2654435761u; break;
    case ALL_BITS: words[at] = -1; break;
    case COUNTING: words[at] = at; break;
    case LONG_ONES: longs[half] = 1; break;
    case POINTERS: longs[half] = inside + half * 8; break;
    case VECTORS: longs[half] = half % 2 ? 3 : inside + half * 8; break;
    }
  }
}

int main(int argc, char **argv) {
  unsigned char *page = mmap((void *)0x20000000, 2 * PAGE, PROT_READ | PROT_WRITE,
                             MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0);
  if (argc != 2 || page == MAP_FAILED || munmap(page + PAGE, PAGE))
    return 1;
  int fd = open(argv[1], O_RDONLY);
  struct stat file;
  if (fd < 0 || fstat(fd, &file))
    return 1;
  const struct listed *calls = mmap(NULL, file.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
  if (calls == MAP_FAILED)
    return 1;
  close(fd);
#define AT(site) (unsigned)(unsigned long)(site)
#define ANSWER(site, errno)                                                    \
  BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, AT(site), 0, 1),                         \
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | (errno))
  struct sock_filter code[] = {
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, instruction_pointer)),
      ANSWER(made64, 0), ANSWER(made32, 0), ANSWER(refused64, 1), ANSWER(refused32, 1),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW)};
  struct sock_fprog program = {sizeof code / sizeof *code, code};
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) || prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program))
    return 1;
  long filled = -1;
  for (unsigned long at = 0; at < file.st_size / sizeof *calls; at++) {
    struct listed one = calls[at];
    if (one.fill != filled)
      fill(page, filled = one.fill);
    if (one.abi == I386)
      call32(one.nr, one.args, one.fails);
    else
      call64(one.abi == X32 ? one.nr | X32_BIT : one.nr, one.args, one.fails);
  }
  return 0;
}
