#pragma once

#include <map>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "unwind/callFrameProgram.h"
#include "unwind/rowTable.h"

namespace syscall_trace {

/** Compiles call frame information; used once. */
class RowTableBuilder {
 public:
  explicit RowTableBuilder(const CfiFile& file);

  std::shared_ptr<const RowTable> build();

 private:
  /** The stretches of one function, in `stretches_`. */
  struct Function {
    uint64_t start;
    uint64_t end;
    size_t first;
    size_t count;
    bool ehFrame;
  };
  struct Stretch {
    uint32_t start;
    uint32_t row;
  };
  struct HashState {
    size_t operator()(const CallFrameState& state) const;
  };

  void readSection(const CfiFile::Section& section);
  bool isCode(uint64_t start, uint64_t end) const;
  uint32_t rowOf(const CallFrameState& state);
  int32_t expressionOf(std::span<const uint8_t> bytes);
  void merge();
  void append(uint32_t start, uint32_t row);

  const CfiFile& file_;
  std::shared_ptr<RowTable> table_;
  std::vector<Function> functions_;
  std::vector<Stretch> stretches_;
  std::unordered_map<CallFrameState, uint32_t, HashState> rowIndex_;
  std::map<std::string, int32_t, std::less<>> expressionIndex_;
};

}  // namespace syscall_trace
