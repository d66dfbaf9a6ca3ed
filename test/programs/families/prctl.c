/* prctl and arch_prctl: every option with ordinary and odd arguments. */
#include "family.h"
#include <linux/capability.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>

int main(void) {
  int number = 5;
  unsigned long word;
  static const int options[] = {1,  2,  3,  4,  5,  6,  7,  8,  9,  10, 11, 12, 13, 14, 19, 20, 21, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32, 33, 34, 36, 37,
                                38, 39, 40, 41, 42, 43, 44, 45, 46, 47, 50, 51, 52, 53, 54, 55, 56, 57, 58, 59, 60, 61, 63, 64, 0, 99};
  for (unsigned i = 0; i < sizeof options / sizeof *options; i++) {
    if (options[i] == 38) continue;
    CALL(prctl, options[i], ALL_BITS, 0x11, 0x12, 0x13);
    CALL(prctl, options[i], NOWHERE, 3, 4, 5);
  }
  CALL(prctl, PR_SET_PDEATHSIG, 15, 0, 0, 0);
  CALL(prctl, PR_GET_PDEATHSIG, &number, 0, 0, 0);
  CALL(prctl, PR_SET_PDEATHSIG, 0, 0, 0, 0);
  CALL(prctl, PR_GET_DUMPABLE, 0, 0, 0, 0);
  CALL(prctl, PR_SET_DUMPABLE, 1, 0, 0, 0);
  CALL(prctl, PR_GET_TSC, &number, 0, 0, 0);
  CALL(prctl, PR_SET_TSC, 1, 0, 0, 0);
  CALL(prctl, PR_SET_TSC, 7, 0, 0, 0);
  CALL(prctl, PR_SET_NAME, "a name longer than fifteen bytes", 0, 0, 0);
  CALL(prctl, PR_SET_NAME, "short", 0, 0, 0);
  CALL(prctl, PR_SET_NAME, NULL, 0, 0, 0);
  static char name[17];
  CALL(prctl, PR_GET_NAME, name, 0, 0, 0);
  CALL(prctl, PR_GET_NAME, NOWHERE, 0, 0, 0);
  CALL(prctl, PR_CAPBSET_READ, CAP_SYS_ADMIN, 0, 0, 0);
  CALL(prctl, PR_CAPBSET_READ, 63, 0, 0, 0);
  CALL(prctl, PR_CAP_AMBIENT, PR_CAP_AMBIENT_IS_SET, CAP_CHOWN, 0, 0);
  CALL(prctl, PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0);
  CALL(prctl, PR_CAP_AMBIENT, 9, CAP_CHOWN, 0, 0);
  CALL(prctl, PR_GET_SECUREBITS, 0, 0, 0, 0);
  CALL(prctl, PR_SET_SECUREBITS, 0xff, 0, 0, 0);
  CALL(prctl, PR_SET_SECUREBITS, 0, 0, 0, 0);
  CALL(prctl, PR_SET_TIMERSLACK, 50000, 0, 0, 0);
  CALL(prctl, PR_GET_TIMERSLACK, 0, 0, 0, 0);
  CALL(prctl, PR_GET_CHILD_SUBREAPER, &number, 0, 0, 0);
  CALL(prctl, PR_GET_TID_ADDRESS, &word, 0, 0, 0);
  CALL(prctl, PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0);
  CALL(prctl, PR_GET_SPECULATION_CTRL, 0, 0, 0, 0);
  CALL(prctl, PR_GET_SPECULATION_CTRL, 1, 0, 0, 0);
  CALL(prctl, PR_SET_SPECULATION_CTRL, 0, 4, 0, 0);
  CALL(prctl, PR_SET_SPECULATION_CTRL, 9, 9, 0, 0);
  CALL(prctl, PR_MCE_KILL, 1, 2, 0, 0);
  CALL(prctl, PR_MCE_KILL_GET, 0, 0, 0, 0);
  CALL(prctl, PR_SET_MM, 13, 0, 0, 0);
  CALL(prctl, 0x53564d41, 0, NOWHERE, 4096, "a name");
  CALL(prctl, 0x53564d41, 1, NOWHERE, 4096, NOWHERE);
  CALL(prctl, 0x59616d61, 5, 0, 0, 0);
  CALL(prctl, 0x59616d61, ALL_BITS, 0, 0, 0);
  CALL(prctl, PR_GET_SECCOMP, 0, 0, 0, 0);
  CALL(prctl, PR_SET_SECCOMP, 9, NOWHERE, 0, 0);
  CALL(prctl, PR_SET_SECCOMP, SECCOMP_MODE_FILTER, NOWHERE, 0, 0);
  CALL(prctl, 62, 0, 0, 1, &word);
  CALL(arch_prctl, 0x1003, &word);
  CALL(arch_prctl, 0x1004, &word);
  CALL(arch_prctl, 0x1001, 0);
  CALL(arch_prctl, 0x1002, ALL_BITS);
  CALL(arch_prctl, 0x1011, 0);
  CALL(arch_prctl, 0x1012, 1);
  CALL(arch_prctl, 0x1021, &word);
  CALL(arch_prctl, 0x1022, &word);
  CALL(arch_prctl, 0x1023, 18);
  CALL(arch_prctl, 0x2001, 1);
  CALL(arch_prctl, 0x7777, 1);
  CALL(arch_prctl, 0x1003, NOWHERE);
  return 0;
}
