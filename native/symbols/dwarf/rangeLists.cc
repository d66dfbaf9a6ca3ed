#include "symbols/dwarf/rangeLists.h"

#include <dwarf.h>

#include "symbols/dwarf/byteCursor.h"

namespace syscall_trace {
namespace {

/** Entries of one list: what a damaged file may cost at most. */
constexpr int kMaxEntries = 1 << 20;
/** The longest entry: a kind and two LEB128 numbers of 64 bits. */
constexpr size_t kLongestEntry = 1 + 2 * 10;

void add(std::vector<AddressRange>& out, uint64_t low, uint64_t high) {
  if (low < high) out.push_back({low, high});
}

}  // namespace

std::optional<uint64_t> AddressTable::at(const Unit& unit, uint64_t index) {
  const unsigned size = unit.format.addressSize;
  if (index > window_.section().size() / size) return std::nullopt;
  const auto bytes = window_.at(unit.addressBase + index * size, size);
  ByteCursor cursor(bytes);
  const uint64_t address = cursor.sized(size);
  return cursor.ok() ? std::optional(address) : std::nullopt;
}

void RangeLists::read(const Unit& unit, const CodeRange& range, std::vector<AddressRange>& out) {
  if (range.list != CodeRange::List::none) {
    const std::optional<uint64_t> offset = listOffset(unit, range);
    if (!offset) return;
    if (unit.format.version >= 5) {
      readList(unit, *offset, out);
    } else {
      readOld(unit, *offset, out);
    }
    return;
  }
  if (!range.hasLow || range.high == CodeRange::High::none) return;
  const auto resolved = [&](bool isIndex, uint64_t value) { return isIndex ? addresses_.at(unit, value) : std::optional(value); };
  const std::optional<uint64_t> low = resolved(range.lowIsIndex, range.low);
  const std::optional<uint64_t> high = range.high == CodeRange::High::length ? std::optional(low.value_or(0) + range.highValue)
                                                                           : resolved(range.highIsIndex, range.highValue);
  if (low && high) add(out, *low, *high);
}

std::optional<uint64_t> RangeLists::listOffset(const Unit& unit, const CodeRange& range) {
  if (range.list == CodeRange::List::offset) return unit.format.version >= 5 ? range.listValue : range.listValue + unit.splitRangesBase;
  // The table of offsets stands at the base, and they count from there.
  const unsigned size = unit.format.offsetSize;
  if (range.listValue > lists_.section().size() / size) return std::nullopt;
  const auto bytes = lists_.at(unit.rangeListsBase + range.listValue * size, size);
  ByteCursor cursor(bytes);
  const uint64_t offset = unit.rangeListsBase + cursor.sized(size);
  return cursor.ok() ? std::optional(offset) : std::nullopt;
}

void RangeLists::readOld(const Unit& unit, uint64_t offset, std::vector<AddressRange>& out) {
  const unsigned size = unit.format.addressSize;
  const uint64_t selectBase = size == 4 ? 0xffffffff : UINT64_MAX;
  uint64_t base = unit.baseAddress;
  for (int i = 0; i < kMaxEntries; i++, offset += 2 * size) {
    ByteCursor cursor(old_.at(offset, 2 * size));
    const uint64_t low = cursor.sized(size);
    const uint64_t high = cursor.sized(size);
    if (!cursor.ok() || (low == 0 && high == 0)) return;
    if (low == selectBase) {
      base = high;
    } else {
      add(out, base + low, base + high);
    }
  }
}

void RangeLists::readList(const Unit& unit, uint64_t offset, std::vector<AddressRange>& out) {
  uint64_t base = unit.baseAddress;
  const unsigned size = unit.format.addressSize;
  for (int i = 0; i < kMaxEntries; i++) {
    ByteCursor cursor(lists_.at(offset, kLongestEntry));
    const uint8_t kind = cursor.u8();
    switch (kind) {
      case DW_RLE_base_addressx:
        base = addresses_.at(unit, cursor.uleb()).value_or(0);
        break;
      case DW_RLE_startx_endx: {
        const auto low = addresses_.at(unit, cursor.uleb());
        const auto high = addresses_.at(unit, cursor.uleb());
        if (low && high) add(out, *low, *high);
        break;
      }
      case DW_RLE_startx_length: {
        const auto low = addresses_.at(unit, cursor.uleb());
        const uint64_t length = cursor.uleb();
        if (low) add(out, *low, *low + length);
        break;
      }
      case DW_RLE_offset_pair: {
        const uint64_t low = cursor.uleb();
        const uint64_t high = cursor.uleb();
        add(out, base + low, base + high);
        break;
      }
      case DW_RLE_base_address:
        base = cursor.sized(size);
        break;
      case DW_RLE_start_end: {
        const uint64_t low = cursor.sized(size);
        const uint64_t high = cursor.sized(size);
        add(out, low, high);
        break;
      }
      case DW_RLE_start_length: {
        const uint64_t low = cursor.sized(size);
        const uint64_t length = cursor.uleb();
        add(out, low, low + length);
        break;
      }
      default:  // DW_RLE_end_of_list, and what is not known
        return;
    }
    if (!cursor.ok()) return;
    offset += cursor.position();
  }
}

}  // namespace syscall_trace
