/* Every kind of siginfo_t, as the argument of rt_sigqueueinfo: by signal, by si_code, and with different contents. */
#include "family.h"
#include <signal.h>

int main(void) {
  static const int signals[] = {0, 1, 4, 5, 7, 8, 11, 17, 27, 29, 31, 32, 34, 64, 65, -1};
  static const int codes[] = {-8, -7, -61, -60, -59, -6, -5, -4, -3, -2, -1, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 14, 0x80, 0x81, 0x7fffffff};
  union {
    siginfo_t info;
    uint32_t words[32];
  } u;
  for (unsigned i = 0; i < sizeof signals / sizeof *signals; i++)
    for (unsigned j = 0; j < sizeof codes / sizeof *codes; j++) {
      memset(&u, 0, sizeof u);
      for (int k = 4; k < 32; k++) u.words[k] = 0x11 * k;
      u.info.si_signo = signals[i];
      u.info.si_code = codes[j];
      u.info.si_errno = j == 4 ? ENOENT : j == 5 ? 1000 : 0;
      CALL(rt_sigqueueinfo, -1, signals[i], &u);
    }
  memset(&u, 0, sizeof u);
  CALL(rt_sigqueueinfo, -1, SIGUSR1, &u);
  u.info.si_signo = SIGCHLD;
  u.info.si_code = CLD_KILLED;
  u.words[6] = 9;
  CALL(rt_sigqueueinfo, -1, SIGUSR1, &u);
  u.info.si_signo = SIGSYS;
  u.info.si_code = 1;
  u.words[6] = 59;
  u.words[7] = 0xc000003e;
  CALL(rt_sigqueueinfo, -1, SIGUSR1, &u);
  u.words[6] = 11;
  u.words[7] = 0x40000003;
  CALL(rt_sigqueueinfo, -1, SIGUSR1, &u);
  u.words[6] = 0x3fffffff;
  u.words[7] = 0xc000003e;
  CALL(rt_sigqueueinfo, -1, SIGUSR1, &u);
  u.info.si_signo = SIGSEGV;
  u.info.si_code = SEGV_PKUERR;
  CALL(rt_sigqueueinfo, -1, SIGUSR1, &u);
  u.info.si_signo = SIGRTMIN;
  u.info.si_code = SI_QUEUE;
  u.info.si_value.sival_int = -1;
  CALL(rt_sigqueueinfo, -1, SIGUSR1, &u);
  u.info.si_value.sival_ptr = &u;
  CALL(rt_tgsigqueueinfo, -1, -2, SIGUSR1, &u);
  CALL(rt_sigqueueinfo, -1, SIGUSR1, NULL);
  CALL(rt_sigqueueinfo, -1, SIGUSR1, NOWHERE);
  CALL(rt_sigqueueinfo, -1, SIGUSR1, across_edge(&u, sizeof u));
  CALL(pidfd_send_signal, -1, SIGUSR1, &u, 0);
  CALL(pidfd_send_signal, -1, 0, NULL, 0x10);
  return 0;
}
