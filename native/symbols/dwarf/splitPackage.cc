#include "symbols/dwarf/splitPackage.h"

#include <fcntl.h>

namespace syscall_trace {
namespace {

constexpr uint64_t kHeaderSize = 16;
constexpr uint32_t kMaxColumns = 16;
constexpr uint32_t kGnuVersion = 2;

/** DW_SECT_… of the columns (DWARF 5, table 7.1). */
enum Column : uint32_t { kInfo = 1, kAbbreviations = 3, kLines = 4, kStringOffsets = 6, kRangeLists = 8 };

}  // namespace

std::unique_ptr<SplitPackage> SplitPackage::open(const std::vector<std::string>& paths, Notices& notices) {
  for (const std::string& path : paths) {
    UniqueFd fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY));
    std::shared_ptr<ElfFile> file = fd ? ElfFile::open(std::move(fd), path) : nullptr;
    if (!file) continue;
    Section index = file->section(".debug_cu_index", notices);
    DwarfSections sections = DwarfSections::read(*file, true, notices);
    std::unique_ptr<SplitPackage> package(new SplitPackage(std::move(file), std::move(sections), std::move(index)));
    if (package->readHeader()) return package;
    notices.push_back(path + ": this package of split debug information is damaged, or of a version that is not known here");
  }
  return nullptr;
}

SplitPackage::SplitPackage(std::shared_ptr<ElfFile> file, DwarfSections sections, Section index)
    : file_(std::move(file)), sections_(std::move(sections)), index_(std::move(index)) {}

bool SplitPackage::readHeader() {
  std::vector<uint8_t> buffer;
  ByteCursor cursor(index_.read(0, kHeaderSize, buffer));
  // DWARF 5 has 2 bytes for the version and 2 of padding, which are 0.
  version_ = cursor.u32();
  columns_ = cursor.u32();
  rows_ = cursor.u32();
  slots_ = cursor.u32();
  if (!cursor.ok() || (version_ != kGnuVersion && version_ != 5) || columns_ == 0 || columns_ > kMaxColumns) return false;
  const bool isPowerOf2 = slots_ != 0 && (slots_ & (slots_ - 1)) == 0;
  const uint64_t size = kHeaderSize + uint64_t{slots_} * 12 + uint64_t{columns_} * 4 + uint64_t{rows_} * columns_ * 8;
  return isPowerOf2 && size <= index_.size();
}

uint32_t SplitPackage::wordAt(uint64_t offset) const {
  std::vector<uint8_t> buffer;
  return ByteCursor(index_.read(offset, 4, buffer)).u32();
}

uint32_t SplitPackage::rowOf(uint64_t dwoId) const {
  const uint64_t mask = slots_ - 1;
  const uint64_t step = ((dwoId >> 32) & mask) | 1;
  uint64_t slot = dwoId & mask;
  for (uint32_t tries = 0; tries < slots_; tries++, slot = (slot + step) & mask) {
    const uint32_t row = wordAt(kHeaderSize + uint64_t{slots_} * 8 + slot * 4);
    if (row == 0) return 0;
    std::vector<uint8_t> buffer;
    if (ByteCursor(index_.read(kHeaderSize + slot * 8, 8, buffer)).u64() == dwoId) return row <= rows_ ? row : 0;
  }
  return 0;
}

std::unique_ptr<DwarfFile> SplitPackage::unit(uint64_t dwoId, DwarfFile& main) const {
  const uint32_t row = rowOf(dwoId);
  if (row == 0) return nullptr;
  const uint64_t columns = kHeaderSize + uint64_t{slots_} * 12;
  const uint64_t offsets = columns + uint64_t{columns_} * 4;
  const uint64_t sizes = offsets + uint64_t{rows_} * columns_ * 4;
  DwarfSections part;
  // One table of strings serves all units.
  part.strings = sections_.strings;
  part.lineStrings = sections_.lineStrings;
  for (uint32_t column = 0; column < columns_; column++) {
    const uint64_t cell = (uint64_t{row - 1} * columns_ + column) * 4;
    const auto of = [&](const Section& section) { return section.part(wordAt(offsets + cell), wordAt(sizes + cell)); };
    switch (wordAt(columns + uint64_t{column} * 4)) {
      case kInfo:
        part.info = of(sections_.info);
        break;
      case kAbbreviations:
        part.abbreviations = of(sections_.abbreviations);
        break;
      case kLines:
        part.lines = of(sections_.lines);
        break;
      case kStringOffsets:
        part.stringOffsets = of(sections_.stringOffsets);
        break;
      case kRangeLists:
        // In the GNU form this is .debug_macro.
        if (version_ != kGnuVersion) part.rangeLists = of(sections_.rangeLists);
        break;
      default:
        break;
    }
  }
  return DwarfFile::split(file_, std::move(part), main);
}

}  // namespace syscall_trace
