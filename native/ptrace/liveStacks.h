/** Unwinds stopped tasks where they stop: one copy of the stack, and rows that were compiled before. */
#pragma once

#include <sys/user.h>

#include <memory>
#include <string>

#include "ptrace/stackWindow.h"
#include "ptrace/taskTable.h"
#include "unwind/codeMap.h"
#include "unwind/unwinder.h"

namespace syscall_trace {

class LiveStacks {
 public:
  /** `limit`: most frames of a stack; 0: none is unwound here. */
  explicit LiveStacks(RemoteMemory& memory, uint32_t limit) : memory_(memory), window_(memory), limit_(limit) {}

  /** `maps` is the text of the process’s mappings now. False when no executable mapping has changed. New files are compiled in the background. */
  bool update(Process& process, const std::string& maps);
  /** Valid until the next call; null while rows of a file on its way are not there. */
  const UnwoundStack* unwind(const Task& task, const user_regs_struct& registers);

 private:
  std::shared_ptr<const FileRows> rowsOf(const Mapping& mapping, int pid);
  std::shared_ptr<const FileRows> vdsoRows(const Mapping& mapping, int pid);

  RemoteMemory& memory_;
  StackWindow window_;
  const uint32_t limit_;
  UnwoundStack stack_;
  std::shared_ptr<RowTableCache> cache_;
};

}  // namespace syscall_trace
