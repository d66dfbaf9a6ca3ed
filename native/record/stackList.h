/** Writes stacks as lists of return addresses; one that is equal to an earlier one refers to it. */
#pragma once

#include <array>
#include <cstdint>
#include <memory>

#include "record/traceWriter.h"
#include "unwind/unwinder.h"

namespace syscall_trace {

class StackList {
 public:
  explicit StackList(TraceWriter& writer);

  /** A Frames record, or a SameFrames record. `mapsOffset`: of the Maps record that is valid for it. */
  void write(int pid, int tid, uint64_t timeNs, uint64_t mapsOffset, const UnwoundStack& stack);

 private:
  struct Slot {
    uint64_t hash = 0;
    uint64_t offset = 0;  // of its Frames record; 0 for none
  };
  static constexpr size_t kSlots = layout::kStackSlots;

  uint64_t hashOf(uint64_t mapsOffset, const UnwoundStack& stack) const;

  TraceWriter& writer_;
  /** So that nobody can prepare stacks whose hashes are equal. */
  const uint64_t seed_;
  std::unique_ptr<std::array<Slot, kSlots>> slots_;
};

}  // namespace syscall_trace
