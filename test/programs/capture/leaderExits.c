/* The leader ends first; a thread goes on, reads a line from stdin, and ends the process. */
#include <pthread.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <unistd.h>

static void *thread(void *unused) {
  (void)unused;
  char byte;
  write(1, "ready\n", 6);
  read(0, &byte, 1);
  exit(5);
}

int main(void) {
  pthread_t id;
  pthread_create(&id, 0, thread, 0);
  syscall(SYS_exit, 0);
  return 0;
}
