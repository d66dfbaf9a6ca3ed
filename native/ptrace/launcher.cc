#include "ptrace/launcher.h"

#include <fcntl.h>
#include <grp.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#include <cerrno>

#ifndef CLOSE_RANGE_CLOEXEC
#define CLOSE_RANGE_CLOEXEC (1U << 2)
#endif
#ifndef SYS_close_range
#define SYS_close_range 436
#endif

namespace syscall_trace {
namespace {

constexpr int kReady = -1;
constexpr int kFirstFreeFd = 3;
/** As a tracer ends that cannot run its program. */
constexpr int kFailedStatus = 1;

/** What the child tells the tracer: kReady, or the Step that failed. */
struct Message {
  int step;
  int error;
};

/** Everything that the child needs, made before fork: between fork and execve only async-signal-safe calls are allowed. */
struct ChildPlan {
  const LaunchTarget& target;
  std::vector<char*> argv;
  std::vector<char*> env;
  sock_fprog filter;
};

std::vector<char*> pointers(const std::vector<std::string>& strings) {
  std::vector<char*> out;
  for (const std::string& text : strings) out.push_back(const_cast<char*>(text.c_str()));
  out.push_back(nullptr);
  return out;
}

[[noreturn]] void fail(int channel, Step step) {
  const Message message{static_cast<int>(step), errno};
  send(channel, &message, sizeof message, MSG_NOSIGNAL);
  _exit(kFailedStatus);
}

/** What the target asks for, else default action and no mask: Node ignores SIGPIPE, and the tracer thread blocks most. */
void resetSignals(const LaunchTarget& target) {
  sigset_t blocked;
  sigemptyset(&blocked);
  for (int signo = 1; signo <= SIGRTMAX; signo++) {
    const uint64_t bit = uint64_t{1} << (signo - 1);
    struct sigaction action {};
    action.sa_handler = (target.ignoredSignals & bit) != 0 ? SIG_IGN : SIG_DFL;
    sigaction(signo, &action, nullptr);
    if ((target.blockedSignals & bit) != 0) sigaddset(&blocked, signo);
  }
  sigprocmask(SIG_SETMASK, &blocked, nullptr);
}

/** Makes the target’s descriptors 0, 1 and 2, whatever numbers they have now. */
bool placeStdio(const std::array<int, 3>& stdio) {
  std::array<int, 3> copies;
  for (size_t i = 0; i < stdio.size(); i++) {
    copies[i] = fcntl(stdio[i], F_DUPFD_CLOEXEC, kFirstFreeFd);
    if (copies[i] < 0) return false;
  }
  for (size_t i = 0; i < copies.size(); i++) {
    if (dup2(copies[i], static_cast<int>(i)) < 0) return false;
  }
  return true;
}

/** The hard limit stays. */
void limitOpenFiles(uint64_t soft) {
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0 || soft > limit.rlim_max) return;
  limit.rlim_cur = soft;
  setrlimit(RLIMIT_NOFILE, &limit);
}

void closeOthersAtExec() {
  if (syscall(SYS_close_range, kFirstFreeFd, ~0U, CLOSE_RANGE_CLOEXEC) == 0) return;
  rlimit limit{};
  getrlimit(RLIMIT_NOFILE, &limit);
  for (rlim_t fd = kFirstFreeFd; fd < limit.rlim_cur; fd++) fcntl(static_cast<int>(fd), F_SETFD, FD_CLOEXEC);
}

/** As a shell starts a job: a process group of its own, in the foreground of the terminal on fd 0 if there is one. */
void takeTerminal() {
  if (!isatty(STDIN_FILENO)) {
    setpgid(0, 0);
  } else if (tcgetsid(STDIN_FILENO) == getsid(0)) {
    setpgid(0, 0);
    sigset_t ttou;
    sigemptyset(&ttou);
    sigaddset(&ttou, SIGTTOU);
    sigprocmask(SIG_BLOCK, &ttou, nullptr);
    tcsetpgrp(STDIN_FILENO, getpid());
    sigprocmask(SIG_UNBLOCK, &ttou, nullptr);
  } else {
    setsid();
    ioctl(STDIN_FILENO, TIOCSCTTY, 0);
  }
}

bool becomeUser(const User& user) {
  return setgroups(user.groups.size(), user.groups.data()) == 0 && setresgid(user.gid, user.gid, user.gid) == 0 && setresuid(user.uid, user.uid, user.uid) == 0;
}

[[noreturn]] void runChild(const ChildPlan& plan, int channel) {
  const LaunchTarget& target = plan.target;
  resetSignals(target);
  if (!placeStdio(target.stdio)) fail(channel, Step::open);
  closeOthersAtExec();
  for (const int fd : target.descriptors) fcntl(fd, F_SETFD, 0);
  if (target.openFiles != 0) limitOpenFiles(target.openFiles);
  if (target.newSession) takeTerminal();
  if (!target.cwd.empty() && chdir(target.cwd.c_str()) != 0) fail(channel, Step::chdir);

  const Message ready{kReady, 0};
  char go = 0;
  if (send(channel, &ready, sizeof ready, MSG_NOSIGNAL) < 0 || read(channel, &go, 1) != 1) _exit(kFailedStatus);

  // Seized by now. The filter first: it may need a capability that the user has not.
  if (plan.filter.len > 0 && syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_SPEC_ALLOW, &plan.filter) != 0) fail(channel, Step::seccomp);
  if (target.user && !becomeUser(*target.user)) fail(channel, Step::user);
  execve(target.file.c_str(), plan.argv.data(), plan.env.data());
  fail(channel, Step::exec);
}

Failure received(int channel) {
  Message message{static_cast<int>(Step::exec), ECHILD};
  // ECHILD stays when the child was killed before it could say anything.
  while (recv(channel, &message, sizeof message, MSG_DONTWAIT) < 0 && errno == EINTR) continue;
  return {static_cast<Step>(message.step), message.error, 0};
}

}  // namespace

std::optional<LaunchedChild> LaunchedChild::start(const LaunchTarget& target, const std::vector<sock_filter>& filter, Failure& failure) {
  int ends[2];
  if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) != 0) {
    failure = {Step::fork, errno, 0};
    return std::nullopt;
  }
  UniqueFd ours(ends[0]);
  UniqueFd theirs(ends[1]);
  const ChildPlan plan{target, pointers(target.argv), pointers(target.env), {static_cast<unsigned short>(filter.size()), const_cast<sock_filter*>(filter.data())}};

  const int pid = fork();
  if (pid < 0) {
    failure = {Step::fork, errno, 0};
    return std::nullopt;
  }
  if (pid == 0) {
    ::close(ours.get());
    runChild(plan, theirs.get());
  }
  theirs.reset();

  Message message{static_cast<int>(Step::exec), ECHILD};
  while (recv(ours.get(), &message, sizeof message, 0) < 0 && errno == EINTR) continue;
  if (message.step == kReady) return LaunchedChild(pid, std::move(ours));
  failure = {static_cast<Step>(message.step), message.error, pid};
  while (waitpid(pid, nullptr, __WALL) < 0 && errno == EINTR) continue;
  return std::nullopt;
}

std::optional<LaunchedChild> LaunchedChild::adopt(const Adoption& adoption, Failure& failure) {
  UniqueFd channel(adoption.channel);
  // The program must not get it.
  fcntl(channel.get(), F_SETFD, FD_CLOEXEC);
  Message message{static_cast<int>(Step::exec), ECHILD};
  while (recv(channel.get(), &message, sizeof message, 0) < 0 && errno == EINTR) continue;
  if (message.step == kReady) return LaunchedChild(adoption.pid, std::move(channel));
  failure = {static_cast<Step>(message.step), message.error, adoption.pid};
  return std::nullopt;
}

void becomeTarget(const LaunchTarget& target, int channel) {
  // Where Yama lets only ancestors trace: the tracer is a descendant.
  prctl(PR_SET_PTRACER, PR_SET_PTRACER_ANY, 0, 0, 0);
  runChild({target, pointers(target.argv), pointers(target.env), {}}, channel);
}

void LaunchedChild::release() {
  const char go = 1;
  send(channel_.get(), &go, 1, MSG_NOSIGNAL);
}

Failure LaunchedChild::failure() const {
  Failure failure = received(channel_.get());
  failure.pid = pid_;
  return failure;
}

}  // namespace syscall_trace
