/** Why the debuggee is, or is about to be, halted: the first reason counts now, the others when it is resumed. */
#pragma once

#include <deque>

#include "ptrace/captureEvent.h"

namespace syscall_trace {

class HaltQueue {
 public:
  /** Tasks are to be held: a halt is being brought about, or is complete. */
  bool wanted() const { return !halts_.empty(); }
  /** Every task is held, and the owner knows. */
  bool complete() const { return complete_; }
  const Halt& current() const { return halts_.front(); }

  void add(const Halt& halt) { halts_.push_back(halt); }
  void markComplete() { complete_ = true; }
  /** Gives up the current reason. True when another is waiting. */
  bool next() {
    if (!halts_.empty()) halts_.pop_front();
    complete_ = false;
    return wanted();
  }
  /** The reason is void when its task is gone. */
  void clear() {
    halts_.clear();
    complete_ = false;
  }

 private:
  std::deque<Halt> halts_;
  bool complete_ = false;
};

}  // namespace syscall_trace
