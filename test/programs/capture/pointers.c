/* Strings and buffers at the edges of what can be read. */
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#define PAGE 4096

int main(void) {
  char *pages = mmap(0, 3 * PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  mprotect(pages + 2 * PAGE, PAGE, PROT_NONE);
  memset(pages, 'x', 2 * PAGE);
  /* Crosses a readable page boundary and ends there. */
  memcpy(pages + PAGE - 4, "/crosses", 9);
  syscall(SYS_chdir, pages + PAGE - 4);
  /* Runs into unreadable memory without a NUL. */
  memset(pages + PAGE, 'y', PAGE);
  syscall(SYS_chdir, pages + 2 * PAGE - 10);
  syscall(SYS_chdir, (char *)1);
  syscall(SYS_chdir, (char *)0);
  /* Longer than any cap. */
  syscall(SYS_chdir, pages + PAGE);
  /* A buffer whose second half is unreadable; and one beyond the address space. */
  syscall(SYS_write, 1, pages + 2 * PAGE - 16, 32);
  syscall(SYS_write, 1, (char *)-16L, 64);
  syscall(SYS_write, 1, pages, ~0UL);
  return 0;
}
