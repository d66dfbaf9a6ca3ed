// Makes as many getppid calls as the first argument says, twelve functions deep.
#include <stdlib.h>
#include <sys/syscall.h>
#include <unistd.h>

static long count;

__attribute__((noipa)) static long innermost(long value) {
  for (long i = 0; i < count; i++) value += syscall(SYS_getppid);
  return value;
}

#define LEVEL(name, next)                                  \
  __attribute__((noipa)) static long name(long value) {    \
    volatile char room[96];                                \
    room[value % 96] = (char)value;                        \
    return next(value + 1) + room[value % 96];             \
  }
LEVEL(level10, innermost)
LEVEL(level9, level10)
LEVEL(level8, level9)
LEVEL(level7, level8)
LEVEL(level6, level7)
LEVEL(level5, level6)
LEVEL(level4, level5)
LEVEL(level3, level4)
LEVEL(level2, level3)
LEVEL(level1, level2)

int main(int argc, char **argv) {
  count = argc < 2 ? 1000 : atol(argv[1]);
  return level1(argc) == 0;
}
