/* Two ways to write(2): one through several functions and qsort, one from a signal's handler. */
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

static volatile int written;

static void say(const char *text) {
  written = (int)write(2, text, 1);
}

static void handler(int signo) {
  say("h");
  written = signo;
}

__attribute__((noinline)) static int compare(const void *a, const void *b) {
  say("c");
  return *(const int *)a - *(const int *)b;
}

int main(void) {
  int numbers[3] = {3, 1, 2};
  signal(SIGUSR1, handler);
  qsort(numbers, 3, sizeof numbers[0], compare);
  raise(SIGUSR1);
  return written == 0;
}
