#pragma once

#include <cstdint>
#include <vector>

#include "symbols/dwarf/rangeLists.h"

namespace syscall_trace {

/** Where a module’s code lies. What the linker left out points elsewhere: to 0, 1 or the highest address. */
class CodeRanges {
 public:
  explicit CodeRanges(std::vector<AddressRange> ranges) : ranges_(std::move(ranges)) {}

  bool contains(const AddressRange& range) const {
    for (const AddressRange& code : ranges_) {
      if (range.low >= code.low && range.high <= code.high) return true;
    }
    return false;
  }
  bool contains(uint64_t address) const { return address != UINT64_MAX && contains({address, address + 1}); }
  const std::vector<AddressRange>& all() const { return ranges_; }

 private:
  std::vector<AddressRange> ranges_;
};

}  // namespace syscall_trace
