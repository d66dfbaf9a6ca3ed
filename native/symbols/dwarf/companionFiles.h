#pragma once
// Files beside the debug file: what dwz shared out (.gnu_debugaltlink), and split units (.dwo, .dwp).

#include <memory>
#include <string>

#include "symbols/debugPlaces.h"
#include "symbols/dwarf/dwarfFile.h"
#include "symbols/dwarf/splitPackage.h"

namespace syscall_trace {

/** Null when `file` has no alternate; also null, with a notice and its build-id in `missing`, when it has one that is not to be found. */
std::unique_ptr<DwarfFile> openAlternate(ElfFile& file, const DebugPlaces& places, std::string& missing, Notices& notices);

/** The package of split units that lies beside the module (MODULE.dwp) or its debug file; null when there is none. */
std::unique_ptr<SplitPackage> openSplitPackage(const std::string& path, const std::string& root, Notices& notices);

/**
 * The split unit of `skeleton`: in `package` unless that is null, as the skeleton names it, or beside the module. Null when it
 * is not to be found or is of another build.
 */
std::unique_ptr<DwarfFile> openSplitUnit(DwarfFile& main, const SplitPackage* package, const Unit& skeleton, const std::string& root, Notices& notices);

}  // namespace syscall_trace
