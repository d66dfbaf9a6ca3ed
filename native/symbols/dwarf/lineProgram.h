#pragma once
// The line number program (DWARF 5, 6.2): header and state machine.

#include <cstdint>
#include <vector>

#include "symbols/dwarf/codeRanges.h"
#include "symbols/dwarf/dwarfFile.h"

namespace syscall_trace {

/** A source file of a line table. */
struct SourceFile {
  TextRef name;
  uint32_t directory;  // index into the directories
};

struct LineRow {
  uint64_t address;
  uint32_t line;    // 0: no line
  uint16_t file;    // index into the files; kNoFile: nothing from here on
  uint16_t column;  // 0: unknown
};

inline constexpr uint16_t kNoFile = 0xffff;

struct LineProgram {
  uint16_t version = 0;
  std::vector<SourceFile> files;        // by the number that rows use
  std::vector<TextRef> directories;     // by the number that files use; 0 is the compilation’s own
  std::vector<LineRow> rows;            // sorted by address; of several rows at one address the last
};

/** Runs the program at unit.lines of `file`. Sequences outside of `code` were left out by the linker. */
LineProgram runLineProgram(DwarfFile& file, const Unit& unit, const CodeRanges& code);

}  // namespace syscall_trace
