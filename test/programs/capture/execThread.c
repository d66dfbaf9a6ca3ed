/* execve from a thread that is not the leader, while the leader and another thread block. */
#include <pthread.h>
#include <unistd.h>

static void *sleeper(void *unused) {
  (void)unused;
  for (;;) pause();
}

static void *execer(void *unused) {
  (void)unused;
  execl("/bin/echo", "echo", "from thread", (char *)0);
  return 0;
}

int main(void) {
  pthread_t id;
  pthread_create(&id, 0, sleeper, 0);
  pthread_create(&id, 0, execer, 0);
  for (;;) pause();
}
