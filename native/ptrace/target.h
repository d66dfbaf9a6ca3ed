/** What to trace and how: the C++ side of adapter/capture/backend.ts. */
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "plan/tampering.h"

namespace syscall_trace {

struct User {
  uint32_t uid = 0;
  uint32_t gid = 0;
  std::vector<uint32_t> groups;
};

/** A process that will become the program by itself (becomeTarget), at the other end of `channel`. */
struct Adoption {
  int pid = 0;
  int channel = -1;
};

struct LaunchTarget {
  std::string file;
  std::vector<std::string> argv;
  std::vector<std::string> env;
  std::string cwd;
  std::array<int, 3> stdio{0, 1, 2};
  std::optional<User> user;
  /** Processes that are traced too. */
  std::vector<int> alsoAttach;
  std::optional<Adoption> adopt;
  bool exitKill = false;
  bool newSession = false;
  /** Soft RLIMIT_NOFILE; 0 leaves it. */
  uint64_t openFiles = 0;
  /** Descriptors of this process, from 3 on, that the program gets too. */
  std::vector<int> descriptors;
  /** Signals that the program starts with ignored, and blocked: bit n−1 for signal n. */
  uint64_t ignoredSignals = 0;
  uint64_t blockedSignals = 0;
};

struct CaptureOptions {
  bool follow = false;
  /** Let untraced calls run without stopping where the program ends with us anyway. */
  bool seccompAuto = false;
  /** The same, and then it does end with us. */
  bool seccompExitKill = false;
  bool lockstep = false;
  /** Measure what CPU time each call takes. */
  bool cpuTime = false;
  /** Of a stack that cannot be unwound at once. */
  uint32_t stackBytes = 0;
  /** Most frames of one that can; 0: all are copied. */
  uint32_t stackFrames = 0;
  /** Stacks of calls that fail or take so many ns only; both unset: of all. */
  bool stackOnError = false;
  uint64_t stackSlowNs = 0;
  /** Once stacks and mappings have taken so many bytes, no more are recorded; 0 for no limit. */
  uint64_t stackLimit = 0;
  /** Note the ids, namespaces and control groups of each task when it starts and execs. */
  bool taskFacts = false;
  /** An execve of the program that fails belongs to the trace: the session starts, and ends with exit status 1 and the reason. */
  bool recordFailedExec = false;
  /** A process is let go when it has execed, the program's own beginning excepted. */
  bool detachOnExec = false;
  bool haltOnExec = false;
  /** Bit n−1 for signal n. */
  uint64_t haltSignals = 0;
  /** Bit n−1 for signal n: behind its Signal record comes a Stack record with what a crash report needs. */
  uint64_t crashSignals = 0;
  /** What is to be changed about calls; null for nothing. */
  std::shared_ptr<const Tampering> tampering;
  bool debug = false;
};

/** The step that could not be done. The names are those of CaptureFailure.step. */
enum class Step : int { open, chdir, user, exec, fork, seize, options, seccomp };

inline const char* stepName(Step step) {
  static constexpr const char* names[] = {"open", "chdir", "user", "exec", "fork", "seize", "options", "seccomp"};
  return names[static_cast<int>(step)];
}

struct Failure {
  Step step = Step::exec;
  int error = 0;
  /** The process concerned; 0 when there is none. */
  int pid = 0;
};

}  // namespace syscall_trace
