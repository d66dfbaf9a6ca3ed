/* argv[1] threads, each in a loop of short sleeps until stdin ends (unless there is an argv[2]). */
#include <poll.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static void *thread(void *unused) {
  (void)unused;
  for (;;) usleep(500);
}

int main(int argc, char **argv) {
  for (int i = argc > 1 ? atoi(argv[1]) : 3; i > 0; i--) {
    pthread_t id;
    pthread_create(&id, 0, thread, 0);
  }
  dprintf(1, "%d\n", getpid());
  struct pollfd in = {.fd = argc > 2 ? -1 : 0, .events = POLLIN};
  poll(&in, 1, 60000);
  dprintf(1, "done\n");
  return 0;
}
