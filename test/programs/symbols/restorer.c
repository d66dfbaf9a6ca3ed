/* main → interrupted → (SIGILL) → a trampoline of our own, without unwind information → handler. */
#define _GNU_SOURCE
#include <signal.h>
#include <sys/syscall.h>
#include <unistd.h>

/* struct sigaction as the kernel takes it; glibc always puts its own trampoline in. */
struct kernel_sigaction {
  void (*handler)(int);
  unsigned long flags;
  void (*restorer)(void);
  unsigned long mask;
};

void restorer(void);
/* Right behind code that has unwind information. */
__asm__(
    ".type before, @function\nbefore:\n.cfi_startproc\nret\n.cfi_endproc\n.size before, .-before\n"
    ".globl restorer\n.type restorer, @function\nrestorer:\nmov $15, %rax\nsyscall\n.size restorer, .-restorer\n");

static volatile int handled;

static void handler(int signo) {
  raise(SIGTRAP);
  handled = signo;
}

__attribute__((noinline)) static int interrupted(volatile int *value) {
  *value += 1;
  __asm__ volatile("ud2");
  return *value;
}

int main(void) {
  const unsigned long sa_restorer = 0x04000000;
  struct kernel_sigaction action = {.handler = handler, .flags = sa_restorer, .restorer = restorer};
  volatile int value = 1;
  syscall(SYS_rt_sigaction, SIGILL, &action, NULL, sizeof action.mask);
  return interrupted(&value);
}
