#pragma once

#include <cstdint>
#include <vector>

#include "symbols/dwarf/codeRanges.h"
#include "symbols/dwarf/dwarfFile.h"
#include "symbols/dwarf/lineProgram.h"

namespace syscall_trace {

/** An entry of .debug_info, of this file or of the one that dwz made. */
struct EntryRef {
  uint64_t offset : 63 = 0;
  uint64_t inAlternate : 1 = 0;
};

/** A function with code of its own, or one inlined call. */
struct FunctionNode {
  EntryRef entry;  // that names it
  uint32_t start;  // lowest address or entry point, from the unit’s lowest address
  int32_t parent;  // node that it is inlined into; -1 for a function with code of its own
  uint32_t callLine;
  uint16_t callFile;  // index into the files of the unit's lines
  uint16_t callColumn;
};

struct FunctionScan {
  struct Extent {
    uint64_t low;
    uint64_t high;  // exclusive
    int32_t node;
  };
  std::vector<FunctionNode> nodes;
  std::vector<uint64_t> starts;  // of each node; UINT64_MAX when it has no code
  std::vector<Extent> extents;  // parents before what is inlined into them
};

/** All functions and inlined calls of a unit that have code in `code`: one pass over its entries. */
FunctionScan scanFunctions(DwarfFile& file, const Unit& unit, const CodeRanges& code);

}  // namespace syscall_trace
