/* Forks argv[1] children one after the other that make a getuid and end at once, and reaps each: a child's first stop often comes before its parent's event. */
#include <stdlib.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

int main(int argc, char **argv) {
  for (int i = argc > 1 ? atoi(argv[1]) : 50; i > 0; i--) {
    if (fork() == 0) {
      syscall(SYS_getuid);
      _exit(0);
    }
    if (i % 3 == 0) wait(0);
  }
  while (wait(0) > 0) continue;
  return 0;
}
