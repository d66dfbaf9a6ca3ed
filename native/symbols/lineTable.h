#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "symbols/dwarf/lineProgram.h"

namespace syscall_trace {

/**
 * The lines of one compilation unit, sorted by address, and the files that they lie in. A large program has millions of rows:
 * they are kept in blocks, each row as its difference from the one before it.
 */
class LineTable {
 public:
  LineTable() = default;
  explicit LineTable(LineProgram program);

  /** The row that holds `address`; nothing when no line covers it. */
  std::optional<LineRow> find(uint64_t address) const;
  /** Path of a file as the compiler wrote it, a relative one below `compilationDirectory`; empty when there is none by that index. */
  std::string path(uint32_t file, const TextRef& compilationDirectory) const;
  size_t bytes() const;

 private:
  struct Block {
    uint32_t low;    // address of the first row, from base_
    uint32_t start;  // of its rows, in rows_
  };

  uint64_t base_ = 0;
  std::vector<Block> blocks_;
  std::vector<uint8_t> rows_;
  std::vector<SourceFile> files_;
  std::vector<TextRef> directories_;
};

}  // namespace syscall_trace
