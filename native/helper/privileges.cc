#include "helper/privileges.h"

#include <fcntl.h>
#include <linux/audit.h>
#include <linux/capability.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <cstddef>
#include <vector>

namespace syscall_trace {
namespace {

struct CapabilitySets {
  __user_cap_data_struct low{};
  __user_cap_data_struct high{};
};

bool getCapabilities(CapabilitySets& sets) {
  __user_cap_header_struct header{.version = _LINUX_CAPABILITY_VERSION_3, .pid = 0};
  return syscall(SYS_capget, &header, &sets) == 0;
}

bool setCapabilities(const CapabilitySets& sets) {
  __user_cap_header_struct header{.version = _LINUX_CAPABILITY_VERSION_3, .pid = 0};
  return syscall(SYS_capset, &header, &sets) == 0;
}

/** What the monitor does once it is attached: it reads rings and /proc, and talks to its client. */
constexpr int kAllowedCalls[] = {
    SYS_read,         SYS_write,          SYS_close,  SYS_poll,   SYS_ppoll,      SYS_epoll_wait,      SYS_readlink,  SYS_readlinkat,    SYS_lseek,  SYS_fstat,
    SYS_newfstatat,   SYS_mmap,           SYS_munmap, SYS_mremap, SYS_brk,        SYS_madvise,         SYS_mprotect,  SYS_clock_gettime, SYS_getpid, SYS_gettid,
    SYS_rt_sigreturn, SYS_rt_sigprocmask, SYS_futex,  SYS_exit,   SYS_exit_group, SYS_restart_syscall, SYS_epoll_ctl, SYS_getdents64,    SYS_fcntl,
};

constexpr sock_filter kAllow = BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
constexpr sock_filter kDeny = BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM);

constexpr sock_filter load(size_t offset) { return BPF_STMT(BPF_LD | BPF_W | BPF_ABS, static_cast<uint32_t>(offset)); }

std::vector<sock_filter> filterProgram() {
  std::vector<sock_filter> program{
      load(offsetof(seccomp_data, arch)),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, AUDIT_ARCH_X86_64, 1, 0),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS),
      load(offsetof(seccomp_data, nr)),
  };
  for (const int call : kAllowedCalls) {
    program.push_back(BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, static_cast<uint32_t>(call), 0, 1));
    program.push_back(kAllow);
  }
  // openat for reading only: any flag that writes or creates is refused.
  program.push_back(BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_openat, 1, 0));
  program.push_back(kDeny);
  program.push_back(load(offsetof(seccomp_data, args[2])));
  program.push_back(BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, O_WRONLY | O_RDWR | O_CREAT | O_TRUNC | O_APPEND, 0, 1));
  program.push_back(kDeny);
  program.push_back(kAllow);
  return program;
}

}  // namespace

uint64_t raiseCapabilities() {
  CapabilitySets sets;
  if (!getCapabilities(sets)) return 0;
  sets.low.effective = sets.low.permitted;
  sets.high.effective = sets.high.permitted;
  setCapabilities(sets);
  if (!getCapabilities(sets)) return 0;
  return uint64_t{sets.high.effective} << 32 | sets.low.effective;
}

bool keepCapabilities(uint64_t kept) {
  // The bounding set can be left only while CAP_SETPCAP is there; without it nothing is gained by execve once privileges are locked.
  for (int capability = 0; prctl(PR_CAPBSET_READ, capability, 0, 0, 0) >= 0; capability++) {
    if ((kept & capabilityBit(capability)) == 0) prctl(PR_CAPBSET_DROP, capability, 0, 0, 0);
  }
  prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0);
  CapabilitySets sets;
  if (!getCapabilities(sets)) return false;
  const auto low = static_cast<uint32_t>(kept);
  const auto high = static_cast<uint32_t>(kept >> 32);
  sets.low = {.effective = sets.low.effective & low, .permitted = sets.low.permitted & low, .inheritable = 0};
  sets.high = {.effective = sets.high.effective & high, .permitted = sets.high.permitted & high, .inheritable = 0};
  return setCapabilities(sets);
}

void isolate() {
  clearenv();
  for (int fd = 0; fd <= STDERR_FILENO; fd++) {
    // A closed standard descriptor would be given to the next file that is opened.
    if (fcntl(fd, F_GETFD) < 0 && open("/dev/null", O_RDWR) != fd) _exit(1);
  }
  if (syscall(SYS_close_range, STDERR_FILENO + 1, ~0U, 0) != 0) {
    const long most = sysconf(_SC_OPEN_MAX);
    for (int fd = STDERR_FILENO + 1; fd < most; fd++) close(fd);
  }
  if (chdir("/") != 0) _exit(1);
  umask(077);
  prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
  prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
  for (const int signo : {SIGINT, SIGQUIT, SIGHUP, SIGPIPE, SIGTSTP, SIGTTIN, SIGTTOU}) signal(signo, SIG_IGN);
}

bool restrictSystemCalls() {
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) return false;
  std::vector<sock_filter> program = filterProgram();
  const sock_fprog filter{.len = static_cast<unsigned short>(program.size()), .filter = program.data()};
  return prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter, 0, 0) == 0;
}

}  // namespace syscall_trace
