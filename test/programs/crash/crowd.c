// crowd N: starts N processes that tell their mappings with code and crash at once, all at the same time; prints how many the kernel
// ended by SIGSEGV. crowd storm SECONDS: forks and crashes as fast as it can, and prints the same.
#define _GNU_SOURCE
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define FUNCTION __attribute__((noinline, noclone)) static
#define STAY __asm__ volatile("" ::: "memory")

static int *volatile nothing;

FUNCTION void innermost(void) {
  *nothing = 1;
  STAY;
}
FUNCTION void second(void) {
  innermost();
  STAY;
}
FUNCTION void first(void) {
  second();
  STAY;
}

// In one write, so that lines of several processes do not mix.
FUNCTION void tellMappings(void) {
  char text[8192];
  int length = 0;
  char line[1024];
  FILE *maps = fopen("/proc/self/maps", "r");
  while (maps != NULL && fgets(line, sizeof line, maps) != NULL) {
    if (strstr(line, " r-xp ") == NULL || length > (int)(sizeof text - sizeof line)) continue;
    length += snprintf(text + length, sizeof text - length, "%d %s", getpid(), line);
  }
  if (write(STDOUT_FILENO, text, length) != length) _exit(3);
  // Closed by the kernel with the process: a FILE of its own would be flushed by nobody.
}

static long reapSegfaults(int options) {
  long count = 0;
  int status = 0;
  while (waitpid(-1, &status, options) > 0) count += WIFSIGNALED(status) && WTERMSIG(status) == SIGSEGV;
  return count;
}

static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

FUNCTION long storm(double seconds) {
  const double end = now() + seconds;
  long count = 0;
  while (now() < end) {
    const pid_t pid = fork();
    if (pid == 0) first();
    if (pid > 0) count += reapSegfaults(0);
  }
  return count;
}

FUNCTION long crowd(const char *self, int size) {
  int start[2];
  if (pipe(start) != 0) return -1;
  for (int i = 0; i < size; i++) {
    const pid_t pid = fork();
    if (pid < 0) return -1;
    if (pid > 0) continue;
    dup2(start[0], STDIN_FILENO);
    close(start[0]);
    close(start[1]);
    execl(self, self, "one", NULL);
    _exit(4);
  }
  close(start[0]);
  // Their end of the pipe: all of them go.
  close(start[1]);
  return reapSegfaults(0);
}

int main(int argc, char **argv) {
  const struct rlimit none = {0, 0};
  setrlimit(RLIMIT_CORE, &none);
  if (argc > 1 && strcmp(argv[1], "one") == 0) {
    char byte;
    tellMappings();
    if (read(STDIN_FILENO, &byte, 1) == 0) first();
    return 0;
  }
  const long count = argc > 2 && strcmp(argv[1], "storm") == 0 ? storm(atof(argv[2])) : crowd(argv[0], atoi(argv[1]));
  printf("%ld\n", count);
  return count < 0;
}
