/** Gives itself, a file and a program names that a terminal would obey. argv[1]: a folder for the file. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

/** Colour, a C1 control, newline, DEL, an override of the direction of text, bytes that are no UTF-8. */
#define NAME "\033[31m\302\233\n\177\342\200\256>\377"

int main(int argc, char **argv) {
  char path[4096];
  snprintf(path, sizeof path, "%s/%s", argc > 1 ? argv[1] : ".", NAME);
  prctl(PR_SET_NAME, NAME);
  pid_t child = fork();
  if (child == 0) {
    int fd = open(path, O_RDWR | O_CREAT, 0600);
    if (write(fd, NAME, strlen(NAME)) < 0) _exit(1);
    kill(getppid(), 0);
    unlink(path);
    char *arguments[] = {"\033]0;title\a", NAME, NULL};
    execv(path, arguments);
    _exit(0);
  }
  waitpid(child, NULL, 0);
  kill(getpid(), 0);
  return 0;
}
