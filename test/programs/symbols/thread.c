/* A second thread: work → deeper. */
#include <pthread.h>
#include <signal.h>
#include <stddef.h>

__attribute__((noinline)) static long deeper(long value) {
  raise(SIGTRAP);
  return value + 1;
}

static void *work(void *argument) { return (void *)(deeper((long)argument) + 1); }

int main(void) {
  pthread_t thread;
  pthread_create(&thread, NULL, work, NULL);
  pthread_join(thread, NULL);
  return 0;
}
