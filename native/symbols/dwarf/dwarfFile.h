#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "symbols/dwarf/dwarfSections.h"
#include "symbols/dwarf/forms.h"
#include "symbols/dwarf/rangeLists.h"
#include "symbols/lruCache.h"

namespace syscall_trace {

/** The debug information of one file, read piece by piece. Used by one thread. */
class DwarfFile {
 public:
  /** Null when there is none. `alternate`: the file that dwz put shared entries into, or null; it outlives this one. */
  static std::unique_ptr<DwarfFile> open(std::shared_ptr<ElfFile> file, DwarfFile* alternate, Notices& notices);
  /** Of a .dwo file (or a part of a .dwp file), whose addresses lie in `main`. */
  static std::unique_ptr<DwarfFile> split(std::shared_ptr<ElfFile> file, DwarfSections sections, DwarfFile& main);

  DwarfFile(const DwarfFile&) = delete;
  DwarfFile& operator=(const DwarfFile&) = delete;

  const std::string& path() const { return file_->path(); }
  const DwarfSections& sections() const { return sections_; }
  DwarfFile* alternate() const { return alternate_; }
  /** In the order of the file. */
  std::span<const Unit> units() const { return units_; }
  /** The unit that holds the entry at `offset` of .debug_info; null when none does. */
  const Unit* unitContaining(uint64_t offset) const;
  /** A split unit takes over what only its skeleton knows. */
  void adoptSkeleton(const Unit& skeleton);

  /** All bytes of a unit; empty when they cannot be read. Valid until the next call. */
  std::span<const uint8_t> readUnit(const Unit& unit);
  std::shared_ptr<const AbbreviationTable> abbreviations(const Unit& unit);
  void ranges(const Unit& unit, const CodeRange& range, std::vector<AddressRange>& out) { rangeLists_.read(unit, range, out); }
  /** The text of an attribute, with its index followed. */
  TextRef text(const Unit& unit, const FormValue& value);

 private:
  /** `main`: where a split file’s addresses lie; null for a file of its own. */
  DwarfFile(std::shared_ptr<ElfFile> file, DwarfSections sections, const DwarfFile* main, DwarfFile* alternate);
  void readUnits();
  bool readRoot(Unit& unit, std::span<const uint8_t> bytes);

  std::shared_ptr<ElfFile> file_;
  DwarfSections sections_;
  DwarfFile* alternate_;
  AddressTable addresses_;
  RangeLists rangeLists_;
  SectionWindow stringOffsets_;
  std::vector<uint8_t> abbreviationBuffer_;
  std::span<const uint8_t> abbreviationBytes_;
  LruCache<uint64_t, std::shared_ptr<const AbbreviationTable>> knownAbbreviations_;
  std::vector<uint8_t> unitBuffer_;
  std::vector<Unit> units_;
};

}  // namespace syscall_trace
