/* Says its pid, then alternates a short sleep and getuid until stdin ends (unless there is an argv[2]) or argv[1] rounds are done. */
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <unistd.h>

int main(int argc, char **argv) {
  int rounds = argc > 1 ? atoi(argv[1]) : 30000;
  dprintf(1, "%d\n", getpid());
  for (int i = 0; i < rounds; i++) {
    struct pollfd in = {.fd = argc > 2 ? -1 : 0, .events = POLLIN};
    if (poll(&in, 1, 1) == 1) break;
    syscall(SYS_getuid);
  }
  dprintf(1, "done\n");
  return 9;
}
