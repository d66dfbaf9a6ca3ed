/** Writes what happens to tasks as records of the trace file, with the memory that the plan asks for. */
#pragma once

#include <string>

#include "plan/interpreter.h"
#include "ptrace/remoteMemory.h"
#include "ptrace/socketDetails.h"
#include "ptrace/stackRecorder.h"
#include "ptrace/stoppedTask.h"
#include "ptrace/taskTable.h"
#include "record/traceWriter.h"

namespace syscall_trace {

class Recorder {
 public:
  /** `taskFacts`: see CaptureOptions. */
  Recorder(TraceWriter& writer, const StackOptions& stacks, bool taskFacts) : writer_(writer), taskFacts_(taskFacts), stacks_(writer, memory_, stacks) {}

  /** Entry of the task’s current call. Returns the record’s offset, 0 when it was lost. */
  uint64_t entry(const Task& task, const ptrace_syscall_info& info, Ops ops, uint64_t timeNs, bool seccomp);
  uint64_t exit(const Task& task, const ptrace_syscall_info& info, const Plan::Syscall& plan, uint64_t timeNs);
  uint64_t signal(const Task& task, const StoppedTask& stop, int signo, uint64_t timeNs);
  void groupStop(const Task& task, int signo, uint64_t timeNs);
  /** `exe` is written where it is not empty. */
  void taskStart(const Task& task, layout::TaskOrigin how, int parentTid, const std::string& comm, const std::string& exe, uint64_t timeNs);
  void taskExec(const Task& task, int formerTid, layout::Abi abi, uint64_t timeNs);
  void taskExit(const Task& task, int status, uint64_t timeNs, bool detached);
  /** The stack as of the task’s preceding record. Beyond the limit a Note, once. */
  void stack(const Task& task, const StoppedTask& stop, uint64_t timeNs);
  /** What a crash report needs, as of the task’s preceding Signal record: whole stack, mappings, memory, and who it is. */
  void crash(const Task& task, const StoppedTask& stop, uint64_t timeNs);
  void note(layout::NoteCode code, const std::string& text, uint64_t timeNs);

 private:
  void addFacts(int tid);
  void noteEndOfStacks(uint64_t timeNs);

  TraceWriter& writer_;
  const bool taskFacts_;
  RemoteMemory memory_;
  SocketDetails sockets_;
  StackRecorder stacks_;
  bool stacksEnded_ = false;
};

constexpr uint32_t pointerSize(layout::Abi abi) { return abi == layout::kAbiX86_64 ? 8 : 4; }

}  // namespace syscall_trace
