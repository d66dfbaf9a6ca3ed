#pragma once
// Files beside the debug file: what dwz shared out (.gnu_debugaltlink), and split units (.dwo, .dwp).

#include <memory>
#include <string>

#include "symbols/debugPlaces.h"
#include "symbols/dwarf/dwarfFile.h"

namespace syscall_trace {

/** Null when `file` has no alternate; also null, with a notice and its build-id in `missing`, when it has one that is not to be found. */
std::unique_ptr<DwarfFile> openAlternate(ElfFile& file, const DebugPlaces& places, std::string& missing, Notices& notices);

/** The split unit of `skeleton`: as the skeleton names it, or beside the module. Null when it is not to be found or is of another build. */
std::unique_ptr<DwarfFile> openSplitUnit(DwarfFile& main, const Unit& skeleton, const std::string& root, Notices& notices);

}  // namespace syscall_trace
