/** Which calls can change what code a process has mapped where. */
#pragma once

#include <sys/mman.h>

#include "ptrace/specialCalls.h"
#include "ptrace/taskTable.h"

namespace syscall_trace {

/** Of the task’s current call; memory that is only allocated and freed changes no code. False only when that is certain. */
inline bool mayChangeCode(const Task& task) {
  if (!changesMappings(task.abi, task.nr)) return false;
  // What 32-bit calls ask for can be executable without saying so (personality(2), READ_IMPLIES_EXEC).
  if (task.abi != layout::kAbiX86_64 || !task.process->code) return true;
  const uint64_t* args = task.args;
  const auto overlapsCode = [&] { return task.process->code->overlaps(args[0], args[1]); };
  switch (task.nr) {
    case 12:  // brk
      return false;
    case 9:  // mmap
      return (args[2] & PROT_EXEC) != 0 || ((args[3] & MAP_FIXED) != 0 && overlapsCode());
    case 11:  // munmap
      return overlapsCode();
    case 10:   // mprotect
    case 329:  // pkey_mprotect
      return (args[2] & PROT_EXEC) != 0 || overlapsCode();
    default:
      return true;
  }
}

}  // namespace syscall_trace
