#include "symbols/dwarf/dwarfSections.h"

namespace syscall_trace {

DwarfSections DwarfSections::read(ElfFile& file, bool split, Notices& notices) {
  const auto section = [&](const char* name) { return file.section(split ? std::string(name) + ".dwo" : std::string(name), notices); };
  DwarfSections sections;
  sections.info = section(".debug_info");
  if (sections.info.empty()) return sections;
  sections.abbreviations = section(".debug_abbrev");
  sections.lines = section(".debug_line");
  sections.strings = section(".debug_str");
  sections.lineStrings = section(".debug_line_str");
  sections.stringOffsets = section(".debug_str_offsets");
  sections.addresses = section(".debug_addr");
  sections.ranges = section(".debug_ranges");
  sections.rangeLists = section(".debug_rnglists");
  return sections;
}

}  // namespace syscall_trace
