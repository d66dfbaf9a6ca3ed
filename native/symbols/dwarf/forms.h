#pragma once
// Values of attributes (DWARF 5, 7.5.5 and 7.5.6).

#include <cstdint>

#include "symbols/dwarf/abbreviations.h"
#include "symbols/dwarf/byteCursor.h"
#include "symbols/dwarf/unit.h"

namespace syscall_trace {

struct DwarfSections;

struct FormValue {
  enum class Kind : uint8_t {
    none,  // blocks, expressions, and what is not known
    number,
    address,
    addressIndex,  // into .debug_addr
    text,
    textIndex,     // into .debug_str_offsets
    reference,     // offset in .debug_info
    altReference,  // offset in the .debug_info of the alternate file
    listIndex,     // into a table of lists
  };
  Kind kind = Kind::none;
  uint64_t number = 0;
  TextRef text;
};

/** Where the bytes under the cursor come from. */
struct FormContext {
  const Unit& unit;
  const DwarfSections& sections;
  uint64_t start;  // offset in .debug_info of the cursor’s first byte
};

/** Reads the value of one attribute and passes over it. The cursor fails at a form that is not known. */
FormValue readForm(ByteCursor& cursor, const AttributeSpec& attribute, const FormContext& context);

/** Passes over the value of one attribute. */
void skipForm(ByteCursor& cursor, uint16_t form, const UnitFormat& format);

/** Puts an attribute of a unit or function that tells of its addresses into `range`; false when it is none. */
bool takeRangeAttribute(CodeRange& range, uint16_t name, const FormValue& value);

}  // namespace syscall_trace
