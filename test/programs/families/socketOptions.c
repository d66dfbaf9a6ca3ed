/* Socket options that hold structs, and values of lengths that are too short,
 * too long and negative. */
#include "family.h"
#include <arpa/inet.h>
#include <linux/filter.h>
#include <linux/if_packet.h>
#include <netinet/in.h>
#include <sys/socket.h>
int main() {
  static char b[512];
  int o = 1;
  int lens[] = {0, -1, 1, 2, 3};
  for (int i = 0; i < 5; i++) {
    CALL(setsockopt, -1, 1, 2, b, lens[i]);
    CALL(setsockopt, -1, 1, 3, b, lens[i]);
    CALL(setsockopt, -1, 6, 13, b, lens[i]);
    CALL(setsockopt, -1, 270, 1, b, lens[i]);
    CALL(setsockopt, -1, 255, 1, b, 4);
    CALL(setsockopt, -1, 0, 35, b, lens[i]);
    CALL(setsockopt, -1, 99, 2, b, lens[i]);
  }
  CALL(setsockopt, -1, 1, 2, NULL, 4);
  CALL(setsockopt, -1, 1, 2, NOWHERE, 4);
  CALL(setsockopt, -1, 6, 13, NOWHERE, 5);
  CALL(setsockopt, -1, 6, 13, NULL, 4);
  CALL(setsockopt, -1, 6, 13, "cubic", 5);
  CALL(setsockopt, -1, 6, 13, "cubic", 6);
  CALL(setsockopt, -1, 6, 13, at_edge("cubic", 5), 0x7fffffff);
  CALL(setsockopt, -1, 6, 13, at_edge("cubic", 5), 100);
  struct group_req g = {1};
  struct sockaddr_in *s = (void *)&g.gr_group;
  s->sin_family = AF_INET;
  inet_pton(AF_INET, "224.0.0.1", &s->sin_addr);
  CALL(setsockopt, -1, 0, 42, &g, sizeof g);
  CALL(setsockopt, -1, 0, 42, &g, sizeof g + 1);
  CALL(setsockopt, -1, 0, 45, &g, sizeof g - 1);
  g.gr_interface = 5;
  CALL(setsockopt, -1, 41, 42, &g, sizeof g);
  struct sockaddr_in6 *s6 = (void *)&g.gr_group;
  s6->sin6_family = AF_INET6;
  CALL(setsockopt, -1, 41, 42, &g, sizeof g);
  CALL(setsockopt, -1, 263, 5, b, 28);
  CALL(setsockopt, -1, 263, 5, b, 16);
  struct packet_mreq m = {1, 0, 6, {1, 2, 3, 4, 5, 6}};
  for (int t = 0; t < 5; t++) {
    m.mr_type = t;
    m.mr_alen = t * 2;
    CALL(setsockopt, -1, 263, 1, &m, 16);
  }
  struct ip_mreq im = {{0x010000e0}, {0}};
  CALL(setsockopt, -1, 0, 35, &im, 8);
  struct ip_mreqn in = {{0x010000e0}, {0}, 1};
  CALL(setsockopt, -1, 0, 35, &in, 12);
  struct ipv6_mreq i6 = {.ipv6mr_interface = 1};
  CALL(setsockopt, -1, 41, 20, &i6, 20);
  for (int t = 0; t < 4; t++) {
    b[0] = t == 3 ? 255 : t;
    CALL(setsockopt, -1, 1, 74, b, 4);
  }
  o = 255;
  CALL(setsockopt, -1, 1, 74, &o, 4);
  struct sock_filter f[2] = {{0x6, 0, 0, 0x1000}, {0x15, 1, 2, 3}};
  struct sock_fprog p = {2, f};
  CALL(setsockopt, -1, 1, 26, &p, 16);
  CALL(setsockopt, -1, 1, 51, &p, 16);
  p.len = 0;
  CALL(setsockopt, -1, 1, 26, &p, 16);
  p.filter = NULL;
  p.len = 5;
  CALL(setsockopt, -1, 1, 26, &p, 16);
  p.len = 5000;
  p.filter = f;
  CALL(setsockopt, -1, 1, 26, &p, 16);
  unsigned fl = 0;
  CALL(setsockopt, -1, 255, 1, &fl, 4);
  fl = ~0;
  CALL(setsockopt, -1, 255, 1, &fl, 4);
  fl = ~0x101;
  CALL(setsockopt, -1, 255, 1, &fl, 4);
  struct {
    int a, b;
  } l = {1, 5};
  CALL(setsockopt, -1, 1, 13, &l, 8);
  CALL(setsockopt, -1, 1, 13, NOWHERE, 8);
  CALL(setsockopt, -1, 1, 13, &l, 7);
  CALL(setsockopt, -1, 1, 13, NULL, 8);
  struct {
    long s, u;
  } tv = {1, 2};
  CALL(setsockopt, -1, 1, 20, &tv, 16);
  CALL(setsockopt, -1, 1, 66, &tv, 16);
  int so = socket(2, 1, 0), len;
  len = 16;
  CALL(getsockopt, so, 1, 20, b, &len);
  len = 4;
  CALL(getsockopt, so, 1, 3, b, &len);
  len = 300;
  CALL(getsockopt, so, 6, 11, b, &len);
  len = 16;
  CALL(getsockopt, so, 6, 13, b, &len);
  len = 8;
  CALL(getsockopt, so, 1, 13, b, &len);
  setsockopt(so, 1, 26, &(struct sock_fprog){2, f}, 16);
  len = 10;
  CALL(getsockopt, so, 1, 26, f, &len);
  CALL(setsockopt, so, 1, 26, (&(struct sock_fprog){1, f}), 16);
  len = 10;
  CALL(getsockopt, so, 1, 26, b, &len);
  len = 0;
  CALL(getsockopt, so, 1, 26, b, &len);
  CALL(getsockopt, -1, 1, 3, b, &len);
  CALL(getsockopt, -1, 1, 3, b, NULL);
  CALL(getsockopt, so, 1, 3, NULL, &len);
  CALL(getsockopt, so, 99, 3, b, &len);
}
