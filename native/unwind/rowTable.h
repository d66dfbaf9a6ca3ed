#pragma once
// The unwind rows of one file, compiled: what was instructions is now found by one binary search. Addresses are those of
// the file (link-time addresses), so that one table serves every process that maps it. Never changes once it is made.

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "unwind/cfiFile.h"
#include "unwind/unwindRow.h"

namespace syscall_trace {

class RowTable {
 public:
  /** From a file's call frame information; entries that cannot be understood are `refused`, and end nothing else. */
  static std::shared_ptr<const RowTable> compile(const CfiFile& file);

  enum class Kind { row, none, refused };
  struct Found {
    Kind kind = Kind::none;
    RowView row;  // valid as long as the table
  };
  Found find(uint64_t address) const;

  /** Link-time address of a byte of the file that is mapped with execute permission. */
  std::optional<uint64_t> addressOfOffset(uint64_t fileOffset) const;
  const Architecture& architecture() const { return *architecture_; }
  /** What it holds of memory. */
  size_t bytes() const;
  size_t stretches() const { return starts_.size(); }

 private:
  friend class RowTableBuilder;

  struct Row {
    RowHead head;
    uint32_t firstRule;
    uint32_t ruleCount;
  };

  const Architecture* architecture_ = &kX86_64;
  std::vector<CfiFile::Segment> code_;
  uint64_t base_ = 0;
  std::vector<uint32_t> starts_;  // from base_, sorted; a stretch reaches to the next one
  std::vector<uint32_t> rowOf_;   // index into rows_, or one of the two below
  std::vector<Row> rows_;
  std::vector<RegisterRule> rules_;
  std::vector<Expression> expressions_;

  static constexpr uint32_t kNone = UINT32_MAX;
  static constexpr uint32_t kRefused = UINT32_MAX - 1;
};

}  // namespace syscall_trace
