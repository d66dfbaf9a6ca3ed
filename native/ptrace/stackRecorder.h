/** Writes the stacks of stopped tasks: as addresses where they can be unwound at once, else as a copy to be unwound later. */
#pragma once

#include <string>

#include "ptrace/liveStacks.h"
#include "ptrace/remoteMemory.h"
#include "ptrace/stoppedTask.h"
#include "ptrace/taskTable.h"
#include "record/stackList.h"
#include "record/traceWriter.h"

namespace syscall_trace {

struct StackOptions {
  /** How much of the stack a Stack record copies. */
  uint32_t bytes = 0;
  /** Most addresses of a Frames record; 0: all stacks are copied. */
  uint32_t frames = 0;
  /** Once stacks and mappings take so many bytes of the file, none are written any more; 0 for no limit. */
  uint64_t limit = 0;
};

class StackRecorder {
 public:
  StackRecorder(TraceWriter& writer, RemoteMemory& memory, const StackOptions& options)
      : writer_(writer), memory_(memory), options_(options), live_(memory, options.frames), list_(writer) {}

  /** The stack and, where executable mappings have changed, the mappings, as of the task’s preceding record. */
  void stack(const Task& task, const StoppedTask& stop, uint64_t timeNs);
  /** What a crash report needs: registers, whole stack, mappings, memory, and who it is. */
  void crash(const Task& task, const StoppedTask& stop, uint64_t timeNs);
  /** No more are written, for the limit. */
  bool ended() const { return options_.limit != 0 && spent_ >= options_.limit; }
  uint64_t limit() const { return options_.limit; }

 private:
  uint64_t mapsOffset(const Task& task, uint64_t timeNs, bool every);
  void copy(const Task& task, const user_regs_struct& registers, uint64_t mapsOffset, uint64_t timeNs);

  TraceWriter& writer_;
  RemoteMemory& memory_;
  const StackOptions options_;
  LiveStacks live_;
  StackList list_;
  uint64_t spent_ = 0;
  std::string maps_;
};

}  // namespace syscall_trace
