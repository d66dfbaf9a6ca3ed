#include "symbols/lineTable.h"

#include <algorithm>

namespace syscall_trace {

LineTable LineTable::read(Dwarf_Die* unit) {
  LineTable table;
  Dwarf_Lines* lines = nullptr;
  size_t count = 0;
  if (dwarf_getsrclines(unit, &lines, &count) != 0) return table;
  table.addresses_.reserve(count);
  table.lines_.reserve(count);
  for (size_t i = 0; i < count; i++) {
    Dwarf_Line* line = dwarf_onesrcline(lines, i);
    Dwarf_Addr address = 0;
    if (line == nullptr || dwarf_lineaddr(line, &address) != 0) continue;
    bool endSequence = false;
    int number = 0;
    int column = 0;
    dwarf_lineendsequence(line, &endSequence);
    dwarf_lineno(line, &number);
    dwarf_linecol(line, &column);
    const char* file = endSequence ? nullptr : dwarf_linesrc(line, nullptr, nullptr);
    const SourceLine row{file, static_cast<uint32_t>(std::max(number, 0)), static_cast<uint32_t>(std::max(column, 0))};
    // Of several rows at one address the last one describes the instruction.
    if (!table.addresses_.empty() && table.addresses_.back() == address) {
      table.lines_.back() = row;
    } else {
      table.addresses_.push_back(address);
      table.lines_.push_back(row);
    }
  }
  return table;
}

const SourceLine* LineTable::find(uint64_t address) const {
  const auto after = std::upper_bound(addresses_.begin(), addresses_.end(), address);
  if (after == addresses_.begin()) return nullptr;
  const SourceLine& row = lines_[static_cast<size_t>(after - addresses_.begin()) - 1];
  return row.file == nullptr ? nullptr : &row;
}

}  // namespace syscall_trace
