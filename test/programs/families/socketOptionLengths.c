/* Options of all levels, known and not, with values of odd lengths: given, and "filled in" by a filter that lets every getsockopt succeed. */
#include "family.h"
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>
static const int levels[] = {1,   0,   41,  6,   17,  132, 136, 255, 256, 263, 268, 269, 270, 271, 272,
                             273, 274, 275, 276, 277, 278, 279, 280, 281, 282, 283, 58,  262, 99};
static const int lengths[] = {-1, 0, 1, 4, 5, 16, 136};
enum { LEVELS = sizeof levels / sizeof *levels, LENGTHS = sizeof lengths / sizeof *lengths, OPTIONS = 46 };
static char bytes[200];

static int is_filter(int level, int option) { return level == 1 && (option == 26 || option == 50 || option == 51 || option == 52); }

static void give(int level, int option) {
  for (int k = 0; k < LENGTHS; k++)
    if (!is_filter(level, option))
      CALL(setsockopt, -1, level, option, at_edge(bytes, lengths[k] > 0 ? lengths[k] : 1), lengths[k]);
  CALL(setsockopt, -1, level, option, NULL, 4);
  CALL(setsockopt, -1, level, option, NOWHERE, 16);
  CALL(setsockopt, -1, level, option, at_edge(bytes, 8), 16);
  CALL(setsockopt, -1, level, option, at_edge(bytes, 2), 4);
}

static void ask(int level, int option) {
  for (int k = 0; k < LENGTHS; k++) {
    int length = lengths[k];
    CALL(getsockopt, 3, level, option, at_edge(bytes, length > 0 ? length : 1), &length);
  }
  int length = 16;
  CALL(getsockopt, 3, level, option, at_edge(bytes, 8), &length);
  CALL(getsockopt, 3, level, option, bytes, NULL);
}

int main(void) {
  struct sock_filter code[] = {BPF_STMT(BPF_LD | BPF_W | BPF_ABS, 0), BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_getsockopt, 0, 1),
                               BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO), BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW)};
  struct sock_fprog program = {4, code};
  prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
  prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program);
  for (int i = 0; i < (int)sizeof bytes; i++)
    bytes[i] = (char)(i * 3 + 1);
  for (int level = 0; level < LEVELS; level++) {
    for (int option = 0; option < OPTIONS; option++) {
      give(levels[level], option);
      ask(levels[level], option);
    }
  }
}
