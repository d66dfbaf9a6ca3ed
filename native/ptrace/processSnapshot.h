/** Registers and stacks of all threads of a process that runs, as of one moment. */
#pragma once

#include <sys/user.h>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "ptrace/target.h"

namespace syscall_trace {

struct ThreadSnapshot {
  int tid = 0;
  std::string name;
  /** Absent: it did not stop in time (uninterruptible sleep) or has ended. */
  std::optional<user_regs_struct> registers;
  uint64_t stackAddress = 0;
  std::vector<uint8_t> stack;
};

struct ProcessSnapshot {
  /** The process, where a thread’s id was given. */
  int pid = 0;
  std::string maps;
  std::vector<ThreadSnapshot> threads;
};

struct SnapshotLimits {
  /** Bytes copied of each stack. */
  uint32_t stackBytes = 0;
  /** How long the process may be held, in ms. */
  uint32_t patienceMs = 0;
};

/**
 * Stops all threads of process `pid`, copies, and lets them go. They go on whatever happens: it is done in a thread of its
 * own, with whose end the kernel lets go of what it traced. Group-stopped processes stay stopped. Null with `failure` set when it cannot be seized.
 */
std::optional<ProcessSnapshot> snapshotProcess(int pid, const SnapshotLimits& limits, Failure& failure);

}  // namespace syscall_trace
