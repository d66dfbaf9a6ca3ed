#include "symbols/dwarf/forms.h"

#include <dwarf.h>

#include "symbols/dwarf/dwarfSections.h"

namespace syscall_trace {
namespace {

FormValue textIn(const Section* section, uint64_t offset) {
  if (section == nullptr) return {};
  return {FormValue::Kind::text, 0, {section, offset}};
}

/** DW_FORM_indirect: the form stands before the value; one that leads to another is damage. */
uint16_t indirectForm(ByteCursor& cursor) {
  const uint64_t form = cursor.uleb();
  return form == DW_FORM_indirect || form > UINT16_MAX ? 0 : static_cast<uint16_t>(form);
}

}  // namespace

void skipForm(ByteCursor& cursor, uint16_t form, const UnitFormat& format) {
  if (const int size = fixedSizeOf(form, format); size >= 0) return cursor.skip(static_cast<uint64_t>(size));
  switch (form) {
    case DW_FORM_block1:
      return cursor.skip(cursor.u8());
    case DW_FORM_block2:
      return cursor.skip(cursor.u16());
    case DW_FORM_block4:
      return cursor.skip(cursor.u32());
    case DW_FORM_block:
    case DW_FORM_exprloc:
      return cursor.skip(cursor.uleb());
    case DW_FORM_string:
      cursor.text();
      return;
    case DW_FORM_sdata:
    case DW_FORM_udata:
    case DW_FORM_ref_udata:
    case DW_FORM_strx:
    case DW_FORM_addrx:
    case DW_FORM_loclistx:
    case DW_FORM_rnglistx:
    case DW_FORM_GNU_addr_index:
    case DW_FORM_GNU_str_index:
      cursor.uleb();
      return;
    case DW_FORM_indirect:
      if (const uint16_t inner = indirectForm(cursor); inner != 0) return skipForm(cursor, inner, format);
      return cursor.fail();
    default:
      return cursor.fail();
  }
}

FormValue readForm(ByteCursor& cursor, const AttributeSpec& attribute, const FormContext& context) {
  using Kind = FormValue::Kind;
  const UnitFormat& format = context.unit.format;
  const auto number = [](uint64_t value) { return FormValue{Kind::number, value, {}}; };
  const auto inUnit = [&](uint64_t offset) { return FormValue{Kind::reference, context.unit.offset + offset, {}}; };
  switch (attribute.form) {
    case DW_FORM_addr:
      return {Kind::address, cursor.sized(format.addressSize), {}};
    case DW_FORM_addrx:
    case DW_FORM_GNU_addr_index:
      return {Kind::addressIndex, cursor.uleb(), {}};
    case DW_FORM_addrx1:
    case DW_FORM_addrx2:
    case DW_FORM_addrx3:
    case DW_FORM_addrx4:
      return {Kind::addressIndex, cursor.sized(static_cast<unsigned>(fixedSizeOf(attribute.form, format))), {}};
    case DW_FORM_string: {
      const uint64_t offset = context.start + cursor.position();
      cursor.text();
      return textIn(&context.sections.info, offset);
    }
    case DW_FORM_strp:
      return textIn(&context.sections.strings, cursor.sized(format.offsetSize));
    case DW_FORM_line_strp:
      return textIn(&context.sections.lineStrings, cursor.sized(format.offsetSize));
    case DW_FORM_strp_sup:
    case DW_FORM_GNU_strp_alt:
      return textIn(context.sections.alternateStrings, cursor.sized(format.offsetSize));
    case DW_FORM_strx:
    case DW_FORM_GNU_str_index:
      return {Kind::textIndex, cursor.uleb(), {}};
    case DW_FORM_strx1:
    case DW_FORM_strx2:
    case DW_FORM_strx3:
    case DW_FORM_strx4:
      return {Kind::textIndex, cursor.sized(static_cast<unsigned>(fixedSizeOf(attribute.form, format))), {}};
    case DW_FORM_ref1:
    case DW_FORM_ref2:
    case DW_FORM_ref4:
    case DW_FORM_ref8:
      return inUnit(cursor.sized(static_cast<unsigned>(fixedSizeOf(attribute.form, format))));
    case DW_FORM_ref_udata:
      return inUnit(cursor.uleb());
    case DW_FORM_ref_addr:
      return {Kind::reference, cursor.sized(static_cast<unsigned>(fixedSizeOf(attribute.form, format))), {}};
    case DW_FORM_GNU_ref_alt:
    case DW_FORM_ref_sup4:
    case DW_FORM_ref_sup8:
      return {Kind::altReference, cursor.sized(static_cast<unsigned>(fixedSizeOf(attribute.form, format))), {}};
    case DW_FORM_rnglistx:
      return {Kind::listIndex, cursor.uleb(), {}};
    case DW_FORM_flag_present:
      return number(1);
    case DW_FORM_implicit_const:
      return number(static_cast<uint64_t>(attribute.constant));
    case DW_FORM_udata:
      return number(cursor.uleb());
    case DW_FORM_sdata:
      return number(static_cast<uint64_t>(cursor.sleb()));
    case DW_FORM_data1:
    case DW_FORM_data2:
    case DW_FORM_data4:
    case DW_FORM_data8:
    case DW_FORM_flag:
    case DW_FORM_sec_offset:
      return number(cursor.sized(static_cast<unsigned>(fixedSizeOf(attribute.form, format))));
    case DW_FORM_indirect: {
      const uint16_t inner = indirectForm(cursor);
      if (inner != 0) return readForm(cursor, {attribute.name, inner, 0}, context);
      cursor.fail();
      return {};
    }
    default:
      skipForm(cursor, attribute.form, format);
      return {};
  }
}

bool takeRangeAttribute(CodeRange& range, uint16_t name, const FormValue& value) {
  using Kind = FormValue::Kind;
  switch (name) {
    case DW_AT_low_pc:
      range.hasLow = value.kind == Kind::address || value.kind == Kind::addressIndex;
      range.lowIsIndex = value.kind == Kind::addressIndex;
      range.low = value.number;
      return true;
    case DW_AT_high_pc:
      range.high = value.kind == Kind::number ? CodeRange::High::length : CodeRange::High::address;
      range.highIsIndex = value.kind == Kind::addressIndex;
      range.highValue = value.number;
      if (value.kind == Kind::none) range.high = CodeRange::High::none;
      return true;
    case DW_AT_ranges:
      if (value.kind == Kind::number) range.list = CodeRange::List::offset;
      if (value.kind == Kind::listIndex) range.list = CodeRange::List::index;
      range.listValue = value.number;
      return true;
    default:
      return false;
  }
}

}  // namespace syscall_trace
