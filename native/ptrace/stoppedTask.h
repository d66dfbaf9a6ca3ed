/**
 * A task in a ptrace-stop, as a type: requests that need a stopped task exist here only, and every way of letting it go
 * gives the object up. So a request to a running task does not compile, and no task is forgotten while stopped: what is
 * dropped is resumed.
 *
 * Any request can meet ESRCH: SIGKILL ends a ptrace-stop at any moment. Its death is then reported by wait4.
 */
#pragma once

#include <sys/ptrace.h>
#include <sys/user.h>

#include <array>
#include <cstdint>
#include <optional>
#include <utility>

#include "ptrace/debugLog.h"

namespace syscall_trace {

using ptrace_syscall_info = __ptrace_syscall_info;

/** siginfo_t in the kernel’s own layout. */
using RawSiginfo = std::array<uint8_t, 128>;

enum class Resume {
  /** Run to the next syscall-stop. */
  toSyscall,
  /** Run to the next event or signal. */
  free,
};

class [[nodiscard]] StoppedTask {
 public:
  /** `tid` has just been reported as stopped by wait4. */
  StoppedTask(int tid, const DebugLog& log) : tid_(tid), log_(&log) {}
  StoppedTask(StoppedTask&& other) noexcept : tid_(std::exchange(other.tid_, 0)), log_(other.log_) {}
  StoppedTask& operator=(StoppedTask&& other) noexcept {
    if (this != &other) {
      drop();
      tid_ = std::exchange(other.tid_, 0);
      log_ = other.log_;
    }
    return *this;
  }
  ~StoppedTask() { drop(); }

  int tid() const { return tid_; }

  bool syscallInfo(ptrace_syscall_info& info) const {
    return ptrace(PTRACE_GET_SYSCALL_INFO, tid_, sizeof info, &info) > 0;
  }
  bool siginfo(RawSiginfo& info) const { return ptrace(PTRACE_GETSIGINFO, tid_, nullptr, info.data()) == 0; }
  bool registers(user_regs_struct& registers) const { return ptrace(PTRACE_GETREGS, tid_, nullptr, &registers) == 0; }
  /** PTRACE_GETEVENTMSG: the new task’s id, or the former one at an exec. */
  std::optional<unsigned long> eventMessage() const {
    unsigned long message = 0;
    if (ptrace(PTRACE_GETEVENTMSG, tid_, nullptr, &message) != 0) return std::nullopt;
    return message;
  }
  /** Changes one register: `offset` into user_regs_struct. */
  bool setRegister(size_t offset, uint64_t value) const { return ptrace(PTRACE_POKEUSER, tid_, offset, value) == 0; }
  bool setOptions(unsigned long options) const { return ptrace(PTRACE_SETOPTIONS, tid_, nullptr, options) == 0; }

  /** Lets it run; `signal` is delivered to it, 0 for none. */
  void resume(Resume how, int signal) && {
    const auto request = how == Resume::toSyscall ? PTRACE_SYSCALL : PTRACE_CONT;
    log_->request(how == Resume::toSyscall ? "SYSCALL" : "CONT", tid_, signal);
    ptrace(request, std::exchange(tid_, 0), nullptr, static_cast<unsigned long>(signal));
  }
  /** Group-stop: leaves it stopped, but SIGCONT wakes it. */
  void listen() && {
    log_->request("LISTEN", tid_, 0);
    ptrace(PTRACE_LISTEN, std::exchange(tid_, 0), nullptr, nullptr);
  }
  /** Ends tracing of it. `signal` is delivered to it. */
  void detach(int signal) && {
    log_->request("DETACH", tid_, signal);
    ptrace(PTRACE_DETACH, std::exchange(tid_, 0), nullptr, static_cast<unsigned long>(signal));
  }
  /** It is known to be dead, or its id now means another task: nothing is asked of it. */
  void forget() && { tid_ = 0; }

 private:
  void drop() {
    if (tid_ != 0) std::move(*this).resume(Resume::free, 0);
  }

  int tid_;
  const DebugLog* log_;
};

}  // namespace syscall_trace
