/* argv[1] threads that live all at once, each with one getuid, then all end. */
#include <pthread.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <unistd.h>

static pthread_barrier_t barrier;

static void *thread(void *unused) {
  (void)unused;
  syscall(SYS_getuid);
  pthread_barrier_wait(&barrier);
  return 0;
}

int main(int argc, char **argv) {
  int count = argc > 1 ? atoi(argv[1]) : 1000;
  pthread_attr_t small;
  pthread_attr_init(&small);
  pthread_attr_setstacksize(&small, 64 * 1024);
  pthread_barrier_init(&barrier, 0, (unsigned)count + 1);
  for (int i = 0; i < count; i++) {
    pthread_t id;
    if (pthread_create(&id, &small, thread, 0) != 0) return 1;
  }
  pthread_barrier_wait(&barrier);
  return 0;
}
