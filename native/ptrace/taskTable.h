/** The tasks (threads) that are traced, and the processes that they belong to. */
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <unordered_map>
#include <vector>

#include "plan/plan.h"
#include "plan/tampering.h"
#include "ptrace/stoppedTask.h"
#include "record/layout.gen.h"
#include "unwind/codeMap.h"

namespace syscall_trace {

/** State that threads share. */
struct Process {
  int pid = 0;
  /** File offset of the last Maps record; 0 before the first. */
  uint64_t mapsOffset = 0;
  uint64_t mapsHash = 0;
  /** Executable mappings may have changed since that record. */
  bool mapsDirty = true;
  /** Its executable mappings then; null before the first stack. */
  std::unique_ptr<CodeMap> code;
  /** Bytes of stack that its last stacks needed; 0 before the first. */
  uint32_t stackBytes = 0;
};

/** What is done to the call that a task is in. */
struct TamperedCall {
  /** The rules that apply to it. */
  std::vector<const TamperRule*> rules;
  /** That of the first rule that has one. */
  const TamperRule* result = nullptr;
  bool poked = false;
  bool delayed = false;
};

/** A stopped task that waits for something before it goes on, and how it then goes on. */
struct HeldStop {
  StoppedTask stop;
  /** To be delivered to it; 0 for none. */
  int signal = 0;
  /** A group-stop: it stays stopped, by PTRACE_LISTEN. */
  bool listen = false;
  /** CLOCK_MONOTONIC: not before that time; 0 for at once. */
  uint64_t notBeforeNs = 0;
};

struct Task {
  int tid = 0;
  std::shared_ptr<Process> process;
  /** Its first stop, which only proves that it is traced, has been seen. */
  bool seen = false;
  /** Its TaskStart record is written. */
  bool announced = false;
  /** Seen before the event of the task that made it; held until then. */
  bool orphan = false;
  bool groupStopped = false;
  /** In vfork(2) until its child execs or exits: it cannot stop. */
  bool inVfork = false;

  /** Between syscall-entry-stop and syscall-exit-stop. */
  bool inSyscall = false;
  /** That call is selected by the plan. */
  bool traced = false;
  /** That call was an exec that succeeded. */
  bool imageChanged = false;
  layout::Abi abi = layout::kAbiX86_64;
  uint32_t nr = 0;
  uint64_t args[6] = {};
  /** CLOCK_MONOTONIC at its entry. */
  uint64_t enteredNs = 0;
  /** File offset of its SyscallEntry; 0 for none. */
  uint64_t entryOffset = 0;
  /** CPU time of its process then; 0 unless it is measured. */
  uint64_t cpuNs = 0;

  /** How often each rule of tampering has met each number of this task: rule << 34 | abi << 32 | nr. */
  std::unordered_map<uint64_t, uint32_t> tamperCounts;
  std::optional<TamperedCall> tampered;

  std::optional<HeldStop> held;

  int pid() const { return process->pid; }
};

class TaskTable {
 public:
  Task* find(int tid) {
    if (last_ != nullptr && last_->tid == tid) [[likely]] return last_;
    const auto found = tasks_.find(tid);
    if (found == tasks_.end()) return nullptr;
    return last_ = &found->second;
  }
  /** Adds a task of process `pid`. There must be none with that tid. */
  Task& add(int tid, int pid);
  void erase(int tid);
  /** After an exec by thread `formerTid`: that task is now `tid`, the leader, and the former leader is gone. */
  Task& becomeLeader(int formerTid, int tid, int pid);

  bool empty() const { return tasks_.empty(); }
  size_t size() const { return tasks_.size(); }
  auto begin() { return tasks_.begin(); }
  auto end() { return tasks_.end(); }

 private:
  std::shared_ptr<Process> processOf(int pid);

  std::unordered_map<int, Task> tasks_;
  std::unordered_map<int, std::weak_ptr<Process>> processes_;
  Task* last_ = nullptr;
};

}  // namespace syscall_trace
