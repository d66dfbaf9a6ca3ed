/* Processes: identity, groups, limits, scheduling, capabilities, futexes, waiting. */
#include "family.h"
#include <fcntl.h>
#include <linux/capability.h>
#include <linux/futex.h>
#include <linux/sched.h>
#include <sys/resource.h>
#include <sys/sysinfo.h>
#include <sys/utsname.h>
#include <sys/wait.h>
#include <time.h>

static void identity(void) {
  unsigned ids[3];
  CALL(getuid);
  CALL(geteuid);
  CALL(getgid);
  CALL(getegid);
  CALL(getresuid, ids, ids + 1, ids + 2);
  CALL(getresuid, ids, NULL, NOWHERE);
  CALL(getresgid, ids, ids + 1, ids + 2);
  CALL(setuid, -1);
  CALL(setgid, -2);
  CALL(setreuid, -1, -1);
  CALL(setregid, -1, ALL_BITS);
  CALL(setresuid, -1, -1, -1);
  CALL(setresgid, -1, -1, -1);
  CALL(setfsuid, -1);
  CALL(setfsgid, -1);
  unsigned groups[40] = {1, 2, 3};
  CALL(setgroups, 3, groups);
  CALL(getgroups, 0, NULL);
  CALL(getgroups, 0, NOWHERE);
  CALL(getgroups, 40, groups);
  CALL(getgroups, 1, groups);
  CALL(getgroups, -1, groups);
  CALL(getgroups, 3, NOWHERE);
  CALL(setgroups, 40, groups);
  CALL(getgroups, 40, groups);
  CALL(setgroups, 0, NULL);
  CALL(setgroups, 2, NOWHERE);
  CALL(setgroups, -1, groups);
  CALL(setgroups, 65537, groups);
  groups[0] = groups[1] = 7;
  CALL(setgroups, 3, at_edge(groups, 8));
  CALL(setgroups, 0, groups);
  CALL(getpgid, -1);
  CALL(getsid, 0x7fffffff);
  CALL(setpgid, -1, -2);
  CALL(getpriority, PRIO_PROCESS, 0);
  CALL(getpriority, PRIO_PGRP, -1);
  CALL(getpriority, PRIO_USER, 0);
  CALL(getpriority, 3, 0);
  CALL(setpriority, PRIO_PROCESS, 0, 0);
  CALL(setpriority, -1, 0, -20);
  CALL(umask, 022);
  CALL(personality, 0xffffffff);
  CALL(personality, 0x1234567);
  CALL(personality, 0);
}

static void limits(void) {
  struct rlimit64 {
    uint64_t soft, hard;
  } limit = {1024, 1024 * 1024};
  CALL(getrlimit, RLIMIT_CORE, &limit);
  CALL(getrlimit, RLIMIT_STACK, NULL);
  CALL(getrlimit, 99, &limit);
  CALL(getrlimit, RLIMIT_AS, NOWHERE);
  limit.soft = 1024;
  limit.hard = RLIM_INFINITY;
  CALL(setrlimit, RLIMIT_CORE, &limit);
  limit.soft = 3000;
  CALL(setrlimit, 77, &limit);
  CALL(setrlimit, 77, NULL);
  CALL(setrlimit, 77, NOWHERE);
  limit.hard = 1 << 30;
  CALL(prlimit64, 0, RLIMIT_NOFILE, NULL, &limit);
  CALL(prlimit64, 0, RLIMIT_NICE, NULL, NULL);
  limit.soft = 2048;
  limit.hard = 3 * 1024 * 1024;
  CALL(prlimit64, -1, 16, &limit, NOWHERE);
  CALL(prlimit64, 0, RLIMIT_RTTIME, across_edge(&limit, sizeof limit), &limit);
  struct rusage usage;
  CALL(getrusage, RUSAGE_CHILDREN, &usage);
  CALL(getrusage, RUSAGE_CHILDREN, NOWHERE);
  CALL(getrusage, 5, &usage);
  CALL(getrusage, RUSAGE_CHILDREN, NULL);
  struct utsname name;
  CALL(uname, &name);
  CALL(uname, NULL);
  struct sysinfo info;
  CALL(sysinfo, NULL);
  CALL(sysinfo, NOWHERE);
  CALL(sysinfo, &info);
  CALL(times, NULL);
  CALL(times, NOWHERE);
}

static void scheduling(void) {
  struct {
    int priority;
  } param = {7};
  uint32_t attr[32];
  unsigned long mask[16] = {5, 0x8000000000000001};
  struct timespec interval;
  CALL(sched_yield);
  CALL(sched_getscheduler, 0);
  CALL(sched_getscheduler, -1);
  CALL(sched_setscheduler, 0, SCHED_NORMAL, NULL);
  CALL(sched_setscheduler, 0, 0x40000000 | SCHED_BATCH, &param);
  CALL(sched_setscheduler, -1, 0x12345, NOWHERE);
  CALL(sched_setscheduler, -1, 0x40012345, &param);
  CALL(sched_getparam, 0, &param);
  CALL(sched_getparam, 0, NULL);
  CALL(sched_getparam, -1, &param);
  CALL(sched_setparam, -1, &param);
  CALL(sched_setparam, 0, NOWHERE);
  CALL(sched_get_priority_min, SCHED_FIFO);
  CALL(sched_get_priority_max, 9);
  CALL(sched_rr_get_interval, 0, &interval);
  CALL(sched_rr_get_interval, -1, &interval);
  CALL(sched_rr_get_interval, 0, NULL);
  CALL(sched_getattr, 0, attr, 48, 0);
  CALL(sched_getattr, 0, attr, 56, 0);
  CALL(sched_getattr, 0, attr, 128, 0);
  CALL(sched_getattr, 0, attr, 40, 0);
  CALL(sched_getattr, 0, NULL, 0, 0);
  CALL(sched_getattr, -1, NOWHERE, 0xffffffff, 0xffffffff);
  uint32_t set[14] = {48, SCHED_DEADLINE, 0xff, 0, 5, 6, 100, 0, 200, 0, 300, 0, 1, 2};
  CALL(sched_setattr, -1, set, 0);
  set[2] = 0;
  CALL(sched_setattr, -1, set, 0);
  set[2] = 8;
  CALL(sched_setattr, -1, set, 0);
  set[2] = 0x10;
  CALL(sched_setattr, -1, set, 0);
  set[0] = 56;
  CALL(sched_setattr, -1, set, 1);
  set[0] = 100;
  CALL(sched_setattr, -1, set, 1);
  set[0] = 90;
  CALL(sched_setattr, -1, at_edge(set, 56), 1);
  set[0] = 0;
  CALL(sched_setattr, -1, set, 0xffffffff);
  set[0] = 40;
  CALL(sched_setattr, -1, set, 0);
  set[0] = 48;
  set[1] = 3;
  CALL(sched_setattr, -1, set, 0);
  set[1] = 77;
  CALL(sched_setattr, -1, set, 0);
  CALL(sched_setattr, -1, across_edge(set, 48), 0);
  CALL(sched_setattr, 0, NULL, 0);
  CALL(sched_setattr, 0, NOWHERE, 0);
  CALL(sched_setaffinity, -1, 16, mask);
  CALL(sched_setaffinity, -1, 4, mask);
  CALL(sched_setaffinity, -1, 1, mask);
  CALL(sched_setaffinity, -1, 17, mask);
  CALL(sched_setaffinity, -1, 0, mask);
  CALL(sched_setaffinity, -1, 8, NULL);
  CALL(sched_setaffinity, -1, 16, NOWHERE);
  CALL(sched_setaffinity, -1, 16, across_edge(mask, 16));
  CALL(sched_getaffinity, 0, 128, mask);
  CALL(sched_getaffinity, 0, 4, mask);
  CALL(sched_getaffinity, 0, 128, NOWHERE);
  CALL(getcpu, NULL, NULL, NULL);
  CALL(getcpu, NOWHERE, NULL, NULL);
  CALL(ioprio_get, 1, 0);
  CALL(ioprio_get, 5, 0);
  CALL(ioprio_set, 1, -1, (2 << 13) | 4);
  CALL(ioprio_set, 2, -1, (9 << 13) | 4);
  CALL(ioprio_set, 3, -1, 0);
  CALL(ioprio_set, 4, 0, 0xffffffff);
}

static void capabilities(void) {
  struct __user_cap_header_struct header = {_LINUX_CAPABILITY_VERSION_3, 0};
  struct __user_cap_data_struct data[2] = {{1 << CAP_CHOWN, 0xffffffff, 0}, {1, 0xffffffff, 2}};
  CALL(capget, &header, NULL);
  CALL(capget, &header, NOWHERE);
  CALL(capset, NULL, data);
  CALL(capset, &header, NULL);
  header.pid = 12345678;
  CALL(capset, &header, data);
  CALL(capget, &header, data);
  header.version = _LINUX_CAPABILITY_VERSION_1;
  CALL(capset, &header, data);
  header.version = _LINUX_CAPABILITY_VERSION_2;
  CALL(capset, &header, across_edge(data, sizeof data));
  header.version = 0xdeadbeef;
  CALL(capset, &header, data);
  CALL(capget, &header, data);
  CALL(capget, &header, data);
  CALL(capget, NOWHERE, data);
  CALL(capset, across_edge(&header, sizeof header), data);
  header.version = _LINUX_CAPABILITY_VERSION_3;
  header.pid = -1;
  CALL(capset, &header, data);
}

static void futexes(void) {
  static uint32_t word;
  struct timespec now = {0, 1000}, bad = {-1, -2};
  CALL(futex, &word, FUTEX_WAKE, 1);
  CALL(futex, &word, FUTEX_WAKE_PRIVATE, 0x7fffffff);
  CALL(futex, &word, FUTEX_WAIT, 5, NULL);
  CALL(futex, &word, FUTEX_WAIT_PRIVATE, 0, &now);
  CALL(futex, &word, FUTEX_WAIT, 0, &bad);
  CALL(futex, &word, FUTEX_WAIT | FUTEX_CLOCK_REALTIME, 0xffffffff, &now);
  CALL(futex, &word, FUTEX_WAIT_BITSET, 0, &now, NULL, 0xffffffff);
  CALL(futex, &word, FUTEX_WAIT_BITSET_PRIVATE | FUTEX_CLOCK_REALTIME, 1, NOWHERE, NULL, 0xf0);
  CALL(futex, &word, FUTEX_WAKE_BITSET, 3, 1, 2, 0xf0);
  CALL(futex, &word, FUTEX_FD, 0);
  CALL(futex, &word, FUTEX_REQUEUE, 1, 2, &word, 0);
  CALL(futex, &word, FUTEX_CMP_REQUEUE_PRIVATE, 1, 2, NULL, 8);
  CALL(futex, &word, FUTEX_WAKE_OP, 1, 2, &word, 0xffffffff);
  CALL(futex, &word, FUTEX_WAKE_OP, 1, 2, &word, 0x04003001);
  CALL(futex, &word, FUTEX_WAKE_OP_PRIVATE, 1, 2, &word, 0x8abcdef1);
  CALL(futex, &word, FUTEX_WAKE_OP_PRIVATE, 1, 2, &word, 0x64000001);
  CALL(futex, &word, FUTEX_LOCK_PI, 0, NULL);
  CALL(futex, &word, FUTEX_UNLOCK_PI, 0);
  CALL(futex, &word, FUTEX_TRYLOCK_PI_PRIVATE, 0);
  CALL(futex, &word, FUTEX_LOCK_PI2, 0, &now);
  CALL(futex, &word, FUTEX_WAIT_REQUEUE_PI, 1, &now, &word, 0);
  CALL(futex, &word, FUTEX_CMP_REQUEUE_PI, 1, 2, &word, 3);
  CALL(futex, NULL, 14, 1, 2, 3, 4);
  CALL(futex, NULL, 0xffffffff, 1, 2, 3, 4);
  CALL(futex, &word, 0x80 | 0x7f, 1, &now, 3, 4);
  struct {
    uint64_t value, address;
    uint32_t flags, reserved;
  } waiters[3] = {{1, (uintptr_t)&word, 2, 0}, {2, 0, 0x82, 1}, {3, 0, 0xffffffff, 0}};
  CALL(futex_waitv, waiters, 3, 0, NULL, CLOCK_MONOTONIC);
  CALL(futex_waitv, waiters, 1, 0, &now, 7777);
  CALL(futex_waitv, NOWHERE, 1, 1, NOWHERE, 0);
  CALL(futex_waitv, at_edge(waiters, 24), 2, 0xffffffff, NULL, 0);
  CALL(set_robust_list, &word, 24);
  CALL(set_robust_list, NULL, 1);
  void *head;
  size_t length;
  CALL(get_robust_list, 0, &head, &length);
  CALL(get_robust_list, -1, &head, &length);
  CALL(get_robust_list, 0, NULL, NOWHERE);
  CALL(set_tid_address, &word);
  CALL(rseq, NULL, 0, 0, 0);
  CALL(rseq, NOWHERE, 33, 1, 0x53053053);
  CALL(rseq, NOWHERE, 32, 0xffffffff, 0xffffffff);
}

static void waiting(void) {
  int status = 0x7f;
  struct rusage usage;
  char info[128];
  CALL(wait4, -1, &status, WNOHANG, NULL);
  CALL(wait4, -1, NOWHERE, 0xffffffff, &usage);
  CALL(wait4, -1, NULL, __WALL | 0x100, NOWHERE);
  CALL(waitid, P_ALL, 0, info, WEXITED | WNOHANG, NULL);
  CALL(waitid, 9, -1, NULL, 0, &usage);
  CALL(waitid, P_PIDFD, 99, NOWHERE, 0xffffffff, NOWHERE);
  for (int how = 0; how < 4; how++) {
    pid_t child = fork();
    if (child == 0) {
      if (how == 1) CALL(kill, getpid(), 9);
      if (how == 2) CALL(kill, getpid(), 19);
      CALL(exit_group, how == 3 ? 256 + 7 : 0);
    }
    if (how == 2) {
      CALL(wait4, child, &status, WUNTRACED, NULL);
      CALL(kill, child, 18);
      CALL(wait4, child, &status, WCONTINUED, NULL);
      CALL(waitid, P_PID, child, info, WEXITED, NULL);
    } else if (how == 3) {
      CALL(waitid, P_PID, child, info, WEXITED | WNOWAIT, NULL);
      CALL(wait4, child, NULL, 0, NULL);
    } else {
      CALL(wait4, child, &status, 0, NULL);
    }
  }
}

static void namespaces(void) {
  CALL(unshare, 0);
  CALL(unshare, 0xffffffff);
  CALL(unshare, CLONE_FS | CLONE_FILES | 0x1000);
  CALL(setns, -1, CLONE_NEWNET);
  CALL(setns, -1, 0);
  CALL(setns, 5, 0xffffffff);
  CALL(kcmp, -1, -2, 0, 3, 4);
  CALL(kcmp, 0, 0, 1, 3, 4);
  CALL(kcmp, 0, 0, 7, 3, NULL);
  struct {
    uint32_t epoll, target, offset;
  } slot = {1, 2, 3};
  CALL(kcmp, -1, 0, 7, 3, &slot);
  CALL(kcmp, -1, 0, 99, 3, 4);
  CALL(pidfd_open, -1, 0);
  CALL(pidfd_open, 0x7fffffff, O_NONBLOCK | 1);
  CALL(pidfd_open, 0x7fffffff, 0x80);
  CALL(pidfd_getfd, -1, 3, 0);
  CALL(pidfd_getfd, 5, -1, 0xffffffff);
  CALL(process_vm_readv, -1, NULL, 0, NULL, 0, 0);
  struct {
    void *base;
    size_t length;
  } local[2] = {{&slot, 4}, {NULL, 5}}, remote[2] = {{"remote", 6}, {NOWHERE, 7}};
  CALL(process_vm_readv, -1, local, 2, remote, 2, 0);
  CALL(process_vm_readv, getpid(), local, 1, remote, 1, 0);
  CALL(process_vm_writev, getpid(), remote, 1, local, 1, 0);
  CALL(process_vm_writev, -1, remote, 2, NOWHERE, 1, 1);
}

int main(void) {
  identity();
  limits();
  scheduling();
  capabilities();
  futexes();
  waiting();
  namespaces();
  return 0;
}
