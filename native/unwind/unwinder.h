#pragma once
// Walks from the registers of a stopped (or gone) thread to its outermost frame.

#include <cstdint>
#include <optional>
#include <vector>

#include "unwind/architecture.h"
#include "unwind/memoryReader.h"
#include "unwind/unwindRow.h"

namespace syscall_trace {

/** Why it stopped; the values of UnwindEnd in adapter/symbols/frame.ts. */
enum class UnwindEnd { start, limit, noUnwindInfo, unreadableStack, noProgress };

struct UnwoundFrame {
  uint64_t pc;
  /** pc is where the thread was, not the address after a call: symbolize pc itself, not pc-1. */
  bool exact;
  /** Canonical frame address; 0 when it could not be computed. */
  uint64_t cfa;
};

struct UnwoundStack {
  std::vector<UnwoundFrame> frames;
  UnwindEnd end = UnwindEnd::start;
  /** It ended where rows are not known yet: another source of rows, or a later moment, may tell more. */
  bool pending = false;
};

/** Call frame information of a process image, by address. */
class RowSource {
 public:
  struct Found {
    Found() = default;
    /** Null: no unwind information. */
    Found(const UnwindRow* own, uint64_t bias) : loadBias(bias) {
      if (own != nullptr) row = own->view();
    }
    Found(const std::optional<RowView>& view, uint64_t bias) : row(view), loadBias(bias) {}
    static Found notYet() {
      Found found;
      found.pending = true;
      return found;
    }

    std::optional<RowView> row;  // nothing: no unwind information; valid until the next find
    uint64_t loadBias = 0;
    bool pending = false;  // nobody knows yet whether there is any
  };
  virtual ~RowSource() = default;
  virtual Found find(uint64_t pc) = 0;
  /** Lies in memory that may be executed. */
  virtual bool isExecutable(uint64_t pc) const = 0;
};

/** At most `limit` frames, innermost first. The first frame is always there. */
UnwoundStack unwind(const Architecture& architecture, const Registers& registers, const MemoryReader& memory, RowSource& rows, size_t limit);
/** The same into `out`, whose room is used again. */
void unwind(const Architecture& architecture, const Registers& registers, const MemoryReader& memory, RowSource& rows, size_t limit, UnwoundStack& out);

}  // namespace syscall_trace
