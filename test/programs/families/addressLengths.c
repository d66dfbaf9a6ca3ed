/* Socket addresses of every family in every length, and those whose lengths say
 * more. */
#include "family.h"
#include <arpa/inet.h>
#include <linux/if_packet.h>
#include <net/if.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/un.h>
static void c(const void *p, int n) { CALL(connect, -1, p, n); }
int main() {
  unsigned char b[300];
  unsigned short *h = (void *)b;
  unsigned *w = (void *)b;
  /* every family with every length */
  for (int f = 0; f < 50; f++) {
    for (int n = -1; n < 140; n += n < 36 ? 1 : 13) {
      for (int i = 0; i < 300; i++)
        b[i] = i + 1;
      h[0] = f;
      c(b, n);
    }
    memset(b, 0, 300);
    h[0] = f;
    c(b, 128);
    c(b, 200);
    c(b, 16);
    c(at_edge(b, 8), 16);
    c(at_edge(b, 16), 28);
    memset(b, 0xff, 300);
    h[0] = f;
    c(b, 128);
    c(b, 30);
  }
  c(NULL, 16);
  c(NOWHERE, 16);
  c(b, 0x7fffffff);
  c(b, 0x80000000);
  struct sockaddr_in s = {.sin_family = 2, .sin_port = htons(80)};
  s.sin_addr.s_addr = inet_addr("127.0.0.1");
  c(&s, 16);
  struct sockaddr_in6 s6 = {
      .sin6_family = 10, .sin6_port = htons(80), .sin6_flowinfo = htonl(7)};
  const char *a[] = {"::",         "::1",     "fe80::1", "ff02::1",
                     "ff01::1",    "ff05::1", "fec0::2", "::ffff:1.2.3.4",
                     "2001:db8::1"};
  for (int i = 0; i < 9; i++)
    for (int k = 0; k < 3; k++) {
      inet_pton(10, a[i], &s6.sin6_addr);
      s6.sin6_scope_id = k ? k == 1 ? 1 : 77 : 0;
      c(&s6, 28);
      c(&s6, 24);
      c(&s6, 27);
    }
  struct sockaddr_un u = {.sun_family = 1};
  strcpy(u.sun_path, "/tmp/sock");
  for (int n = 2; n < 14; n++)
    c(&u, n);
  c(&u, 110);
  memset(u.sun_path, 'a', 108);
  c(&u, 110);
  c(&u, 109);
  c(&u, 112);
  memset(u.sun_path, 0, 108);
  strcpy(u.sun_path + 1, "abs");
  c(&u, 3);
  c(&u, 6);
  c(&u, 7);
  c(&u, 110);
  u.sun_path[3] = 1;
  c(&u, 6);
  /* It is given with more bytes than it has. */
  union {
    struct sockaddr_ll address;
    char room[32];
  } packet = {{.sll_family = 17,
               .sll_protocol = htons(3),
               .sll_ifindex = 1,
               .sll_hatype = 1,
               .sll_pkttype = 0,
               .sll_halen = 6}};
#define l packet.address
  for (int i = 0; i < 12; i++) {
    l.sll_halen = i;
    l.sll_pkttype = i;
    l.sll_hatype = i * 100;
    l.sll_ifindex = i;
    l.sll_protocol = htons(i * 257);
    for (int j = 0; j < 8; j++)
      l.sll_addr[j] = j * i;
    c(&l, 20);
    c(&l, 18);
    c(&l, 24);
    c(&l, 12);
  }
  int nd[] = {-1, 0, 1, 2, 8, 9};
  int ln[] = {16, 17, 20, 23, 24, 30, 31, 72, 73, 79, 128};
  for (int i = 0; i < 6; i++)
    for (int j = 0; j < 11; j++) {
      memset(b, 0, 300);
      h[0] = 3;
      w[3] = nd[i];
      CALL(connect, -1, b, ln[j]);
    }
  memset(b, 0, 300);
  int sv[] = {1, 52, 2500, 2501, 2503, 34, 7000, 11, 0x10001};
  for (int i = 0; i < 9; i++) {
    h[0] = 33;
    h[1] = sv[i];
    h[2] = 2;
    h[3] = 0;
    h[4] = 0;
    CALL(connect, -1, b, 36);
  }
  for (int f = 0; f < 3; f++)
    for (int n = 0; n < 40; n++) {
      for (int k = 4; k < 300; k++)
        b[k] = k;
      h[0] = 33;
      h[1] = 1;
      h[2] = 1;
      h[3] = n;
      h[4] = f == 0 ? 2 : f == 1 ? 10 : 1;
      CALL(connect, -1, b, 36);
      if (n % 3 == 0)
        CALL(connect, -1, b, n + 8);
    }
}
