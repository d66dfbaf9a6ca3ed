/* Signals: actions, masks, waiting, queues, stacks, descriptors. */
#include "family.h"
#include <signal.h>
#include <sys/signalfd.h>
#include <time.h>

static void handler(int signo) { (void)signo; }

int main(void) {
  struct {
    void *handler;
    unsigned long flags;
    void *restorer;
    uint64_t mask;
  } action = {SIG_DFL, 0, NULL, 0}, old;
  uint64_t mask = 1UL << (SIGUSR1 - 1) | 1UL << (SIGRTMIN - 1), was;
  struct timespec short_time = {0, 1000};
  siginfo_t info;
  CALL(rt_sigaction, SIGUSR1, NULL, NULL, 8);
  CALL(rt_sigaction, SIGUSR1, NULL, &old, 8);
  CALL(rt_sigaction, SIGUSR1, &action, &old, 8);
  action.handler = SIG_IGN;
  action.flags = SA_RESTART | SA_NODEFER | 0x20;
  action.mask = ~0UL;
  CALL(rt_sigaction, SIGUSR2, &action, NULL, 8);
  action.handler = (void *)handler;
  action.flags = SA_SIGINFO | SA_ONSTACK | SA_RESETHAND | SA_NOCLDSTOP | SA_NOCLDWAIT | 0x400 | 0x800;
  action.mask = mask;
  CALL(rt_sigaction, SIGUSR2, &action, &old, 8);
  action.flags = 0x04000000;
  action.restorer = (void *)0x1234;
  CALL(rt_sigaction, SIGUSR2, &action, &old, 8);
  CALL(rt_sigaction, SIGKILL, &action, &old, 8);
  CALL(rt_sigaction, 65, &action, &old, 4);
  action.handler = (void *)-1L;
  CALL(rt_sigaction, SIGUSR2, &action, &old, 9);
  CALL(rt_sigaction, SIGUSR2, NOWHERE, NOWHERE, 8);
  CALL(rt_sigaction, SIGUSR2, NULL, NOWHERE, 8);
  CALL(rt_sigprocmask, SIG_BLOCK, &mask, &was, 8);
  CALL(rt_sigprocmask, SIG_UNBLOCK, NULL, &was, 8);
  mask = ~0UL;
  CALL(rt_sigprocmask, SIG_SETMASK, &mask, NULL, 8);
  CALL(rt_sigprocmask, SIG_SETMASK, NULL, &was, 8);
  mask = 0;
  CALL(rt_sigprocmask, SIG_SETMASK, &mask, &was, 8);
  CALL(rt_sigprocmask, 5, &mask, &was, 8);
  CALL(rt_sigprocmask, SIG_BLOCK, NOWHERE, NOWHERE, 8);
  CALL(rt_sigprocmask, SIG_BLOCK, &mask, &was, 4);
  CALL(rt_sigprocmask, SIG_BLOCK, &mask, &was, 16);
  CALL(rt_sigprocmask, SIG_BLOCK, across_edge(&mask, 8), &was, 8);
  for (int count = 1; count <= 64; count += 7) {
    mask = count == 64 ? ~0UL : (1UL << count) - 1;
    CALL(rt_sigprocmask, 7, &mask, NULL, 8);
    mask = ~mask;
    CALL(rt_sigprocmask, 7, &mask, NULL, 8);
  }
  for (int count = 40; count <= 48; count++) {
    mask = (1UL << count) - 1;
    CALL(rt_sigprocmask, 7, &mask, NULL, 8);
  }
  mask = 1UL << (SIGUSR1 - 1);
  CALL(rt_sigprocmask, SIG_BLOCK, &mask, NULL, 8);
  CALL(kill, getpid(), SIGUSR1);
  CALL(rt_sigpending, &was, 8);
  CALL(rt_sigpending, NOWHERE, 8);
  CALL(rt_sigpending, &was, 4);
  CALL(rt_sigtimedwait, &mask, &info, &short_time, 8);
  CALL(rt_sigtimedwait, &mask, &info, &short_time, 8);
  CALL(rt_sigtimedwait, &mask, NULL, NOWHERE, 8);
  CALL(rt_sigtimedwait, NULL, NULL, NULL, 4);
  CALL(rt_sigsuspend, NULL, 8);
  CALL(rt_sigsuspend, &mask, 4);
  mask = 0;
  CALL(kill, getpid(), SIGUSR1);
  action.handler = (void *)handler;
  struct sigaction with = {.sa_handler = handler};
  sigaction(SIGUSR1, &with, NULL);
  CALL(rt_sigsuspend, &mask, 8);
  CALL(rt_sigprocmask, SIG_SETMASK, &mask, NULL, 8);
  raise(SIGUSR1);
  stack_t stack = {.ss_sp = (void *)0x10000, .ss_size = 8192, .ss_flags = 0}, old_stack;
  CALL(sigaltstack, NULL, &old_stack);
  CALL(sigaltstack, &stack, &old_stack);
  stack.ss_flags = SS_DISABLE;
  CALL(sigaltstack, &stack, NULL);
  stack.ss_flags = 0x80000000 | 7;
  CALL(sigaltstack, &stack, NOWHERE);
  CALL(sigaltstack, NOWHERE, NULL);
  mask = 1UL << (SIGUSR2 - 1);
  CLOSE(CALL(signalfd4, -1, &mask, 8, SFD_CLOEXEC | SFD_NONBLOCK));
  CALL(signalfd4, -1, &mask, 8, 1);
  CALL(signalfd4, 5, NOWHERE, 8, 0);
  CALL(signalfd, -1, NULL, 8);
  CALL(signalfd, -1, &mask, 4);
  return 0;
}
