#pragma once
// Runs call frame instructions (DWARF 5, 6.4.2): what they say of each stretch of code.

#include <array>
#include <cstdint>
#include <functional>
#include <span>

#include "unwind/callFrameEntries.h"
#include "unwind/unwindRow.h"

namespace syscall_trace {

/** The rules in force at one place. `expressions`: bytes in the section that are not decoded yet, by index. */
struct CallFrameState {
  struct Cell {
    bool given = false;
    RegisterRule::Kind kind = RegisterRule::Kind::undefined;
    int32_t operand = 0;
    bool operator==(const Cell&) const = default;
  };
  bool cfaGiven = false;
  RowHead head;
  std::array<Cell, kMaxRegisters> cells{};
  bool operator==(const CallFrameState&) const = default;
};

struct CallFrameSink {
  /** The state holds from `start` to the next one. */
  std::function<void(uint64_t start, const CallFrameState& state)> row;
  /** What follows from `start` on cannot be understood. */
  std::function<void(uint64_t start)> refused;
  /** Index of an expression; negative when it cannot be used. */
  std::function<int32_t(std::span<const uint8_t> bytes)> expression;
};

/** Reports the rows of one function, in order of their addresses. */
void runCallFrameProgram(const CallFrameEntry& entry, const Architecture& architecture, const CallFrameSink& sink);

}  // namespace syscall_trace
