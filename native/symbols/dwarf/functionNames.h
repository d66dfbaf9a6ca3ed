#pragma once

#include <string>

#include "symbols/dwarf/dwarfFile.h"
#include "symbols/dwarf/functionScan.h"

namespace syscall_trace {

struct EntryNames {
  std::string name;         // DW_AT_name, or empty
  std::string linkageName;  // mangled, or empty
};

/** The names of a function's entry, taken over from its abstract instance and its declaration where it has none itself. */
EntryNames namesOf(DwarfFile& file, EntryRef entry);

}  // namespace syscall_trace
