/** Makes the child process that becomes the launched program. */
#pragma once

#include <linux/filter.h>

#include <optional>
#include <vector>

#include "ptrace/target.h"
#include "record/uniqueFd.h"

namespace syscall_trace {

/**
 * A child that has set itself up as a shell would (no blocked or ignored signals, no descriptors beyond 0–2) and waits
 * to be seized. release() lets it execve the program. Dropped before that, it exits.
 */
class LaunchedChild {
 public:
  /** `filter`: seccomp program that it installs before execve; empty for none. */
  static std::optional<LaunchedChild> start(const LaunchTarget& target, const std::vector<sock_filter>& filter, Failure& failure);

  /** A process that is in becomeTarget(), or will be: waits for it. Not our child; owns the channel. */
  static std::optional<LaunchedChild> adopt(const Adoption& adoption, Failure& failure);

  int pid() const { return pid_; }
  /** Lets it go on to execve. */
  void release();
  /** After it has exited without an execve: why. */
  Failure failure() const;

 private:
  LaunchedChild(int pid, UniqueFd channel) : pid_(pid), channel_(std::move(channel)) {}

  int pid_;
  UniqueFd channel_;
};

/** This process becomes the program, once the tracer at the other end of `channel` has seized and released it. */
[[noreturn]] void becomeTarget(const LaunchTarget& target, int channel);

}  // namespace syscall_trace
