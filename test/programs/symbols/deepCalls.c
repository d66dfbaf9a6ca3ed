// Makes as many system calls as the first argument says, 12 functions deep. With a second argument "handler" it makes them in
// a signal handler, with "thread" in a thread.
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

static long count;

__attribute__((noipa)) static long innermost(long value) {
  for (long i = 0; i < count; i++) value += syscall(SYS_getppid);
  return value;
}

// Each has a frame of another size, and something left to do after the call.
#define LEVEL(name, next, size)                             \
  __attribute__((noipa)) static long name(long value) {  \
    volatile char room[size];                               \
    room[value % size] = (char)value;                       \
    return next(value + 1) + room[value % size];            \
  }
LEVEL(level10, innermost, 24)
LEVEL(level9, level10, 1000)
LEVEL(level8, level9, 8)
LEVEL(level7, level8, 333)
LEVEL(level6, level7, 64)
LEVEL(level5, level6, 4096)
LEVEL(level4, level5, 16)
LEVEL(level3, level4, 72)
LEVEL(level2, level3, 100)
LEVEL(level1, level2, 40)

static volatile long result;

static void handler(int signo) { result = level1(signo); }
static void *thread(void *unused) {
  (void)unused;
  result = level1(1);
  return NULL;
}

int main(int argc, char **argv) {
  count = argc < 2 ? 1000 : atol(argv[1]);
  const char *where = argc < 3 ? "" : argv[2];
  if (strcmp(where, "handler") == 0) {
    signal(SIGUSR1, handler);
    raise(SIGUSR1);
  } else if (strcmp(where, "thread") == 0) {
    pthread_t id;
    if (pthread_create(&id, NULL, thread, NULL) != 0) return 1;
    pthread_join(id, NULL);
  } else {
    result = level1(argc);
  }
  return 0;
}
