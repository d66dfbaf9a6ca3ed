#pragma once

#include "symbols/dwarf/elfFile.h"
#include "symbols/dwarf/section.h"

namespace syscall_trace {

/** The sections of one file that tell of functions and lines. */
struct DwarfSections {
  Section info;
  Section abbreviations;
  Section lines;
  Section strings;
  Section lineStrings;
  Section stringOffsets;
  Section addresses;
  Section ranges;      // DWARF ≤ 4
  Section rangeLists;  // DWARF 5
  /** .debug_str of the file that dwz put what several files share into; null without one. */
  const Section* alternateStrings = nullptr;

  /** `split`: those of a .dwo or .dwp file, whose names end in ".dwo". */
  static DwarfSections read(ElfFile& file, bool split, Notices& notices);
};

}  // namespace syscall_trace
