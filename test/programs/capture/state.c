/* What a program inherits: blocked and ignored signals, descriptors, process group. One line. */
#include <dirent.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

int main(void) {
  sigset_t blocked;
  int masked = 0, ignored = 0, open = 0;
  sigprocmask(SIG_BLOCK, 0, &blocked);
  for (int signo = 1; signo < 65; signo++) {
    struct sigaction action;
    if (sigismember(&blocked, signo) == 1) masked++;
    if (sigaction(signo, 0, &action) == 0 && action.sa_handler != SIG_DFL) ignored++;
  }
  DIR *directory = opendir("/proc/self/fd");
  for (struct dirent *entry; (entry = readdir(directory));) {
    int fd = atoi(entry->d_name);
    if (entry->d_name[0] != '.' && fd != dirfd(directory) && fd > 2) open++;
  }
  printf("masked %d ignored %d open %d leader %d\n", masked, ignored, open, getpgrp() == getpid());
  return 0;
}
