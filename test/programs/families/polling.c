/* Waiting for descriptors: poll, select, epoll. */
#include "family.h"
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/epoll.h>
#include <sys/select.h>

struct packed_mask {
  const void *mask;
  size_t size;
};

int main(void) {
  CALL(close_range, 3, LOW_BITS, 0);
  char *page = edge_page();
  int ends[2];
  if (pipe(ends) != 0) return 1;
  const int r = ends[0], w = ends[1];
  struct pollfd fds[3] = {{r, POLLIN | POLLPRI, 0}, {w, POLLOUT, 0}, {-1, POLLIN | 0x4000, 0}};
  struct timespec soon = {0, 0};
  struct timespec bad = {0, -1};
  uint64_t child = 1UL << (SIGCHLD - 1);

  CALL(poll, fds, 2, -1);
  CALL(poll, fds, 3, 5);
  fds[1].fd = 99;
  CALL(poll, fds, 2, 0);
  CALL(poll, fds, 1, 1);
  CALL(poll, fds, 0, 0);
  CALL(poll, 0, 0, 0);
  CALL(poll, 0, 3, 1);
  CALL(poll, at_edge(fds, 8), 2, 0);
  CALL(ppoll, fds, 3, &soon, &child, 8);
  CALL(ppoll, fds, 1, &soon, 0, 8);
  CALL(ppoll, fds, 2, 0, 0, 8);
  CALL(ppoll, fds, 2, &bad, &child, 8);
  CALL(ppoll, fds, 1, 0, 1, 8);
  CALL(ppoll, fds, 1, 1, &child, 9);

  fd_set in, out;
  struct timeval now = {0, 0};
  FD_ZERO(&in);
  FD_ZERO(&out);
  FD_SET(r, &in);
  FD_SET(w, &in);
  FD_SET(w, &out);
  CALL(select, w + 1, &in, &out, 0, &now);
  CALL(select, r + 1, &in, 0, 0, &now);
  FD_SET(r, &in);
  CALL(select, r + 1, &in, 0, 0, &now);
  CALL(select, 0, 0, 0, 0, &now);
  CALL(select, -1, &in, 0, 0, &now);
  CALL(select, 0, &in, 0, 0, &now);
  CALL(select, 1, 1, 0, 0, 2);
  now.tv_usec = -5;
  CALL(select, 0, 0, 0, 0, &now);
  struct packed_mask mask = {&child, 8};
  CALL(pselect6, 0, 0, 0, 0, &soon, &mask);
  CALL(pselect6, w + 1, 0, &out, 0, &soon, &mask);
  mask.mask = 0;
  CALL(pselect6, w + 1, 0, &out, 0, 0, &mask);
  mask = (struct packed_mask){(void *)5, 7};
  CALL(pselect6, w + 1, 0, &out, 0, &soon, &mask);
  CALL(pselect6, w + 1, 0, &out, 0, &soon, 1);

  const int poller = (int)CALL(epoll_create1, EPOLL_CLOEXEC);
  CALL(epoll_create1, 5);
  CALL(epoll_create, 5);
  CALL(epoll_create, -1);
  struct epoll_event event = {EPOLLIN | EPOLLET | EPOLLRDHUP, {.u64 = 0x1234567890abcdef}};
  CALL(epoll_ctl, poller, EPOLL_CTL_ADD, r, &event);
  event = (struct epoll_event){EPOLLOUT, {.u64 = 7}};
  CALL(epoll_ctl, poller, EPOLL_CTL_ADD, w, &event);
  CALL(epoll_ctl, poller, EPOLL_CTL_MOD, w, &event);
  CALL(epoll_ctl, poller, 9, w, &event);
  CALL(epoll_ctl, poller, EPOLL_CTL_ADD, 99, 1);
  struct epoll_event *events = (struct epoll_event *)page;
  CALL(epoll_wait, poller, events, 8, 0);
  CALL(epoll_wait, poller, events, 0, 0);
  CALL(epoll_wait, poller, 1, 8, -1);
  CALL(epoll_ctl, poller, EPOLL_CTL_DEL, w, 0);
  CALL(epoll_wait, poller, events, 8, 1);
  CALL(epoll_pwait, poller, events, 8, 0, &child, 8L);
  CALL(epoll_pwait, poller, events, 8, 0, 0, 8L);
  CALL(epoll_pwait2, poller, events, 8, &soon, &child, 8L);
  CALL(epoll_pwait2, poller, events, 8, 1, 0, 8L);
  return 0;
}
