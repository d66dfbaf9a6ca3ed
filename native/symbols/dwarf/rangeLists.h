#pragma once
// .debug_ranges (DWARF 4, 2.17.3), .debug_rnglists (DWARF 5, 2.17.3 and 7.28) and .debug_addr.

#include <cstdint>
#include <optional>
#include <vector>

#include "symbols/dwarf/section.h"
#include "symbols/dwarf/unit.h"

namespace syscall_trace {

struct AddressRange {
  uint64_t low;
  uint64_t high;  // exclusive
};

/** .debug_addr: addresses by index. Of a split unit it lies in the main file. */
class AddressTable {
 public:
  explicit AddressTable(const Section& section) : window_(section) {}
  std::optional<uint64_t> at(const Unit& unit, uint64_t index);

 private:
  SectionWindow window_;
};

class RangeLists {
 public:
  /** `ranges` for units up to DWARF 4, `rangeLists` for DWARF 5. */
  RangeLists(const Section& ranges, const Section& rangeLists, AddressTable& addresses) : old_(ranges), lists_(rangeLists), addresses_(addresses) {}

  /** Appends the ranges of a unit or function; empty and senseless ones are left out. */
  void read(const Unit& unit, const CodeRange& range, std::vector<AddressRange>& out);

 private:
  void readOld(const Unit& unit, uint64_t offset, std::vector<AddressRange>& out);
  void readList(const Unit& unit, uint64_t offset, std::vector<AddressRange>& out);
  std::optional<uint64_t> listOffset(const Unit& unit, const CodeRange& range);

  SectionWindow old_;
  SectionWindow lists_;
  AddressTable& addresses_;
};

}  // namespace syscall_trace
