#pragma once
// A .dwp file: the split units of one program, put together by dwp or llvm-dwp (DWARF 5, 7.3.5; the GNU form before it
// differs in the header and in two section numbers).

#include <memory>
#include <string>
#include <vector>

#include "symbols/dwarf/dwarfFile.h"

namespace syscall_trace {

class SplitPackage {
 public:
  /** The first file of `paths` that is a package; null when none is. */
  static std::unique_ptr<SplitPackage> open(const std::vector<std::string>& paths, Notices& notices);

  /** The unit with this id, as a file of its own; null when the package does not have it or is damaged. */
  std::unique_ptr<DwarfFile> unit(uint64_t dwoId, DwarfFile& main) const;

 private:
  SplitPackage(std::shared_ptr<ElfFile> file, DwarfSections sections, Section index);
  bool readHeader();
  /** The row of the tables of offsets and sizes, from 1; 0: there is none. */
  uint32_t rowOf(uint64_t dwoId) const;
  uint32_t wordAt(uint64_t offset) const;

  std::shared_ptr<ElfFile> file_;
  DwarfSections sections_;
  Section index_;
  uint32_t version_ = 0;
  uint32_t columns_ = 0;
  uint32_t rows_ = 0;
  uint32_t slots_ = 0;
};

}  // namespace syscall_trace
