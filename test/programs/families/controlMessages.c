/* Control messages of every type of the levels that have any, cut at several
 * lengths. */
#include "family.h"
#include <sys/socket.h>
int main(void) {
  int lens[] = {64, 0, 2, 4, 8, 12, 16, 20, 24, 48};
  int n = 10;
  int lv[] = {1, 0, 41, 6, 17, 255, 263, 270, 279, 132, 99};
  for (int i = 0; i < 11; i++)
    for (int t = 0; t < 82; t++)
      for (int k = 0; k < n; k++) {
        static char c[128];
        struct cmsghdr *h = (void *)c;
        h->cmsg_len = 16 + lens[k];
        h->cmsg_level = lv[i];
        h->cmsg_type = t;
        for (int j = 0; j < 64; j++)
          c[16 + j] = j + 1;
        struct msghdr m = {.msg_control = c, .msg_controllen = 16 + lens[k]};
        CALL(sendmsg, -1, &m, 0);
      }
}
