/* Messages in vectors, with names and control messages of odd lengths, sent and received one by one and in arrays. */
#include "family.h"
#include <fcntl.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>

int main() {
  int sp[2];
  socketpair(AF_UNIX, SOCK_DGRAM, 0, sp);
  fcntl(sp[0], F_SETFL, O_NONBLOCK);
  char buf[64] = "hello world, this is a message that is long enough to be cut......";
  struct iovec iv[3] = {{buf, 20}, {buf + 20, 10}, {0, 0}};
  struct sockaddr_in a = {.sin_family = 2, .sin_port = htons(9)};
  struct msghdr m = {&a, 16, iv, 2, 0, 0, 0};
  CALL(sendmsg, -1, NULL, 0);
  CALL(sendmsg, -1, NOWHERE, 0);
  CALL(sendmsg, -1, &m, 0);
  CALL(sendmsg, -1, at_edge(&m, sizeof m), 0xffffffff);
  CALL(sendmsg, -1, across_edge(&m, sizeof m), 0);
  int nl[] = {-1, 0, 1, 2, 15, 16, 17, 128, 129, 0x7fffffff};
  for (int i = 0; i < 10; i++) {
    m.msg_namelen = nl[i];
    CALL(sendmsg, -1, &m, MSG_DONTWAIT);
  }
  m.msg_name = NULL;
  CALL(sendmsg, -1, &m, 0);
  m.msg_name = NOWHERE;
  m.msg_namelen = 16;
  CALL(sendmsg, -1, &m, 0);
  m.msg_name = 0;
  m.msg_namelen = 0;
  long il[] = {0, 1};
  for (int i = 0; i < 2; i++) {
    m.msg_iovlen = il[i];
    CALL(sendmsg, -1, &m, 0);
  }
  m.msg_iovlen = 1;
  m.msg_iov = NULL;
  CALL(sendmsg, -1, &m, 0);
  m.msg_iov = NOWHERE;
  CALL(sendmsg, -1, &m, 0);
  m.msg_iov = at_edge(iv, 24);
  m.msg_iovlen = 2;
  CALL(sendmsg, -1, &m, 0);
  m.msg_iov = iv;
  m.msg_iovlen = 1;
  char c[200] = {0};
  struct cmsghdr *h = (void *)c;
  long cl[] = {0, 1, 8, 15, 16, 17, 20, 24, 32, 100, 0x7fffffff};
  for (int t = 1; t < 4; t++)
    for (int k = 0; k < 11; k++)
      for (int n = 0; n < 5; n++) {
        int hl[] = {16, 20, 24, 28, 0};
        h->cmsg_len = hl[n];
        h->cmsg_level = 1;
        h->cmsg_type = t;
        m.msg_control = at_edge(c, cl[k] > 0 && cl[k] < 150 ? cl[k] : 32);
        m.msg_controllen = cl[k];
        CALL(sendmsg, -1, &m, 0);
      }
  h->cmsg_len = 16;
  struct cmsghdr *h2 = (void *)(c + 16);
  h2->cmsg_len = 20;
  h2->cmsg_level = 0;
  h2->cmsg_type = 2;
  m.msg_control = c;
  for (int l = 30; l < 60; l += 3) {
    m.msg_controllen = l;
    CALL(sendmsg, -1, &m, 0);
  }
  m.msg_control = 0;
  CALL(sendmsg, -1, &m, 0);
  m.msg_control = NOWHERE;
  CALL(sendmsg, -1, &m, 0);
  m.msg_controllen = 0;
  m.msg_flags = -1;
  CALL(sendmsg, -1, &m, -1);
  m.msg_flags = 0;
  m.msg_control = 0;
  struct mmsghdr mm[4] = {{m, 0}, {m, 5}, {m, 7}, {m, 9}};
  unsigned vl[] = {0, 1, 2, 4};
  for (int i = 0; i < 4; i++) {
    CALL(sendmmsg, -1, mm, vl[i], 0);
    CALL(sendmmsg, -1, NULL, vl[i], 0);
    CALL(sendmmsg, -1, NOWHERE, vl[i], 0);
    CALL(sendmmsg, -1, at_edge(mm, 128), vl[i], 0);
  }
  CALL(sendmmsg, sp[1], mm, 2, MSG_DONTWAIT);
  struct timespec ts = {0, 5000000}, bad = {-1, 2000000000};
  char rb[4][64];
  struct iovec ri[4];
  struct mmsghdr rm[4];
  memset(rm, 0, sizeof rm);
  struct sockaddr_un un[4];
  for (int i = 0; i < 4; i++) {
    ri[i] = (struct iovec){rb[i], i ? 64 : 10};
    rm[i].msg_hdr = (struct msghdr){&un[i], sizeof un[i], &ri[i], 1, 0, 0, 0};
  }
  CALL(recvmmsg, sp[0], rm, 4, 0, NULL);
  CALL(recvmmsg, sp[0], rm, 4, MSG_DONTWAIT, NULL);
  CALL(recvmmsg, sp[0], rm, 4, 0, &ts);
  CALL(recvmmsg, sp[0], rm, 1, 0, &bad);
  CALL(recvmmsg, sp[0], rm, 1, 0, NOWHERE);
  CALL(recvmmsg, -1, rm, 4, 0, &ts);
  CALL(recvmmsg, -1, NULL, 4, 0, &ts);
  CALL(recvmmsg, sp[0], NOWHERE, 4, 0, 0);
  CALL(sendmmsg, sp[1], mm, 4, 0);
  CALL(recvmmsg, sp[0], rm, 2, 0, &ts);
  CALL(recvmmsg, sp[0], rm, 8, MSG_WAITFORONE | MSG_TRUNC, &ts);
  CALL(sendmmsg, sp[1], mm, 3, 0);
  struct timespec z = {1000, 0};
  CALL(recvmmsg, sp[0], rm, 3, 0, &z);
  struct msghdr r = {&un[0], sizeof un[0], ri, 1, c, 100, 0};
  CALL(recvmsg, sp[0], &r, 0);
  CALL(recvmsg, -1, &r, 0);
  CALL(recvmsg, sp[0], NULL, 0);
  CALL(recvmsg, sp[0], NOWHERE, MSG_DONTWAIT);
  int on = 1;
  setsockopt(sp[0], 1, 16, &on, 4);
  CALL(sendmsg, sp[1], &m, 0);
  r.msg_controllen = 100;
  CALL(recvmsg, sp[0], &r, 0);
  CALL(sendmsg, sp[1], &m, 0);
  r.msg_controllen = 20;
  r.msg_namelen = 0;
  CALL(recvmsg, sp[0], &r, MSG_CMSG_CLOEXEC);
  CALL(sendmsg, sp[1], &m, 0);
  r.msg_controllen = 0;
  r.msg_name = 0;
  r.msg_namelen = 77;
  ri[0].iov_len = 3;
  CALL(recvmsg, sp[0], &r, MSG_TRUNC);
  int fds[2] = {sp[1], 0};
  h->cmsg_len = 24;
  h->cmsg_level = 1;
  h->cmsg_type = 1;
  memcpy(c + 16, fds, 8);
  m.msg_control = c;
  m.msg_controllen = 24;
  CALL(sendmsg, sp[1], &m, 0);
  r.msg_control = c;
  r.msg_controllen = 64;
  CALL(recvmsg, sp[0], &r, 0);
  socklen_t l = 110;
  CALL(sendto, sp[1], buf, 40, 0, NULL, 0);
  CALL(recvfrom, sp[0], rb, 64, 0, &un, &l);
  CALL(sendto, -1, NULL, 5, 0, &a, 16);
  CALL(sendto, -1, NOWHERE, 5, 0, &a, -1);
  CALL(sendto, -1, at_edge(buf, 5), 50, 0, &a, 3);
  l = -1;
  CALL(recvfrom, sp[0], rb, 64, 0, &un, &l);
  l = 5;
  CALL(sendto, sp[1], buf, 4, 0, 0, 0);
  CALL(recvfrom, sp[0], rb, 64, 0, &un, &l);
  CALL(sendto, sp[1], buf, 4, 0, 0, 0);
  CALL(recvfrom, sp[0], rb, 2, MSG_TRUNC, NULL, NULL);
  CALL(sendto, sp[1], buf, 4, 0, 0, 0);
  CALL(recvfrom, sp[0], rb, 64, 0, &un, NOWHERE);
  {
    char c[200] = {0};
    struct cmsghdr *h = (void *)c;
    h->cmsg_len = 20;
    h->cmsg_level = 1;
    h->cmsg_type = 1;
    struct msghdr m = {0};
    int l[] = {32, 33, 40, 64, 100, 5000};
    for (int i = 0; i < 6; i++) {
      m.msg_control = at_edge(c, 32);
      m.msg_controllen = l[i];
      CALL(sendmsg, -1, &m, 0);
    }
    static char big[10000];
    memcpy(big, c, 200);
    m.msg_control = big;
    m.msg_controllen = 9000;
    CALL(sendmsg, -1, &m, 0);
    m.msg_controllen = 20000000;
    CALL(sendmsg, -1, &m, 0);
  }
}
