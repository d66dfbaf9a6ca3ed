#include "symbols/dwarf/dwarfFile.h"

#include <dwarf.h>

#include <algorithm>

namespace syscall_trace {
namespace {

constexpr size_t kMaxUnits = 1 << 20;
/** The buffer for a unit is kept for the next one up to this size. */
constexpr size_t kMaxKeptBuffer = size_t{4} << 20;
constexpr size_t kMaxAbbreviationTables = 1024;
constexpr size_t kMaxAbbreviationBytes = size_t{8} << 20;
/** Header and root entry are mostly shorter than this. */
constexpr size_t kRootBytes = 512;
constexpr size_t kMaxRootBytes = 1 << 16;

bool isUnitTag(uint16_t tag) { return tag == DW_TAG_compile_unit || tag == DW_TAG_skeleton_unit || tag == DW_TAG_partial_unit; }

}  // namespace

DwarfFile::DwarfFile(std::shared_ptr<ElfFile> file, DwarfSections sections, const DwarfFile* main, DwarfFile* alternate)
    : file_(std::move(file)),
      sections_(std::move(sections)),
      alternate_(alternate),
      addresses_(main != nullptr ? main->sections_.addresses : sections_.addresses),
      // A split unit of DWARF 4 has its ranges in the main file, one of DWARF 5 has them in its own.
      rangeLists_(main != nullptr ? main->sections_.ranges : sections_.ranges, sections_.rangeLists, addresses_),
      stringOffsets_(sections_.stringOffsets),
      knownAbbreviations_(kMaxAbbreviationTables, kMaxAbbreviationBytes) {
  if (alternate_ != nullptr) sections_.alternateStrings = &alternate_->sections_.strings;
  abbreviationBytes_ = sections_.abbreviations.read(0, sections_.abbreviations.size(), abbreviationBuffer_);
  readUnits();
}

std::unique_ptr<DwarfFile> DwarfFile::open(std::shared_ptr<ElfFile> file, DwarfFile* alternate, Notices& notices) {
  DwarfSections sections = DwarfSections::read(*file, false, notices);
  if (sections.info.empty()) return nullptr;
  return std::unique_ptr<DwarfFile>(new DwarfFile(std::move(file), std::move(sections), nullptr, alternate));
}

std::unique_ptr<DwarfFile> DwarfFile::split(std::shared_ptr<ElfFile> file, DwarfSections sections, DwarfFile& main) {
  if (sections.info.empty()) return nullptr;
  return std::unique_ptr<DwarfFile>(new DwarfFile(std::move(file), std::move(sections), &main, nullptr));
}

void DwarfFile::readUnits() {
  const uint64_t size = sections_.info.size();
  std::vector<uint8_t> buffer;
  for (uint64_t offset = 0; offset < size && units_.size() < kMaxUnits;) {
    std::span<const uint8_t> bytes = sections_.info.read(offset, std::min<uint64_t>(kRootBytes, size - offset), buffer);
    std::optional<Unit> unit = readUnitHeader(bytes, offset, size);
    if (!unit) return;
    if (unit->type != 0 && !readRoot(*unit, bytes)) {
      bytes = sections_.info.read(offset, std::min<uint64_t>(kMaxRootBytes, unit->end - offset), buffer);
      if (!readRoot(*unit, bytes)) unit->type = 0;
    }
    offset = unit->end;
    units_.push_back(*unit);
  }
}

bool DwarfFile::readRoot(Unit& unit, std::span<const uint8_t> bytes) {
  if (unit.type == DW_UT_type || unit.type == DW_UT_split_type) return true;
  const std::shared_ptr<const AbbreviationTable> table = abbreviations(unit);
  ByteCursor cursor(bytes.first(std::min<uint64_t>(bytes.size(), unit.end - unit.offset)), unit.headerSize);
  const Abbreviation* abbreviation = table->find(cursor.uleb());
  if (abbreviation == nullptr || !isUnitTag(abbreviation->tag)) return false;
  unit.rootTag = abbreviation->tag;
  FormValue directory, splitName;
  // A split unit of DWARF 5 has its string offsets behind the header of its only table.
  if (unit.format.version >= 5) unit.stringOffsetsBase = unit.format.offsetSize == 4 ? 8 : 16;
  if (unit.format.version >= 5) unit.rangeListsBase = unit.format.offsetSize == 4 ? 12 : 20;
  unit.range = {};
  for (const AttributeSpec& attribute : table->attributes(*abbreviation)) {
    const FormValue value = readForm(cursor, attribute, {unit, sections_, unit.offset});
    if (takeRangeAttribute(unit.range, attribute.name, value)) continue;
    switch (attribute.name) {
      case DW_AT_stmt_list:
        unit.lines = value.number;
        break;
      case DW_AT_comp_dir:
        directory = value;
        break;
      case DW_AT_dwo_name:
      case DW_AT_GNU_dwo_name:
        splitName = value;
        break;
      case DW_AT_GNU_dwo_id:
        unit.dwoId = value.number;
        break;
      case DW_AT_str_offsets_base:
        unit.stringOffsetsBase = value.number;
        break;
      case DW_AT_addr_base:
      case DW_AT_GNU_addr_base:
        unit.addressBase = value.number;
        break;
      case DW_AT_rnglists_base:
        unit.rangeListsBase = value.number;
        break;
      case DW_AT_GNU_ranges_base:
        unit.splitRangesBase = value.number;
        break;
      default:
        break;
    }
  }
  if (!cursor.ok()) return false;
  // Bases may stand behind what needs them.
  unit.compilationDirectory = text(unit, directory);
  unit.splitFile = text(unit, splitName);
  if (unit.range.hasLow) unit.baseAddress = unit.range.lowIsIndex ? addresses_.at(unit, unit.range.low).value_or(0) : unit.range.low;
  return true;
}

const Unit* DwarfFile::unitContaining(uint64_t offset) const {
  const auto after = std::upper_bound(units_.begin(), units_.end(), offset, [](uint64_t wanted, const Unit& unit) { return wanted < unit.offset; });
  if (after == units_.begin()) return nullptr;
  const Unit& unit = *(after - 1);
  return offset < unit.end && unit.type != 0 ? &unit : nullptr;
}

std::span<const uint8_t> DwarfFile::readUnit(const Unit& unit) {
  if (unitBuffer_.size() > kMaxKeptBuffer) unitBuffer_ = {};
  return sections_.info.read(unit.offset, unit.end - unit.offset, unitBuffer_);
}

void DwarfFile::adoptSkeleton(const Unit& skeleton) {
  for (Unit& unit : units_) {
    if (unit.type == 0 || unit.dwoId != skeleton.dwoId) continue;
    unit.addressBase = skeleton.addressBase;
    unit.splitRangesBase = skeleton.splitRangesBase;
    unit.baseAddress = skeleton.baseAddress;
    unit.lines = skeleton.lines;
  }
}

std::shared_ptr<const AbbreviationTable> DwarfFile::abbreviations(const Unit& unit) {
  const UnitFormat& format = unit.format;
  const uint64_t key = unit.abbreviations << 12 | uint64_t{format.version} << 8 | uint64_t{format.addressSize} << 4 | format.offsetSize;
  if (const auto* known = knownAbbreviations_.get(key)) return *known;
  auto table = std::make_shared<const AbbreviationTable>(AbbreviationTable::read(abbreviationBytes_, unit.abbreviations, format));
  const size_t bytes = table->bytes();
  return knownAbbreviations_.put(key, std::move(table), bytes);
}

TextRef DwarfFile::text(const Unit& unit, const FormValue& value) {
  if (value.kind == FormValue::Kind::text) return value.text;
  if (value.kind != FormValue::Kind::textIndex) return {};
  const unsigned size = unit.format.offsetSize;
  if (value.number > sections_.stringOffsets.size() / size) return {};
  ByteCursor cursor(stringOffsets_.at(unit.stringOffsetsBase + value.number * size, size));
  const uint64_t offset = cursor.sized(size);
  return cursor.ok() ? TextRef{&sections_.strings, offset} : TextRef{};
}

}  // namespace syscall_trace
