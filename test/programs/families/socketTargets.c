/* Sockets of protocols whose names the kernel and its diagnosis spell apart,
 * bound, connected and closed, and as a child sees them; and messages in
 * numbers beyond what the kernel takes. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

static void protocols(int family) {
  struct sockaddr_in v4 = {AF_INET, 0, {htonl(INADDR_LOOPBACK)}};
  struct sockaddr_in6 v6 = {AF_INET6, 0, 0, IN6ADDR_LOOPBACK_INIT};
  struct sockaddr_storage bound;
  struct sockaddr *at = family == AF_INET ? (void *)&v4 : (void *)&v6;
  socklen_t size = family == AF_INET ? sizeof v4 : sizeof v6, length;
  const int kinds[][2] = {{SOCK_DGRAM, IPPROTO_UDPLITE}, {SOCK_DGRAM, IPPROTO_UDP}, {SOCK_STREAM, IPPROTO_MPTCP}, {SOCK_STREAM, IPPROTO_TCP}};
  for (int i = 0; i < 4; i++) {
    int s = socket(family, kinds[i][0], kinds[i][1]);
    getsockname(s, 0, 0);
    bind(s, at, size);
    getsockname(s, 0, 0);
    if (kinds[i][0] == SOCK_STREAM) listen(s, 1);
    getsockname(s, 0, 0);
    length = sizeof bound;
    getsockname(s, (void *)&bound, &length);
    int c = socket(family, kinds[i][0], kinds[i][1]);
    connect(c, (void *)&bound, length);
    getsockname(c, 0, 0);
    int d = dup(c);
    if (fork() == 0) {
      fcntl(c, F_GETFD);
      close(c);
      fcntl(c, F_GETFD);
      fcntl(d, F_GETFD);
      _exit(0);
    }
    wait(0);
    close(c);
    fcntl(d, F_GETFD);
    close(d);
    close(s);
    fcntl(s, F_GETFD);
  }
}

static void messages(void) {
  static struct mmsghdr many[2100];
  int pair[2];
  socketpair(AF_UNIX, SOCK_DGRAM, 0, pair);
  char *end = mmap(0, 8192, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  end += 4096;
  munmap(end, 4096);
  const unsigned counts[] = {0, 1, 3, 33, 1024, 1025, 2000, -1, 0x7fffffff, 0x4000000};
  for (unsigned i = 0; i < sizeof counts / sizeof *counts; i++) {
    syscall(SYS_sendmmsg, -1, many, counts[i], 0);
    syscall(SYS_sendmmsg, -1, end - 2 * sizeof *many - 8, counts[i], 0);
    syscall(SYS_sendmmsg, -1, 8, counts[i], 0);
    syscall(SYS_recvmmsg, pair[1], many, counts[i], MSG_DONTWAIT, 0);
  }
  char buf[10] = "";
  struct iovec *vector = (struct iovec *)end - 1; /* what is behind it cannot be read */
  *vector = (struct iovec){buf, sizeof buf};
  struct msghdr header = {0, 0, vector, -1};
  sendmsg(pair[0], &header, 0);
  recvmsg(pair[1], &header, MSG_DONTWAIT);
  header.msg_iovlen = 1;
  struct mmsghdr room[2] = {{header}, {header}};
  struct timespec none = {0, 0};
  long long none64[2] = {0, 0};
  for (unsigned n = 0; n < 3; n++) {
    for (int i = 0; i < 4; i++) send(pair[0], "hello", 5, 0);
    syscall(SYS_recvmmsg, pair[1], room, n, MSG_DONTWAIT, &none);
    syscall(SYS_recvmmsg, pair[1], room, n, MSG_DONTWAIT, 0);
    syscall(SYS_recvmmsg, pair[1], room, n, MSG_DONTWAIT, 8);
#ifdef SYS_recvmmsg_time64
    syscall(SYS_recvmmsg_time64, pair[1], room, n, MSG_DONTWAIT, none64);
    syscall(SYS_recvmmsg_time64, pair[1], room, n, MSG_DONTWAIT, 8);
    unsigned block[5] = {pair[1], (unsigned)room, n, MSG_DONTWAIT, (unsigned)&none};
    for (int i = 0; i < 2; i++) send(pair[0], "hello", 5, 0);
    syscall(SYS_socketcall, 19, block);
#endif
    while (recv(pair[1], buf, sizeof buf, MSG_DONTWAIT) >= 0);
  }
  char control[64] = "";
  struct cmsghdr *first = (void *)control;
  *first = (struct cmsghdr){CMSG_LEN(4), SOL_SOCKET, SCM_RIGHTS};
  header.msg_control = control;
  const size_t lengths[] = {CMSG_SPACE(4), CMSG_LEN(4) - 1, 5, 64, -1};
  for (unsigned i = 0; i < sizeof lengths / sizeof *lengths; i++) {
    header.msg_controllen = lengths[i];
    sendmsg(pair[0], &header, 0);
  }
  header.msg_controllen = sizeof control;
  recvmsg(pair[1], &header, MSG_DONTWAIT);
}

int main(void) {
  protocols(AF_INET);
  protocols(AF_INET6);
  messages();
  return 0;
}
