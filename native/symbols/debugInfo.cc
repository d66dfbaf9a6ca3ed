#include "symbols/debugInfo.h"

#include <dwarf.h>

#include <algorithm>
#include <utility>

#include "symbols/dwarf/companionFiles.h"
#include "symbols/dwarf/functionNames.h"

namespace syscall_trace {
namespace {

constexpr size_t kMaxUnits = 1 << 16;
/** Tables of a large C++ program, whole; what is beyond is read again. */
constexpr size_t kMaxUnitBytes = size_t{192} << 20;
constexpr size_t kMaxNames = 1 << 17;
constexpr size_t kMaxNameBytes = size_t{16} << 20;
/** Stretches of different units hardly overlap; a search looks back over this many. */
constexpr int kMaxLookBack = 16;

}  // namespace

std::unique_ptr<DebugInfo> DebugInfo::open(std::shared_ptr<ElfFile> file, CodeRanges code, DebugPlaces places, TextPool& texts, Notices& notices) {
  std::string missing;
  std::unique_ptr<DwarfFile> alternate = openAlternate(*file, places, missing, notices);
  std::unique_ptr<DwarfFile> main = DwarfFile::open(std::move(file), alternate.get(), notices);
  if (!main) return nullptr;
  std::unique_ptr<DebugInfo> info(new DebugInfo(std::move(alternate), std::move(main), std::move(code), std::move(places), texts));
  info->missingAlternate_ = std::move(missing);
  return info;
}

DebugInfo::DebugInfo(std::unique_ptr<DwarfFile> alternate, std::unique_ptr<DwarfFile> main, CodeRanges code, DebugPlaces places, TextPool& texts)
    : alternate_(std::move(alternate)),
      main_(std::move(main)),
      code_(std::move(code)),
      places_(std::move(places)),
      texts_(texts),
      units_(kMaxUnits, kMaxUnitBytes),
      names_(kMaxNames, kMaxNameBytes) {
  index();
}

void DebugInfo::index() {
  std::vector<AddressRange> ranges;
  const std::span<const Unit> units = main_->units();
  for (uint32_t i = 0; i < units.size(); i++) {
    const Unit& unit = units[i];
    if (unit.type != DW_UT_compile && unit.type != DW_UT_skeleton) continue;
    ranges.clear();
    main_->ranges(unit, unit.range, ranges);
    std::erase_if(ranges, [&](const AddressRange& each) { return !code_.contains(each); });
    if (ranges.empty() && unit.rootTag == DW_TAG_compile_unit && unit.range.empty()) {
      // A unit without addresses of its own may still have functions with some (old assemblers, DWARF 2).
      for (const FunctionScan::Extent& extent : scanFunctions(*main_, unit, code_).extents) ranges.push_back({extent.low, extent.high});
    }
    addStretches(i, ranges);
  }
  std::stable_sort(stretches_.begin(), stretches_.end(), [](const Stretch& a, const Stretch& b) { return a.low < b.low; });
  stretches_.shrink_to_fit();
}

void DebugInfo::addStretches(uint32_t unit, const std::vector<AddressRange>& ranges) {
  for (const AddressRange& range : ranges) {
    if (range.high - range.low <= UINT32_MAX) stretches_.push_back({range.low, static_cast<uint32_t>(range.high - range.low), unit});
  }
}

DebugInfo::UnitTables* DebugInfo::unitAt(uint64_t address, Notices& notices) {
  auto after = std::upper_bound(stretches_.begin(), stretches_.end(), address, [](uint64_t wanted, const Stretch& s) { return wanted < s.low; });
  for (int i = 0; i < kMaxLookBack && after != stretches_.begin(); i++) {
    const Stretch& stretch = *--after;
    if (address - stretch.low >= stretch.length) continue;
    if (const std::unique_ptr<UnitTables>* known = units_.get(stretch.unit)) return known->get();
    std::unique_ptr<UnitTables> tables = read(stretch.unit, notices);
    const size_t bytes = sizeof(UnitTables) + tables->functions.bytes() + tables->lines.bytes();
    return units_.put(stretch.unit, std::move(tables), bytes).get();
  }
  return nullptr;
}

std::unique_ptr<DebugInfo::UnitTables> DebugInfo::read(uint32_t index, Notices& notices) {
  const Unit& unit = main_->units()[index];
  auto tables = std::make_unique<UnitTables>();
  tables->lines = LineTable(runLineProgram(*main_, unit, code_));
  tables->compilationDirectory = unit.compilationDirectory;
  tables->entries = main_.get();
  const Unit* functions = &unit;
  if (unit.splitFile.section != nullptr) {
    const SplitUnit& split = splitUnit(index, notices);
    if (split.unit == nullptr) return tables;
    tables->entries = split.file.get();
    functions = split.unit;
  }
  tables->functions = FunctionTable(scanFunctions(*tables->entries, *functions, code_));
  return tables;
}

const DebugInfo::SplitUnit& DebugInfo::splitUnit(uint32_t index, Notices& notices) {
  const auto [entry, isNew] = split_.try_emplace(index);
  if (!isNew) return entry->second;
  SplitUnit& split = entry->second;
  const Unit& skeleton = main_->units()[index];
  if (!std::exchange(packageSought_, true)) package_ = openSplitPackage(main_->path(), places_.root, notices);
  split.file = openSplitUnit(*main_, package_.get(), skeleton, places_.root, notices);
  if (!split.file) return split;
  for (const Unit& unit : split.file->units()) {
    if (unit.type != 0 && unit.dwoId == skeleton.dwoId) split.unit = &unit;
  }
  return split;
}

const FunctionName& DebugInfo::nameOf(const UnitTables& unit, const FunctionNode& node) {
  // Entries of different files: the address of the file tells them apart.
  const uint64_t key = (node.entry.offset << 1 | node.entry.inAlternate) ^ (reinterpret_cast<uintptr_t>(unit.entries) << 20);
  if (const FunctionName* known = names_.get(key)) return *known;
  EntryNames names = namesOf(*unit.entries, node.entry);
  FunctionName name = functionName(names.linkageName.empty() ? std::move(names.name) : std::move(names.linkageName), texts_);
  const size_t bytes = name.bytes();
  return names_.put(key, std::move(name), bytes);
}

Text DebugInfo::pathOf(UnitTables& unit, uint32_t file) {
  if (file >= kNoFile) return nullptr;
  if (file >= unit.paths.size()) unit.paths.resize(file + 1);
  Text& path = unit.paths[file];
  if (!path) path = texts_.share(unit.lines.path(file, unit.compilationDirectory));
  return path;
}

}  // namespace syscall_trace
