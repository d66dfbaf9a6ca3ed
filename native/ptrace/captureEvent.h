/** What the tracer tells its owner; the C++ side of CaptureEvent in adapter/capture/backend.ts. */
#pragma once

#include <cstdint>
#include <functional>
#include <optional>

#include "ptrace/target.h"

namespace syscall_trace {

enum class HaltKind { entry, pause, signal, syscallEntry, syscallExit };

struct Halt {
  HaltKind kind = HaltKind::pause;
  /** For kind signal. */
  int signo = 0;
  /** For the syscall kinds: a step ended here. */
  bool step = false;
  int pid = 0;
  int tid = 0;
  /** File offset of the record that caused it; 0 when there is none. */
  uint64_t offset = 0;
};

struct CaptureEvent {
  enum class Kind { progress, halted, ended } kind = Kind::progress;
  Halt halt;
  /** For ended: wait status of the launched process, -1 if there is none. */
  int status = -1;
  /** For ended: why the program could not be executed (CaptureOptions.recordFailedExec). */
  std::optional<Failure> failure;
};

/** Called from the tracer’s threads; must not block. */
using EventSink = std::function<void(const CaptureEvent&)>;

}  // namespace syscall_trace
