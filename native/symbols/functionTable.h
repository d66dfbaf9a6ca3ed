#pragma once

#include <cstdint>
#include <vector>

#include "symbols/dwarf/functionScan.h"

namespace syscall_trace {

/** The functions and inlined calls of one compilation unit, flattened to (address → innermost node). */
class FunctionTable {
 public:
  FunctionTable() = default;
  explicit FunctionTable(FunctionScan scan);

  /** Index of the innermost function or inlined call at `address`, -1 when there is none. */
  int32_t find(uint64_t address) const;
  /** Index of the function with code of its own at `address`, -1 when there is none. */
  int32_t outermost(uint64_t address) const;
  const FunctionNode& node(int32_t index) const { return nodes_[static_cast<size_t>(index)]; }
  /** Its lowest address, or where it is entered. */
  uint64_t startOf(const FunctionNode& node) const { return base_ + node.start; }
  size_t bytes() const { return nodes_.size() * sizeof(FunctionNode) + lows_.size() * (sizeof(uint32_t) + sizeof(int32_t)); }

 private:
  void mark(uint64_t low, int32_t node);

  uint64_t base_ = 0;  // lows_ count from here
  std::vector<FunctionNode> nodes_;
  std::vector<uint32_t> lows_;      // sorted; a stretch reaches to the next low
  std::vector<int32_t> innermost_;  // node of each stretch, -1 for none
};

}  // namespace syscall_trace
