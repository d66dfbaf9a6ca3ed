/** A crash whose pieces are being put together. */
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "../bpf/crashEvent.h"
#include "helper/processTable.h"

namespace syscall_trace {

struct PendingCrash {
  crash_event event{};
  std::vector<uint8_t> stack;
  /** What the exit hook found. */
  std::vector<crash_vma> vmas;
  bool vmasComplete = false;
  bool vmasFailed = false;
  /** From the mapping stream, as at the fault; set with `placed`. */
  ProcessTable::List mappings;
  /** Its place among the records of the mapping stream was reached. */
  bool placed = false;
  /** CLOCK_MONOTONIC; after it the crash goes out with what is there. */
  uint64_t deadlineNs = 0;

  bool hasWholeStack() const { return stack.size() >= uint64_t{event.pages} * CRASH_PAGE; }
  bool handled() const { return (event.flags & CRASH_HANDLED) != 0; }
  bool awaitsVmas() const { return (event.flags & CRASH_VMAS_FOLLOW) != 0 && !vmasComplete; }
};

}  // namespace syscall_trace
