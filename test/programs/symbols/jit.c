/* Has executable memory of its own, prints its address, and ends when its input does. A file that is named is mapped as compilers map their dump. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <sys/mman.h>
#include <unistd.h>

int main(int argc, char **argv) {
  void *code = mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (code == MAP_FAILED) return 1;
  if (argc > 1) {
    const int file = open(argv[1], O_RDONLY);
    if (file < 0 || mmap(NULL, 4096, PROT_READ | PROT_EXEC, MAP_PRIVATE, file, 0) == MAP_FAILED) return 1;
  }
  printf("%p\n", code);
  fflush(stdout);
  return getchar() != EOF;
}
