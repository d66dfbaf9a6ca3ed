#pragma once

#include <elfutils/libdw.h>

#include <cstdint>
#include <memory>
#include <vector>

#include "symbols/functionTable.h"
#include "symbols/lineTable.h"
#include "symbols/lruCache.h"

namespace syscall_trace {

/** Functions and lines of the compilation units of one file. A unit is read when an address in it is first asked for. */
class DebugInfo {
 public:
  struct Unit {
    FunctionTable functions;
    LineTable lines;
  };

  /** `dwarf` outlives this. Addresses are those of the debug file. */
  DebugInfo(Dwarf* dwarf, std::vector<AddressRange> codeRanges);

  /** The unit whose code holds `address`; null when there is none. Valid until the next call. */
  const Unit* unitAt(uint64_t address);

 private:
  struct Stretch {
    uint64_t low;
    uint64_t high;
    Dwarf_Die die;      // functions: the split unit where there is one
    Dwarf_Die lineDie;  // lines: the skeleton
  };

  std::vector<AddressRange> codeRanges_;
  std::vector<Stretch> stretches_;  // sorted by low
  LruCache<Dwarf_Off, std::unique_ptr<Unit>> units_;
};

}  // namespace syscall_trace
