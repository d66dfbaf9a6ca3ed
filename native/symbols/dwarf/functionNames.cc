#include "symbols/dwarf/functionNames.h"

#include <dwarf.h>

#include <algorithm>
#include <optional>

namespace syscall_trace {
namespace {

/** From an inlined call to its abstract instance, from there to the declaration, perhaps through a partial unit. */
constexpr int kMaxSteps = 8;
/** An entry of a function is mostly shorter; one with long expressions is read whole. */
constexpr uint64_t kEntryBytes = 256;
constexpr uint64_t kMaxEntryBytes = 1 << 16;

/** Reads one entry into `names`; gives the entry that it refers to. Nothing when it is damaged or cut off. */
std::optional<EntryRef> readEntry(DwarfFile& file, const Unit& unit, uint64_t offset, std::span<const uint8_t> bytes, bool& complete, EntryNames& names) {
  const std::shared_ptr<const AbbreviationTable> table = file.abbreviations(unit);
  ByteCursor cursor(bytes);
  const Abbreviation* abbreviation = table->find(cursor.uleb());
  std::optional<EntryRef> next;
  if (abbreviation == nullptr) return next;
  EntryNames found;
  const auto textOf = [&](const FormValue& value) {
    const TextRef ref = file.text(unit, value);
    return ref.section == nullptr ? std::string() : ref.section->text(ref.offset).value_or(std::string());
  };
  for (const AttributeSpec& attribute : table->attributes(*abbreviation)) {
    const FormValue value = readForm(cursor, attribute, {unit, file.sections(), offset});
    if (!cursor.ok()) break;
    switch (attribute.name) {
      case DW_AT_name:
        found.name = textOf(value);
        break;
      case DW_AT_linkage_name:
      case DW_AT_MIPS_linkage_name:
        found.linkageName = textOf(value);
        break;
      case DW_AT_abstract_origin:
      case DW_AT_specification:
        if (value.kind == FormValue::Kind::reference) next = EntryRef{value.number, 0};
        if (value.kind == FormValue::Kind::altReference) next = EntryRef{value.number, 1};
        break;
      default:
        break;
    }
  }
  complete = cursor.ok();
  if (!complete) return std::nullopt;
  if (names.name.empty()) names.name = std::move(found.name);
  if (names.linkageName.empty()) names.linkageName = std::move(found.linkageName);
  return next;
}

}  // namespace

EntryNames namesOf(DwarfFile& file, EntryRef entry) {
  EntryNames names;
  DwarfFile* current = &file;
  std::vector<uint8_t> buffer;
  for (int step = 0; step < kMaxSteps; step++) {
    if (entry.inAlternate != 0) current = current->alternate();
    const Unit* unit = current == nullptr ? nullptr : current->unitContaining(entry.offset);
    if (unit == nullptr || entry.offset < unit->offset + unit->headerSize) break;
    std::optional<EntryRef> next;
    bool complete = false;
    for (const uint64_t most : {kEntryBytes, kMaxEntryBytes}) {
      const uint64_t length = std::min<uint64_t>(most, unit->end - entry.offset);
      next = readEntry(*current, *unit, entry.offset, current->sections().info.read(entry.offset, length, buffer), complete, names);
      if (complete) break;
    }
    if (!next || !names.linkageName.empty()) break;
    entry = *next;
  }
  return names;
}

}  // namespace syscall_trace
