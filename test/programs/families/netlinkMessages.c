/* Netlink messages of every protocol and type, answers with errors and their attributes, several messages in one buffer, next hops and filters. */
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
  CALL(sendto, fd, at_edge(b, n), claimed, MSG_DONTWAIT, &nobody, sizeof nobody);
}
static void every_type(void) {
  int protos[] = {0, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 18, 19, 20, 21, 22};
  char b[1024];

  for (int p = 0; p < 21; p++) {
    int fd = sk(protos[p]);
    if (fd < 0)
      continue;
    int tmax = protos[p] == 0 ? 130 : protos[p] == 12 ? 0xd10 : protos[p] == 9 ? 2200 : 140;
    for (int t = 0; t < tmax; t++) {
      if (protos[p] == 12 && t > 0x40 && (t & 0xff) > 34)
        continue;
      if (protos[p] == 9 && t > 30 && t < 1000)
        continue;
      if (protos[p] == 9 && t > 1000 && (t % 100) > 30)
        continue;
      int lens[] = {0, 1, 3, 4, 12, 60};
      for (int l = 0; l < 6; l++) {
        if ((protos[p] == 9 || protos[p] == 12) && l > 4)
          continue;
        for (int i = 0; i < 1024; i++)
          b[i] = (l & 1) ? 0 : i * 7 + t;
        struct nlmsghdr *h = (void *)b;
        h->nlmsg_len = 16 + lens[l];
        h->nlmsg_type = t;
        h->nlmsg_flags = (t * 37 + l * 0x101) & 0xffff;
        if (l == 2)
          h->nlmsg_flags = 0x301;
        if (l == 3)
          h->nlmsg_flags = 0xf0f;
        if (l == 4)
          h->nlmsg_flags = 0x30f;
        h->nlmsg_seq = t;
        h->nlmsg_pid = l - 1;
        snd(fd, b, 16 + lens[l], 16 + lens[l]);
      }
    }
    close(fd);
  }
}
static void errors(void) {
  int fd = sk(0);
  char b[300];
  int fl[] = {0, 0x100, 0x200, 0x300};
  unsigned il[] = {0, 15, 16, 17, 20, 32, 40, 41, 60, 100, 0xffffffff};
  for (int e = -2; e < 2; e++)
    for (int f = 0; f < 4; f++)
      for (int i = 0; i < 11; i++)
        for (int total = 16; total <= 100; total += total < 48 ? 4 : 13) {
          if (e != -2 && (total % 8 || f))
            continue;
          memset(b, 0, 300);
          struct nlmsghdr *h = (void *)b;
          h->nlmsg_len = total;
          h->nlmsg_type = 2;
          h->nlmsg_flags = fl[f];
          *(int *)(b + 16) = e;
          struct nlmsghdr *k = (void *)(b + 20);
          k->nlmsg_len = il[i];
          k->nlmsg_type = (e == 1) ? 2 : 16;
          k->nlmsg_flags = 5;
          for (int at = 36; at < 300; at += 12) {
            struct nlattr *a = (void *)(b + at);
            a->nla_len = (at % 5) + 8;
            a->nla_type = (at / 12) % 7;
            a[1].nla_len = 0x4142;
          }
          snd(fd, b, total, total);
          if (total == 48)
            snd(fd, b, total - 3, total);
          if (total == 36)
            snd(fd, b, 18, total);
        }
  /* DONE */
  for (int total = 16; total < 40; total++) {
    memset(b, 5, 300);
    struct nlmsghdr *h = (void *)b;
    h->nlmsg_len = total;
    h->nlmsg_type = 3;
    h->nlmsg_flags = 2;
    snd(fd, b, total, total);
    snd(fd, b, total > 18 ? 18 : 16, total);
  }
  /* several messages */
  for (int n = 1; n < 6; n++)
    for (int len = 16; len < 30; len += 3) {
      memset(b, 0, 300);
      char *q = b;
      for (int i = 0; i < n; i++) {
        struct nlmsghdr *h = (void *)q;
        h->nlmsg_len = len;
        h->nlmsg_type = i == n - 1 ? 3 : 18;
        q += (len + 3) & ~3;
      }
      for (int x = -5; x < 6; x += 1)
        snd(fd, b, q - b + x, q - b + x);
      snd(fd, b, q - b - 4, q - b + 20);
    }
  /* nested flags */
  static short hd[] = {16, 24, 28, 32, 36, 20};
  for (int t = 0; t < 6; t++)
    for (int nt = 0; nt < 4; nt++)
      for (int at = 0; at < 30; at++) {
        memset(b, 0, 300);
        struct nlmsghdr *h = (void *)b;
        h->nlmsg_type = hd[t];
        h->nlmsg_len = 16 + 20 + 4 + 16;
        int o[] = {16, 12, 12, 12, 20, 8};
        struct nlattr *a = (void *)(b + 16 + o[t]);
        b[16] = t & 1 ? 2 : 10;
        a->nla_len = 20;
        a->nla_type = at | nt << 14;
        a++;
        for (int k = 0; k < 2; k++, a += 2) {
          a->nla_len = 8;
          a->nla_type = k + 1 + (nt << 14);
          a[1].nla_len = 7;
        }
        h->nlmsg_len = (char *)a - b;
        snd(fd, b, h->nlmsg_len, h->nlmsg_len);
      }
}
static void next_hops_and_filters(void) {
  int fd = sk(0);
  char b[400];
  for (int l = 1; l < 20; l++)
    for (int n = 1; n < 4; n++) {
      memset(b, 0, 400);
      struct nlmsghdr *h = (void *)b;
      h->nlmsg_type = 24;
      b[16] = 2;
      struct nlattr *A = (void *)(b + 28);
      A->nla_type = 9;
      char *q = b + 32;
      for (int i = 0; i < n; i++) {
        *(short *)q = l;
        q[2] = 1;
        q[3] = 2;
        q[4] = i + 5;
        q[8] = 8;
        q[10] = 1;
        q += (l + 3) & ~3;
        if (l < 4)
          q += 8;
      }
      for (int x = 0; x < 8; x += 3) {
        A->nla_len = q + x - (char *)A;
        h->nlmsg_len = q + x - b;
        snd(fd, b, h->nlmsg_len, h->nlmsg_len);
      }
      if (n == 2 && l == 12)
        for (int c = 1; c < 24; c++)
          snd(fd, b, h->nlmsg_len - c, h->nlmsg_len);
    }
  int fp = sk(4);
  for (int t = 4; t < 13; t++)
    for (int l = 0; l < 34; l++) {
      memset(b, 0, 400);
      struct nlmsghdr *h = (void *)b;
      h->nlmsg_type = 20;
      b[16] = 17;
      struct nlattr *A = (void *)(b + 32);
      A->nla_type = t;
      A->nla_len = 4 + l;
      for (int i = 0; i < l; i++)
        b[36 + i] = (i % 8 == 0) ? 0x20 : (i % 8 < 4) ? 0 : i;
      h->nlmsg_len = 36 + l;
      snd(fp, b, 36 + l, 36 + l);
      if (l > 8)
        snd(fp, b, 36 + l - 5, 36 + l);
    }
  for (int t = 22; t < 24; t++)
    for (int l = 0; l < 8; l++)
      for (int v = 0; v < 4; v++) {
        memset(b, 0, 400);
        struct nlmsghdr *h = (void *)b;
        h->nlmsg_type = 20;
        b[16] = 2;
        struct nlattr *A = (void *)(b + 16 + 72);
        A->nla_type = t;
        A->nla_len = 4 + l;
        for (int i = 0; i < l; i++)
          b[92 + i] = v * 85 + i;
        h->nlmsg_len = 92 + l;
        snd(fp, b, 92 + l, 92 + l);
      }
  for (int l = 0; l < 50; l++) {
    memset(b, 0, 400);
    struct nlmsghdr *h = (void *)b;
    h->nlmsg_type = 64;
    b[16] = 2;
    struct nlattr *A = (void *)(b + 20);
    A->nla_type = 6;
    A->nla_len = 4 + l;
    for (int i = 0; i < l; i++)
      b[24 + i] = i;
    h->nlmsg_len = 24 + l;
    h->nlmsg_type = 64;
    snd(fd, b, 24 + l, 24 + l);
  }
  for (int k = 0; k < 8; k++) {
    unsigned v[] = {0, 1, 0xff, 0x100, 0xffff, 0x10000, 0xffffff, 0x1000000};
    memset(b, 0, 400);
    struct nlmsghdr *h = (void *)b;
    h->nlmsg_type = 64;
    b[16] = 2;
    struct nlattr *A = (void *)(b + 20);
    A->nla_type = 3;
    A->nla_len = 36;
    *(unsigned *)(b + 24 + 20) = v[k];
    *(unsigned *)(b + 24 + 16) = v[k];
    h->nlmsg_len = 56;
    snd(fd, b, 56, 56);
    A->nla_type = 4;
    snd(fd, b, 56, 56);
  }
}
int main(void) {
  every_type();
  errors();
  next_hops_and_filters();
}
