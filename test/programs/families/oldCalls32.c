/* i386 only: the oldest signal calls, socketcall and ipc with all that they
 * carry, arguments in memory. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/msg.h>
#include <sys/sem.h>
#include <sys/shm.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <unistd.h>
static void h(int s) {}
static void h2(int s, siginfo_t *i, void *c) {}
int main(void) {
  syscall(SYS_signal, SIGUSR1, h);
  syscall(SYS_signal, SIGUSR1, SIG_IGN);
  syscall(SYS_signal, SIGUSR1, SIG_DFL);
  syscall(SYS_signal, SIGUSR1, SIG_ERR);
  syscall(SYS_signal, SIGUSR1, SIG_DFL);
  syscall(SYS_signal, SIGUSR2, h);
  syscall(SYS_ssetmask, 0x4000);
  syscall(SYS_sgetmask);
  syscall(SYS_ssetmask, -1);
  syscall(SYS_ssetmask, 0x80000000);
  syscall(SYS_sgetmask);
  unsigned m = 0x2;
  syscall(SYS_sigprocmask, SIG_SETMASK, &m, &m);
  syscall(SYS_sigprocmask, SIG_SETMASK, NULL, &m);
  m = ~0u;
  syscall(SYS_sigprocmask, SIG_SETMASK, &m, &m);
  m = 0;
  syscall(SYS_sigprocmask, SIG_SETMASK, &m, &m);
  raise(SIGUSR2);
  struct {
    void *h;
    unsigned mask;
    unsigned flags;
    void *r;
  } a = {h, 0x400, 0x04000000 | SA_RESTART, h}, o;
  syscall(SYS_sigaction, SIGUSR1, &a, &o);
  syscall(SYS_sigaction, SIGUSR1, NULL, &o);
  syscall(SYS_sigaction, SIGKILL, &a, &o);
  struct sigaction sa = {.sa_sigaction = h2, .sa_flags = SA_SIGINFO};
  sigaction(SIGUSR2, &sa, 0);
  raise(SIGUSR2);
  sa.sa_flags = 0;
  sigaction(SIGUSR2, &sa, 0);
  raise(SIGUSR2);
  char b[4096];
  int d = open("/", O_RDONLY | O_DIRECTORY);
  syscall(SYS_readdir, d, b, 1);
  syscall(SYS_readdir, d, b, 1);
  syscall(SYS_readdir, -1, b, 1);
  int t = 0;
  syscall(SYS_time, &t);
  syscall(SYS_time, 0);
  unsigned s[6] = {AF_UNIX, SOCK_STREAM, 0};
  int fd = syscall(SYS_socketcall, 1, s);
  struct sockaddr_un un = {AF_UNIX, "/nonexist"};
  unsigned c[6] = {fd, (unsigned)&un, 20};
  syscall(SYS_socketcall, 3, c);
  for (int i = 0; i < 24; i++) {
    unsigned z[6] = {-1, (unsigned)&un, 20, 3, (unsigned)&un, 20};
    syscall(SYS_socketcall, i, z);
  }
  syscall(SYS_socketcall, 1, 0);
  syscall(SYS_socketcall, 1, 8);
  syscall(SYS_socketcall, 99, s);
  syscall(SYS_socketcall, 0x10001, s);
  for (int i = 0; i < 26; i++) {
    syscall(SYS_ipc, i, -1, 2, 3, s, 5);
    syscall(SYS_ipc, 0x10000 | i, -1, 2, 3, s, 5);
  }
  syscall(SYS_ipc, 0x20001, -1, 2, 3, s, 5);
  syscall(SYS_ipc, 3, -1, 2, 0x100 | IPC_STAT, s, 5);
  syscall(SYS_ipc, 13, -1, 2, 0x100 | IPC_STAT, s, 5);
  syscall(SYS_ipc, 14, -1, IPC_STAT, 0, s, 5);
  syscall(SYS_ipc, 24, -1, IPC_STAT, 0, s, 5);
  int fdz[2];
  socketpair(AF_UNIX, SOCK_STREAM, 0, fdz);
  send(fdz[0], "abc", 3, 0);
  recv(fdz[1], b, 10, 0);
  socket(AF_UNIX, SOCK_DGRAM, 0);
  getsockname(fdz[0], (void *)&un, &c);
  int q = msgget(IPC_PRIVATE, 0600);
  struct {
    long t;
    char x[10];
  } mm = {1, "hello"};
  msgsnd(q, &mm, 5, 0);
  msgrcv(q, &mm, 5, 0, 0);
  msgctl(q, IPC_RMID, 0);
  int sh = shmget(IPC_PRIVATE, 4096, 0600);
  void *p = shmat(sh, 0, 0);
  shmdt(p);
  shmctl(sh, IPC_RMID, 0);
  unsigned mp[6] = {0, 4096, 3, 0x22, -1, 0};
  syscall(SYS_mmap, mp);
  unsigned sl[5] = {3, 0, 0, 0, (unsigned)(int[2]){0, 1000}};
  syscall(SYS_select, sl);
  fd_set fs;
  FD_ZERO(&fs);
  FD_SET(fdz[0], &fs);
  fd_set ws = fs;
  sl[0] = fdz[0] + 1;
  sl[1] = (unsigned)&fs;
  sl[2] = (unsigned)&ws;
  syscall(SYS_select, sl);
  syscall(SYS_modify_ldt, 0, b, 32);
  syscall(SYS_stime, 8);
  syscall(SYS_uselib, 0);
  lseek(0, -5, SEEK_CUR);
  syscall(SYS_fadvise64, 0, 1, 2, 3, 4);
}
