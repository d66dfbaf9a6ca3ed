/* Sockets: creation, addresses of each family, options by level, messages with control data, many messages at once. */
#include "family.h"
#include <arpa/inet.h>
#include <linux/if_packet.h>
#include <linux/netlink.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <sys/un.h>
#include <time.h>

static void addresses(int fd) {
  union {
    struct sockaddr any;
    struct sockaddr_in in;
    struct sockaddr_in6 in6;
    struct sockaddr_un un;
    struct sockaddr_nl nl;
    struct sockaddr_ll ll;
    char bytes[200];
  } u;
  memset(&u, 0, sizeof u);
  CALL(connect, -1, NULL, 16);
  CALL(connect, -1, NOWHERE, 16);
  CALL(connect, -1, &u, 0);
  CALL(connect, -1, &u, 1);
  CALL(connect, -1, &u, 2);
  CALL(connect, -1, &u, 16);
  CALL(connect, -1, &u, -1);
  u.in.sin_family = AF_INET;
  u.in.sin_port = htons(80);
  inet_pton(AF_INET, "127.0.0.1", &u.in.sin_addr);
  CALL(connect, -1, &u, 16);
  CALL(connect, -1, &u, 15);
  CALL(connect, -1, &u, 4);
  CALL(connect, -1, &u, 17);
  CALL(bind, -1, &u, 128);
  CALL(bind, -1, across_edge(&u, 16), 16);
  memset(&u, 0, sizeof u);
  u.in6.sin6_family = AF_INET6;
  u.in6.sin6_port = htons(443);
  u.in6.sin6_flowinfo = htonl(5);
  inet_pton(AF_INET6, "fe80::1", &u.in6.sin6_addr);
  CALL(connect, -1, &u, 24);
  CALL(connect, -1, &u, 28);
  u.in6.sin6_scope_id = 12345;
  CALL(connect, -1, &u, 28);
  memset(&u.in6.sin6_addr, 0, 16);
  CALL(connect, -1, &u, 28);
  inet_pton(AF_INET6, "::ffff:1.2.3.4", &u.in6.sin6_addr);
  CALL(connect, -1, &u, 28);
  memset(&u, 0, sizeof u);
  u.un.sun_family = AF_UNIX;
  CALL(connect, -1, &u, 2);
  CALL(connect, -1, &u, 3);
  strcpy(u.un.sun_path, "/nonexistent/socket");
  CALL(connect, -1, &u, 110);
  CALL(connect, -1, &u, 10);
  CALL(connect, -1, &u, 2 + 20);
  strcpy(u.un.sun_path + 1, "abstract\0name");
  u.un.sun_path[0] = 0;
  CALL(connect, -1, &u, 20);
  CALL(connect, -1, &u, 110);
  memset(u.un.sun_path, 'p', 108);
  CALL(connect, -1, &u, 110);
  memset(&u, 0, sizeof u);
  u.nl.nl_family = AF_NETLINK;
  u.nl.nl_pid = 77;
  u.nl.nl_groups = 0x123;
  CALL(bind, -1, &u, 12);
  CALL(bind, -1, &u, 11);
  memset(&u, 0, sizeof u);
  u.ll.sll_family = AF_PACKET;
  u.ll.sll_protocol = htons(0x800);
  u.ll.sll_ifindex = 1;
  u.ll.sll_halen = 6;
  memcpy(u.ll.sll_addr, "\1\2\3\4\5\6", 6);
  CALL(bind, -1, &u, 20);
  u.any.sa_family = 999;
  CALL(bind, -1, &u, 16);
  u.any.sa_family = AF_X25;
  CALL(bind, -1, &u, 10);
  (void)fd;
}

static void options(int fd) {
  int one = 1;
  socklen_t length = sizeof one;
  struct linger linger = {1, 5};
  struct timeval timeout = {3, 4};
  CALL(setsockopt, fd, SOL_SOCKET, SO_REUSEADDR, &one, 4);
  CALL(setsockopt, fd, SOL_SOCKET, SO_REUSEADDR, &one, 3);
  CALL(setsockopt, fd, SOL_SOCKET, SO_REUSEADDR, NULL, 4);
  CALL(setsockopt, fd, SOL_SOCKET, SO_REUSEADDR, NOWHERE, 4);
  CALL(setsockopt, fd, SOL_SOCKET, SO_LINGER, &linger, 8);
  CALL(setsockopt, fd, SOL_SOCKET, SO_LINGER, &linger, 4);
  CALL(setsockopt, fd, SOL_SOCKET, SO_RCVTIMEO, &timeout, 16);
  CALL(setsockopt, fd, SOL_SOCKET, 999, &one, 4);
  CALL(setsockopt, fd, 777, 1, &one, 4);
  CALL(setsockopt, fd, 777, 1, "abcdef", 6);
  CALL(setsockopt, fd, IPPROTO_TCP, TCP_NODELAY, &one, 4);
  CALL(setsockopt, fd, IPPROTO_TCP, TCP_CONGESTION, "cubic", 5);
  CALL(setsockopt, fd, IPPROTO_IP, IP_TTL, &one, 4);
  CALL(setsockopt, fd, IPPROTO_IPV6, IPV6_V6ONLY, &one, 4);
  CALL(setsockopt, fd, SOL_SOCKET, SO_BINDTODEVICE, "lo", 3);
  CALL(setsockopt, fd, SOL_SOCKET, SO_SNDBUF, &one, -1);
  CALL(getsockopt, fd, SOL_SOCKET, SO_TYPE, &one, &length);
  CALL(getsockopt, fd, SOL_SOCKET, SO_ERROR, &one, &length);
  CALL(getsockopt, fd, SOL_SOCKET, SO_DOMAIN, &one, &length);
  CALL(getsockopt, fd, SOL_SOCKET, SO_PROTOCOL, &one, &length);
  length = sizeof linger;
  CALL(getsockopt, fd, SOL_SOCKET, SO_LINGER, &linger, &length);
  length = 100;
  CALL(getsockopt, fd, SOL_SOCKET, SO_SNDBUF, &one, &length);
  length = 2;
  CALL(getsockopt, fd, SOL_SOCKET, SO_SNDBUF, &one, &length);
  CALL(getsockopt, fd, SOL_SOCKET, 999, &one, &length);
  CALL(getsockopt, fd, SOL_SOCKET, SO_TYPE, &one, NULL);
  CALL(getsockopt, fd, SOL_SOCKET, SO_TYPE, NULL, NOWHERE);
  char name[32];
  length = sizeof name;
  CALL(getsockopt, fd, IPPROTO_TCP, TCP_CONGESTION, name, &length);
  struct ucred peer;
  length = sizeof peer;
  CALL(getsockopt, fd, SOL_SOCKET, SO_PEERCRED, &peer, &length);
}

static void messages(int a, int b) {
  char buffer[64];
  struct iovec parts[2] = {{"hello", 5}, {" world", 6}}, into[2] = {{buffer, 4}, {buffer + 4, 40}};
  union {
    struct cmsghdr header;
    char bytes[128];
  } control;
  memset(&control, 0, sizeof control);
  struct msghdr message = {.msg_iov = parts, .msg_iovlen = 2};
  CALL(sendmsg, a, &message, MSG_NOSIGNAL);
  message.msg_iov = into;
  CALL(recvmsg, b, &message, 0);
  message.msg_iov = parts;
  message.msg_control = &control;
  control.header.cmsg_len = CMSG_LEN(8);
  control.header.cmsg_level = SOL_SOCKET;
  control.header.cmsg_type = SCM_RIGHTS;
  memcpy(CMSG_DATA(&control.header), (int[]){a, b}, 8);
  message.msg_controllen = CMSG_SPACE(8);
  CALL(sendmsg, a, &message, MSG_DONTWAIT);
  message.msg_iov = into;
  message.msg_controllen = sizeof control;
  CALL(recvmsg, b, &message, MSG_CMSG_CLOEXEC);
  CALL(sendmsg, a, NULL, 0);
  CALL(sendmsg, a, NOWHERE, 0xffffffff);
  CALL(recvmsg, b, &message, MSG_DONTWAIT);
  struct mmsghdr many[2] = {{.msg_hdr = {.msg_iov = parts, .msg_iovlen = 1}}, {.msg_hdr = {.msg_iov = parts + 1, .msg_iovlen = 1}}};
  CALL(sendmmsg, a, many, 2, 0);
  many[0].msg_hdr.msg_iov = into;
  many[1].msg_hdr.msg_iov = into + 1;
  struct timespec timeout = {1, 0};
  CALL(recvmmsg, b, many, 2, 0, &timeout);
  CALL(recvmmsg, b, many, 2, MSG_DONTWAIT, NULL);
  CALL(sendto, a, "text", 4, MSG_MORE, NULL, 0);
  CALL(recvfrom, b, buffer, sizeof buffer, MSG_DONTWAIT, NULL, NULL);
  CALL(recvfrom, b, buffer, sizeof buffer, MSG_DONTWAIT, NULL, NULL);
  CALL(sendto, -1, NOWHERE, 4, 0, NOWHERE, 16);
}

int main(void) {
  CALL(socket, 0, 0, 0);
  CALL(socket, 99, 99, 99);
  CALL(socket, AF_INET6, SOCK_RAW | SOCK_CLOEXEC, IPPROTO_ICMPV6);
  CALL(socket, AF_PACKET, SOCK_DGRAM | SOCK_NONBLOCK | 0x100000, htons(3));
  CLOSE(CALL(socket, AF_NETLINK, SOCK_RAW, NETLINK_ROUTE));
  CLOSE(CALL(socket, AF_UNIX, SOCK_DGRAM, 0));
  int tcp = CALL(socket, AF_INET, SOCK_STREAM, IPPROTO_TCP);
  int pair[2];
  CALL(socketpair, AF_UNIX, SOCK_DGRAM, 0, pair);
  int other[2];
  CALL(socketpair, AF_INET, SOCK_STREAM, 0, other);
  CALL(socketpair, AF_UNIX, SOCK_DGRAM, 0, NOWHERE);
  addresses(tcp);
  options(tcp);
  messages(pair[0], pair[1]);
  CALL(listen, tcp, 5);
  CALL(listen, -1, -1);
  struct sockaddr_storage name;
  socklen_t length = sizeof name;
  CALL(getsockname, tcp, &name, &length);
  length = 4;
  CALL(getsockname, tcp, &name, &length);
  CALL(getpeername, tcp, &name, &length);
  CALL(getsockname, tcp, NULL, NULL);
  length = sizeof name;
  CALL(getsockname, pair[0], &name, &length);
  int client = CALL(socket, AF_INET, SOCK_STREAM, 0);
  length = sizeof name;
  getsockname(tcp, (struct sockaddr *)&name, &length);
  CALL(connect, client, &name, length);
  CLOSE(CALL(accept4, tcp, &name, &length, SOCK_CLOEXEC | SOCK_NONBLOCK));
  CALL(accept4, -1, NULL, NULL, 0xffffffff);
  CALL(accept, -1, &name, &length);
  CALL(shutdown, client, SHUT_WR);
  CALL(shutdown, -1, 7);
  return 0;
}
