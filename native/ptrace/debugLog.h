/** SYSCALL_TRACE_DEBUG=1: each wait status, ptrace request and state change, to stderr. */
#pragma once

namespace syscall_trace {

class DebugLog {
 public:
  explicit DebugLog(bool enabled) : enabled_(enabled) {}

  void waited(int tid, int status) const {
    if (enabled_) [[unlikely]] writeStatus(tid, status);
  }
  void request(const char* name, int tid, int signal) const {
    if (enabled_) [[unlikely]] line("ptrace(PTRACE_%s, %d, signal %d)", name, tid, signal);
  }
  void state(int tid, const char* what) const {
    if (enabled_) [[unlikely]] line("task %d: %s", tid, what);
  }
  /** One line, by one write. */
  __attribute__((format(printf, 2, 3))) void line(const char* format, ...) const;

 private:
  void writeStatus(int tid, int status) const;

  const bool enabled_;
};

}  // namespace syscall_trace
