#pragma once

#include <elfutils/libdw.h>

#include <cstdint>
#include <vector>

namespace syscall_trace {

struct SourceLine {
  const char* file;  // belongs to the Dwarf
  uint32_t line;     // 0: no line
  uint32_t column;   // 0: unknown
};

/** The line number program of one compilation unit, sorted by address. */
class LineTable {
 public:
  static LineTable read(Dwarf_Die* unit);

  /** Null when no line covers `address`. */
  const SourceLine* find(uint64_t address) const;
  size_t bytes() const { return addresses_.size() * sizeof(uint64_t) + lines_.size() * sizeof(SourceLine); }

 private:
  std::vector<uint64_t> addresses_;
  std::vector<SourceLine> lines_;  // file null: nothing from here on
};

}  // namespace syscall_trace
