#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "symbols/dwarf/lineProgram.h"

namespace syscall_trace {

struct SourceLine {
  uint32_t line;    // 0: no line
  uint16_t file;    // index into the files of the table; kNoFile: nothing from here on
  uint16_t column;  // 0: unknown
};

/** The lines of one compilation unit, sorted by address, and the files that they lie in. */
class LineTable {
 public:
  LineTable() = default;
  explicit LineTable(LineProgram program);

  /** Null when no line covers `address`. */
  const SourceLine* find(uint64_t address) const;
  /** Path of a file as the compiler wrote it, a relative one below `compilationDirectory`; empty when there is none by that index. */
  std::string path(uint32_t file, const TextRef& compilationDirectory) const;
  size_t bytes() const;

 private:
  uint64_t base_ = 0;  // lows_ count from here
  std::vector<uint32_t> lows_;
  std::vector<SourceLine> lines_;
  std::vector<SourceFile> files_;
  std::vector<TextRef> directories_;
};

}  // namespace syscall_trace
