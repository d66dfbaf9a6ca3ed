// Two threads with names and a child; everything ends when a byte comes on the pipe named by the first argument.
#include <fcntl.h>
#include <pthread.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

static const char *gate;

static void *worker(void *name) {
  prctl(PR_SET_NAME, name);
  int fd = open(gate, O_RDONLY);
  char byte;
  read(fd, &byte, 1);
  return NULL;
}

int main(int argc, char **argv) {
  if (argc < 2) return 2;
  gate = argv[1];
  alarm(60);
  pthread_t threads[2];
  pthread_create(&threads[0], NULL, worker, "first");
  pthread_create(&threads[1], NULL, worker, "second");
  pid_t child = fork();
  if (child == 0) {
    prctl(PR_SET_NAME, "child");
    worker("child");
    _exit(0);
  }
  waitpid(child, NULL, 0);
  for (int i = 0; i < 2; i++) pthread_join(threads[i], NULL);
  return 0;
}
