#include "symbols/dwarf/abbreviations.h"

#include <dwarf.h>

#include "symbols/dwarf/byteCursor.h"

namespace syscall_trace {
namespace {

// What a damaged table may cost at most.
constexpr size_t kMaxCodes = 1 << 20;
constexpr size_t kMaxAttributes = 1 << 22;
constexpr size_t kMaxAttributesOfOne = 1 << 12;

}  // namespace

int fixedSizeOf(uint16_t form, const UnitFormat& format) {
  switch (form) {
    case DW_FORM_flag_present:
    case DW_FORM_implicit_const:
      return 0;
    case DW_FORM_data1:
    case DW_FORM_ref1:
    case DW_FORM_flag:
    case DW_FORM_strx1:
    case DW_FORM_addrx1:
      return 1;
    case DW_FORM_data2:
    case DW_FORM_ref2:
    case DW_FORM_strx2:
    case DW_FORM_addrx2:
      return 2;
    case DW_FORM_strx3:
    case DW_FORM_addrx3:
      return 3;
    case DW_FORM_data4:
    case DW_FORM_ref4:
    case DW_FORM_strx4:
    case DW_FORM_addrx4:
    case DW_FORM_ref_sup4:
      return 4;
    case DW_FORM_data8:
    case DW_FORM_ref8:
    case DW_FORM_ref_sig8:
    case DW_FORM_ref_sup8:
      return 8;
    case DW_FORM_data16:
      return 16;
    case DW_FORM_addr:
      return format.addressSize;
    case DW_FORM_ref_addr:
      return format.version <= 2 ? format.addressSize : format.offsetSize;
    case DW_FORM_strp:
    case DW_FORM_line_strp:
    case DW_FORM_strp_sup:
    case DW_FORM_sec_offset:
    case DW_FORM_GNU_ref_alt:
    case DW_FORM_GNU_strp_alt:
      return format.offsetSize;
    default:
      return -1;
  }
}

AbbreviationTable AbbreviationTable::read(std::span<const uint8_t> section, uint64_t offset, const UnitFormat& format) {
  AbbreviationTable table;
  ByteCursor cursor(section, offset);
  for (size_t codes = 0; codes < kMaxCodes && table.attributes_.size() < kMaxAttributes; codes++) {
    Abbreviation abbreviation;
    abbreviation.code = cursor.uleb();
    if (abbreviation.code == 0) break;
    abbreviation.tag = static_cast<uint16_t>(cursor.uleb());
    abbreviation.hasChildren = cursor.u8() != 0;
    abbreviation.first = static_cast<uint32_t>(table.attributes_.size());
    abbreviation.fixed = true;
    for (;;) {
      const uint64_t name = cursor.uleb();
      const uint64_t form = cursor.uleb();
      const int64_t constant = form == DW_FORM_implicit_const ? cursor.sleb() : 0;
      if ((name == 0 && form == 0) || !cursor.ok()) break;
      if (++abbreviation.count > kMaxAttributesOfOne || name > UINT16_MAX || form > UINT16_MAX) return table;
      table.attributes_.push_back({static_cast<uint16_t>(name), static_cast<uint16_t>(form), constant});
      abbreviation.hasSibling |= name == DW_AT_sibling;
      const int size = fixedSizeOf(static_cast<uint16_t>(form), format);
      if (size < 0) abbreviation.fixed = false;
      abbreviation.fixedSize += static_cast<uint32_t>(size > 0 ? size : 0);
    }
    if (!cursor.ok()) break;
    if (abbreviation.code == table.dense_.size() + 1) {
      table.dense_.push_back(abbreviation);
    } else if (abbreviation.code > table.dense_.size()) {
      table.sparse_.emplace(abbreviation.code, abbreviation);
    }
  }
  return table;
}

}  // namespace syscall_trace
