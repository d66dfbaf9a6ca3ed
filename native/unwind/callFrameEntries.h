#pragma once
// The entries of .eh_frame and .debug_frame (LSB Core, "The .eh_frame section"; DWARF 5, 6.4.1).

#include <cstdint>
#include <map>
#include <optional>
#include <span>

#include "unwind/cfiFile.h"
#include "unwind/dwarfReader.h"

namespace syscall_trace {

/** What the entries of many functions have in common (CIE). */
struct CallFrameCommon {
  uint64_t codeFactor = 1;
  int64_t dataFactor = 1;
  uint64_t returnRegister = 0;
  uint8_t pointerEncoding = 0;  // DW_EH_PE_…
  bool signalFrame = false;
  bool augmented = false;  // FDEs carry augmentation data
  std::span<const uint8_t> instructions;
};

/** Of one function (FDE). */
struct CallFrameEntry {
  const CallFrameCommon* common = nullptr;  // null: not understood
  uint64_t start = 0;
  uint64_t end = 0;  // exclusive
  std::span<const uint8_t> instructions;
};

/** Goes through the entries of a section; those that make no sense are left out. */
class CallFrameEntries {
 public:
  CallFrameEntries(const CfiFile::Section& section, const Architecture& architecture) : section_(section), wordSize_(architecture.wordSize) {}

  /** The next one; nothing at the end of the section. */
  std::optional<CallFrameEntry> next();

 private:
  struct Frame {
    size_t idAt;         // position of the CIE pointer
    uint64_t id;
    std::span<const uint8_t> body;  // behind it
    size_t bodyAt;
  };

  std::optional<Frame> frameAt(size_t position, size_t& next) const;
  bool isCommon(uint64_t id) const;
  const CallFrameCommon* commonAt(uint64_t position);
  std::optional<CallFrameCommon> readCommon(const Frame& frame) const;
  std::optional<uint64_t> pointer(DwarfReader& reader, size_t bodyAt, uint8_t encoding) const;

  const CfiFile::Section& section_;
  const int wordSize_;
  size_t at_ = 0;
  std::map<uint64_t, std::optional<CallFrameCommon>> commons_;  // by position
};

}  // namespace syscall_trace
