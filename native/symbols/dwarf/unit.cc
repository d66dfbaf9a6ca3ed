#include "symbols/dwarf/unit.h"

#include <dwarf.h>

#include "symbols/dwarf/byteCursor.h"

namespace syscall_trace {

std::optional<Unit> readUnitHeader(std::span<const uint8_t> bytes, uint64_t offset, uint64_t sectionSize) {
  ByteCursor cursor(bytes);
  Unit unit;
  unit.offset = offset;
  uint64_t length = cursor.u32();
  if (length == 0xffffffff) {
    length = cursor.u64();
    unit.format.offsetSize = 8;
  }
  const uint64_t bodyStart = offset + cursor.position();
  if (!cursor.ok() || length > sectionSize - bodyStart || length == 0) return std::nullopt;
  unit.end = bodyStart + length;
  unit.format.version = cursor.u16();
  if (unit.format.version >= 5) {
    unit.type = cursor.u8();
    unit.format.addressSize = cursor.u8();
    unit.abbreviations = cursor.sized(unit.format.offsetSize);
    if (unit.type == DW_UT_skeleton || unit.type == DW_UT_split_compile) unit.dwoId = cursor.u64();
    if (unit.type == DW_UT_type || unit.type == DW_UT_split_type) cursor.skip(8u + unit.format.offsetSize);
  } else {
    unit.type = DW_UT_compile;
    unit.abbreviations = cursor.sized(unit.format.offsetSize);
    unit.format.addressSize = cursor.u8();
  }
  unit.headerSize = static_cast<uint16_t>(cursor.position());
  // What is not known is passed over by its length.
  if (unit.format.version < 2 || unit.format.version > 5 || (unit.format.addressSize != 4 && unit.format.addressSize != 8)) unit.type = 0;
  if (!cursor.ok()) unit.type = 0;
  return unit;
}

}  // namespace syscall_trace
