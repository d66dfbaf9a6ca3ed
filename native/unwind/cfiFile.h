#pragma once
// What an ELF file holds for unwinding: where its code lies, and its call frame information.

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "unwind/architecture.h"

namespace syscall_trace {

struct CfiFile {
  struct Segment {
    uint64_t address;
    uint64_t offset;
    uint64_t fileSize;
    uint64_t memorySize;
    bool executable;
  };
  /** .eh_frame (LSB, "Exception Frames") or .debug_frame (DWARF 5, 6.4.1). */
  struct Section {
    std::vector<uint8_t> bytes;
    uint64_t address;
    bool ehFrame;
    /** How long it is is not known: it ends at the first entry of length 0. */
    bool open = false;
  };

  /** Nothing when it is no ELF file of x86-64 or i386 with something to load. */
  static std::optional<CfiFile> read(int fd);
  static std::optional<CfiFile> read(std::span<const char> image);

  const Architecture* architecture = nullptr;
  std::vector<Segment> segments;
  std::vector<Section> sections;  // .eh_frame first
  std::string buildId;            // hexadecimal, or empty
};

}  // namespace syscall_trace
