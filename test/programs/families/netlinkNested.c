/* Netlink messages of each kind with nested attributes of all types, sent to a port that nobody has. With an argument: nested once more. */
#include "family.h"
#include <linux/netlink.h>
#include <sys/socket.h>
static int sk(int p) {
  struct sockaddr_nl h = {.nl_family = AF_NETLINK};
  int fd = socket(AF_NETLINK, SOCK_RAW, p);
  bind(fd, (void *)&h, sizeof h);
  return fd;
}
static void snd(int fd, const void *b, size_t n, size_t claimed) {
  struct sockaddr_nl nobody = {.nl_family = AF_NETLINK, .nl_pid = 0x7ffffff0};
  if (n > 4000)
    return;
  CALL(sendto, fd, at_edge(b, n), claimed, MSG_DONTWAIT, &nobody, sizeof nobody);
}
struct kind {
  int p, t, f, h, n;
};
static const struct kind kinds[] = {
    {0, 16, 0, 16, 70},  {0, 16, 2, 16, 70},   {0, 16, 7, 16, 70},  {0, 16, 10, 16, 70},   {0, 20, 2, 8, 12},     {0, 20, 10, 8, 12},    {0, 24, 2, 12, 32},
    {0, 24, 10, 12, 32}, {0, 24, 128, 12, 32}, {0, 28, 2, 12, 20},  {0, 28, 10, 12, 20},   {0, 28, 7, 12, 20},    {0, 32, 2, 12, 30},    {0, 32, 10, 12, 30},
    {0, 36, 0, 20, 18},  {0, 40, 0, 20, 18},   {0, 44, 0, 20, 18},  {0, 48, 0, 4, 8},      {0, 100, 0, 20, 18},   {0, 58, 2, 4, 10},     {0, 62, 2, 4, 10},
    {0, 64, 2, 4, 12},   {0, 72, 10, 12, 4},   {0, 72, 2, 12, 4},   {0, 78, 7, 4, 16},     {0, 80, 2, 4, 10},     {0, 80, 10, 4, 10},    {0, 84, 7, 8, 6},
    {0, 86, 7, 8, 6},    {0, 88, 0, 4, 8},     {0, 92, 0, 12, 8},   {0, 92, 7, 12, 8},     {0, 96, 128, 4, 9},    {0, 96, 129, 4, 9},    {0, 96, 2, 4, 9},
    {0, 104, 2, 8, 16},  {0, 104, 10, 8, 16},  {0, 112, 0, 4, 6},   {0, 116, 0, 4, 6},     {0, 118, 0, 4, 6},     {0, 120, 0, 8, 6},     {4, 18, 2, 56, 8},
    {4, 19, 2, 56, 8},   {4, 20, 1, 16, 10},   {4, 20, 2, 72, 26},  {4, 20, 10, 72, 26},   {4, 20, 16, 28, 7},    {4, 20, 17, 16, 9},    {4, 20, 43, 64, 8},
    {4, 20, 44, 16, 10}, {4, 20, 30, 16, 8},   {4, 20, 38, 8, 8},   {12, 0x100, 2, 4, 26}, {12, 0xa00, 1, 4, 14}, {12, 0x601, 2, 4, 14}, {12, 0x300, 2, 4, 14},
    {16, 16, 1, 4, 12},  {9, 1000, 0, 0, 3},   {6, 16, 0, 224, 30}, {20, 16, 0, 4, 4}};
int main(int argc, char **argv) {
  int mode = argc > 1;
  int lens[] = {0, 1, 3, 4, 8, 12, 20, 36};
  static char b[8192];
  for (int i = 0; i < sizeof kinds / sizeof *kinds; i++) {
    const struct kind *k = &kinds[i];
    int fd = sk(k->p);
    for (int a = 0; a < k->n; a++)
      for (int l = 0; l < 8; l++) {
        if (mode == 1 && l % 3)
          continue;
        memset(b, 0, sizeof b);
        for (int z = 0; z < k->h; z++)
          b[16 + z] = z * 3;
        struct nlmsghdr *h = (void *)b;
        h->nlmsg_type = k->t;
        b[16] = k->f;
        if (k->p == 4 && (k->t == 20) && k->h == 72)
          b[16 + 2] = 0;
        struct nlattr *A = (void *)(b + 16 + ((k->h + 3) & ~3));
        A->nla_type = a;
        char *q = (char *)(A + 1);
        for (int c = 0; c < (mode ? 24 : 50) && q - b < 3900; c++) {
          struct nlattr *N = (void *)q;
          N->nla_type = c;
          N->nla_len = 4 + lens[l];
          char *d = (char *)(N + 1);
          if (mode) {
            char *e = d;
            for (int g = 0; g < 10 && e - b < 3900; g++) {
              struct nlattr *M = (void *)e;
              M->nla_type = g;
              M->nla_len = 4 + lens[l];
              for (int y = 0; y < lens[l]; y++)
                e[4 + y] = y % 3 ? 0 : 'a' + y;
              e += 4 + ((lens[l] + 3) & ~3);
            }
            N->nla_len = e - (char *)N;
            q = e;
          } else {
            for (int y = 0; y < lens[l]; y++)
              d[y] = (l & 1) ? "bridge\0\1\2"[y % 9] : (y * 5 + c) % 251;
            q += 4 + ((lens[l] + 3) & ~3);
          }
        }
        A->nla_len = q - (char *)A;
        h->nlmsg_len = q - b;
        snd(fd, b, h->nlmsg_len, h->nlmsg_len);
      }
    close(fd);
  }
}
