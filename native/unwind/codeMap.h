#pragma once
// The executable mappings of a process and the row tables behind them: rows by address, without a look at any file.

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "unwind/mappings.h"
#include "unwind/rowTableCache.h"
#include "unwind/unwinder.h"

namespace syscall_trace {

class CodeMap final : public RowSource {
 public:
  /** The rows of the file behind a mapping; null when there is none. */
  using FindRows = std::function<std::shared_ptr<const FileRows>(const Mapping& mapping)>;

  /** Takes the mappings as they are now; `rowsOf` is asked for those that are new. False when no executable one has changed. */
  bool update(const Mappings& mappings, const FindRows& rowsOf);
  /** Whether executable memory lies in `start` … `start + length`. */
  bool overlaps(uint64_t start, uint64_t length) const;

  void useArchitecture(const Architecture& architecture);
  Found find(uint64_t pc) override;
  bool isExecutable(uint64_t pc) const override { return rangeAt(pc) != nullptr; }

 private:
  struct Range {
    Mapping mapping;
    std::shared_ptr<const FileRows> rows;  // null: no file
  };
  struct Known {
    uint64_t pc = 0;
    Found found;
  };

  const Range* rangeAt(uint64_t pc) const;
  Found lookUp(uint64_t pc) const;

  std::vector<Range> ranges_;  // sorted by address
  std::vector<Known> known_;   // by the low bits of pc; empty until something is looked up
  const Architecture* architecture_ = &kX86_64;
};

}  // namespace syscall_trace
