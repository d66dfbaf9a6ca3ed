#pragma once

#include <elfutils/libdw.h>

#include <cstdint>
#include <vector>

namespace syscall_trace {

/** A function with code of its own, or one inlined call. Strings belong to the Dwarf. */
struct FunctionNode {
  const char* name;         // DW_AT_name, or null
  const char* linkageName;  // mangled, or null
  const char* callFile;     // inlined: where it is called
  uint64_t start;           // lowest address
  int32_t parent;           // node that it is inlined into; -1 for a function with code of its own
  uint32_t callLine;
  uint32_t callColumn;
};

struct AddressRange {
  uint64_t low;
  uint64_t high;  // exclusive
};

/** The functions and inlined calls of one compilation unit, flattened to (address → innermost node). */
class FunctionTable {
 public:
  /** `codeRanges`: where the module’s code lies; what the linker left out points elsewhere and is dropped. */
  static FunctionTable read(Dwarf_Die* unit, const std::vector<AddressRange>& codeRanges);

  /** Index of the innermost function or inlined call at `address`, -1 when there is none. */
  int32_t find(uint64_t address) const;
  /** Index of the function with code of its own at `address`, -1 when there is none. */
  int32_t outermost(uint64_t address) const;
  const FunctionNode& node(int32_t index) const { return nodes_[static_cast<size_t>(index)]; }
  size_t bytes() const { return nodes_.size() * sizeof(FunctionNode) + lows_.size() * (sizeof(uint64_t) + sizeof(int32_t)); }

 private:
  std::vector<FunctionNode> nodes_;
  std::vector<uint64_t> lows_;      // sorted; a stretch reaches to the next low
  std::vector<int32_t> innermost_;  // node of each stretch, -1 for none
};

/** The address ranges of `die` that lie in `codeRanges`. */
std::vector<AddressRange> rangesOf(Dwarf_Die* die, const std::vector<AddressRange>& codeRanges);

}  // namespace syscall_trace
