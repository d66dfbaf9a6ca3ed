#include "symbols/debugInfo.h"

#include <dwarf.h>

#include <algorithm>

namespace syscall_trace {
namespace {

constexpr size_t kMaxUnits = 512;
constexpr size_t kMaxUnitBytes = 64u << 20;
/** Stretches of different units hardly overlap; a search looks back over this many. */
constexpr int kMaxLookBack = 16;

}  // namespace

DebugInfo::DebugInfo(Dwarf* dwarf, std::vector<AddressRange> codeRanges) : codeRanges_(std::move(codeRanges)), units_(kMaxUnits, kMaxUnitBytes) {
  Dwarf_CU* unit = nullptr;
  uint8_t type = 0;
  Dwarf_Die die, splitDie;
  while (dwarf_get_units(dwarf, unit, &unit, nullptr, &type, &die, &splitDie) == 0) {
    if (type != DW_UT_compile && type != DW_UT_skeleton) continue;
    Dwarf_Die functions = type == DW_UT_skeleton && splitDie.addr != nullptr ? splitDie : die;
    std::vector<AddressRange> ranges = rangesOf(&die, codeRanges_);
    if (ranges.empty()) {
      // A unit without addresses of its own may still have functions with some (old assemblers, DWARF 2).
      Dwarf_Die child;
      for (int result = dwarf_child(&functions, &child); result == 0;) {
        if (dwarf_tag(&child) == DW_TAG_subprogram) {
          for (const AddressRange& range : rangesOf(&child, codeRanges_)) ranges.push_back(range);
        }
        const Dwarf_Off offset = dwarf_dieoffset(&child);
        result = dwarf_siblingof(&child, &child);
        if (result == 0 && dwarf_dieoffset(&child) <= offset) break;
      }
    }
    for (const AddressRange& range : ranges) stretches_.push_back({range.low, range.high, functions, die});
  }
  std::stable_sort(stretches_.begin(), stretches_.end(), [](const Stretch& a, const Stretch& b) { return a.low < b.low; });
}

const DebugInfo::Unit* DebugInfo::unitAt(uint64_t address) {
  auto after = std::upper_bound(stretches_.begin(), stretches_.end(), address, [](uint64_t wanted, const Stretch& s) { return wanted < s.low; });
  for (int i = 0; i < kMaxLookBack && after != stretches_.begin(); i++) {
    Stretch& stretch = *--after;
    if (address >= stretch.high) continue;
    const Dwarf_Off key = dwarf_dieoffset(&stretch.lineDie);
    if (const std::unique_ptr<Unit>* unit = units_.get(key)) return unit->get();
    auto unit = std::make_unique<Unit>(Unit{FunctionTable::read(&stretch.die, codeRanges_), LineTable::read(&stretch.lineDie)});
    const size_t bytes = unit->functions.bytes() + unit->lines.bytes();
    return units_.put(key, std::move(unit), bytes).get();
  }
  return nullptr;
}

}  // namespace syscall_trace
