/* A handler with siginfo that prints what it got: sigqueue's value must come through the tracer. */
#include <signal.h>
#include <stdio.h>
#include <unistd.h>

static volatile sig_atomic_t value;

static void handler(int signo, siginfo_t *info, void *context) {
  (void)signo;
  (void)context;
  value = info->si_value.sival_int;
}

int main(void) {
  struct sigaction action = {.sa_sigaction = handler, .sa_flags = SA_SIGINFO};
  sigaction(SIGUSR1, &action, 0);
  union sigval sent = {.sival_int = 1234};
  sigqueue(getpid(), SIGUSR1, sent);
  printf("%d\n", (int)value);
  fflush(stdout);
  return 0;
}
