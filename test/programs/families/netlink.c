/* Netlink messages of each kind with attributes of different lengths, sent to a port that nobody has: the kernel looks at none of them. */
#include <linux/netlink.h>
#include <sys/socket.h>

#include "family.h"

/* A message's type and how long the struct behind its header is, with the address family that it begins with. */
struct kind {
  int protocol;
  unsigned short type;
  unsigned char family;
  unsigned short header;
  int attributes;
};

static const struct kind kinds[] = {
    {NETLINK_ROUTE, 16, 0, 16, 62},     {NETLINK_ROUTE, 20, 2, 8, 11},      {NETLINK_ROUTE, 24, 2, 12, 31},     {NETLINK_ROUTE, 24, 10, 12, 20},
    {NETLINK_ROUTE, 28, 2, 12, 18},     {NETLINK_ROUTE, 32, 2, 12, 25},     {NETLINK_ROUTE, 36, 0, 20, 16},     {NETLINK_ROUTE, 64, 2, 4, 10},
    {NETLINK_ROUTE, 72, 10, 12, 4},     {NETLINK_ROUTE, 78, 7, 4, 4},       {NETLINK_ROUTE, 80, 2, 4, 9},       {NETLINK_ROUTE, 84, 7, 8, 4},
    {NETLINK_ROUTE, 88, 0, 4, 6},       {NETLINK_ROUTE, 92, 0, 12, 6},      {NETLINK_ROUTE, 96, 128, 4, 7},     {NETLINK_ROUTE, 104, 2, 8, 14},
    {NETLINK_SOCK_DIAG, 20, 1, 16, 8},  {NETLINK_SOCK_DIAG, 20, 2, 72, 20}, {NETLINK_SOCK_DIAG, 20, 16, 28, 6}, {NETLINK_SOCK_DIAG, 20, 17, 16, 7},
    {NETLINK_NETFILTER, 256, 2, 4, 3},
};
static const int lengths[] = {0, 1, 4, 8, 16, 36};

static int open_socket(int protocol) {
  struct sockaddr_nl here = {.nl_family = AF_NETLINK};
  int fd = socket(AF_NETLINK, SOCK_RAW, protocol);
  bind(fd, (struct sockaddr *)&here, sizeof here);
  return fd;
}

static void send_bytes(int fd, const void *bytes, size_t size, size_t claimed) {
  struct sockaddr_nl nobody = {.nl_family = AF_NETLINK, .nl_pid = 0x7ffffff0};
  CALL(sendto, fd, at_edge(bytes, size), claimed, MSG_DONTWAIT, &nobody, sizeof nobody);
}

static void send_kind(int fd, const struct kind *kind) {
  char bytes[512];
  for (int type = 0; type < kind->attributes; type++) {
    for (unsigned i = 0; i < sizeof lengths / sizeof *lengths; i++) {
      memset(bytes, 0, sizeof bytes);
      struct nlmsghdr *header = (void *)bytes;
      struct nlattr *attribute = (void *)(bytes + NLMSG_HDRLEN + kind->header);
      size_t size = NLMSG_HDRLEN + kind->header + NLA_HDRLEN + lengths[i];
      header->nlmsg_len = size;
      header->nlmsg_type = kind->type;
      bytes[NLMSG_HDRLEN] = (char)kind->family;
      attribute->nla_len = NLA_HDRLEN + lengths[i];
      attribute->nla_type = type;
      for (int at = 0; at < lengths[i]; at++) ((char *)(attribute + 1))[at] = (char)('A' + at % 10);
      send_bytes(fd, bytes, size, size);
    }
  }
}

/* Headers that are short, claim too much or too little, or follow each other. */
static void send_odd(int fd) {
  char bytes[256] = {0};
  struct nlmsghdr *header = (void *)bytes;
  header->nlmsg_type = 16;
  header->nlmsg_flags = NLM_F_REQUEST | NLM_F_ACK;
  for (unsigned claimed = 0; claimed <= 64; claimed += 4) {
    header->nlmsg_len = claimed;
    for (size_t size = 0; size <= 64; size += 8) send_bytes(fd, bytes, size, size);
    send_bytes(fd, bytes, 32, 64);
  }
  for (unsigned type = 0; type < 5; type++) {
    header->nlmsg_type = type;
    header->nlmsg_len = 20;
    send_bytes(fd, bytes, 20, 20);
    header->nlmsg_len = 36;
    send_bytes(fd, bytes, 36, 36);
  }
}

int main(void) {
  for (unsigned i = 0; i < sizeof kinds / sizeof *kinds; i++) {
    int fd = open_socket(kinds[i].protocol);
    send_kind(fd, &kinds[i]);
    if (i == 0) send_odd(fd);
    close(fd);
  }
  return 0;
}
