#pragma once
// Headers and root entries of the units in .debug_info (DWARF 5, 7.5.1 and 3.1).

#include <cstdint>
#include <optional>
#include <span>

#include "symbols/dwarf/abbreviations.h"
#include "symbols/dwarf/section.h"

namespace syscall_trace {

/** Where a text lies; it is read when somebody wants to see it. */
struct TextRef {
  const Section* section = nullptr;  // null: no text
  uint64_t offset = 0;
};

/** An address range as an entry gives it, before indirections are followed. */
struct CodeRange {
  enum class High : uint8_t { none, address, length };
  enum class List : uint8_t { none, offset, index };
  bool hasLow = false;
  bool lowIsIndex = false;
  bool highIsIndex = false;
  High high = High::none;
  List list = List::none;
  uint64_t low = 0;
  uint64_t highValue = 0;
  uint64_t listValue = 0;

  bool empty() const { return !hasLow && list == List::none; }
};

struct Unit {
  uint64_t offset = 0;  // in .debug_info
  uint64_t end = 0;
  uint64_t abbreviations = 0;  // offset in .debug_abbrev
  UnitFormat format;
  uint8_t type = 0;         // DW_UT_…
  uint16_t headerSize = 0;  // the root entry follows
  uint16_t rootTag = 0;
  uint64_t dwoId = 0;

  // Of the root entry.
  std::optional<uint64_t> lines;  // offset in .debug_line
  uint64_t stringOffsetsBase = 0;
  uint64_t addressBase = 0;
  uint64_t rangeListsBase = 0;
  uint64_t splitRangesBase = 0;  // DW_AT_GNU_ranges_base: for the split unit only
  uint64_t baseAddress = 0;
  CodeRange range;
  TextRef compilationDirectory;
  TextRef splitFile;  // DW_AT_dwo_name
};

/** Parses the header at the start of `bytes`, which lies at `offset` of a section of `sectionSize`; nothing when it is damaged. */
std::optional<Unit> readUnitHeader(std::span<const uint8_t> bytes, uint64_t offset, uint64_t sectionSize);

}  // namespace syscall_trace
