/* main → kill, which the signal's handler interrupts; "alternate" as argument: on a stack of its own. */
#define _GNU_SOURCE
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

static volatile int handled;

static void handler(int signo) {
  raise(SIGTRAP);
  handled = signo;
}

int main(int argc, char **argv) {
  (void)argv;
  stack_t stack = {.ss_sp = malloc(65536), .ss_size = 65536};
  sigaltstack(&stack, NULL);
  struct sigaction action = {.sa_handler = handler, .sa_flags = argc > 1 ? SA_ONSTACK : 0};
  sigaction(SIGUSR1, &action, NULL);
  kill(getpid(), SIGUSR1);
  return handled == 0;
}
