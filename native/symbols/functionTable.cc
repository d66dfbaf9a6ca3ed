#include "symbols/functionTable.h"

#include <dwarf.h>

#include <algorithm>
#include <map>

namespace syscall_trace {
namespace {

// What a damaged file may cost at most.
constexpr int kMaxRanges = 1 << 16;
constexpr int kMaxDepth = 200;
constexpr size_t kMaxNodes = 4u << 20;

bool mayHoldFunctions(int tag) {
  switch (tag) {
    case DW_TAG_compile_unit:
    case DW_TAG_skeleton_unit:
    case DW_TAG_subprogram:
    case DW_TAG_inlined_subroutine:
    case DW_TAG_lexical_block:
    case DW_TAG_namespace:
    case DW_TAG_module:
    case DW_TAG_structure_type:
    case DW_TAG_class_type:
    case DW_TAG_union_type:
    case DW_TAG_enumeration_type:  // Rust puts methods into the type
    case DW_TAG_try_block:
    case DW_TAG_catch_block:
    case DW_TAG_with_stmt:
      return true;
    default:
      return false;
  }
}

uint32_t smallAttribute(Dwarf_Die* die, unsigned attribute) {
  Dwarf_Attribute memory;
  Dwarf_Word value = 0;
  if (dwarf_attr(die, attribute, &memory) == nullptr || dwarf_formudata(&memory, &value) != 0 || value > UINT32_MAX) return 0;
  return static_cast<uint32_t>(value);
}

const char* linkageNameOf(Dwarf_Die* die) {
  Dwarf_Attribute memory;
  Dwarf_Attribute* attribute = dwarf_attr_integrate(die, DW_AT_linkage_name, &memory);
  if (attribute == nullptr) attribute = dwarf_attr_integrate(die, DW_AT_MIPS_linkage_name, &memory);
  return attribute == nullptr ? nullptr : dwarf_formstring(attribute);
}

/** Stretches of addresses, each with the node painted last. */
class Canvas {
 public:
  void paint(const AddressRange& range, int32_t node) {
    auto behind = stretches_.upper_bound(range.high);
    const int32_t resumed = behind == stretches_.begin() ? -1 : std::prev(behind)->second;
    stretches_.erase(stretches_.lower_bound(range.low), stretches_.upper_bound(range.high));
    stretches_[range.low] = node;
    stretches_[range.high] = resumed;
  }
  const std::map<uint64_t, int32_t>& stretches() const { return stretches_; }

 private:
  std::map<uint64_t, int32_t> stretches_;
};

class TreeReader {
 public:
  TreeReader(const std::vector<AddressRange>& codeRanges, Dwarf_Die* unit) : codeRanges_(codeRanges) {
    if (dwarf_getsrcfiles(unit, &files_, &fileCount_) != 0) files_ = nullptr;
  }

  void readChildren(Dwarf_Die* parent, int32_t enclosing, int depth) {
    Dwarf_Die child;
    if (depth > kMaxDepth || dwarf_child(parent, &child) != 0) return;
    for (;;) {
      readDie(&child, enclosing, depth);
      const Dwarf_Off offset = dwarf_dieoffset(&child);
      // Siblings lie behind one another; a damaged reference could go in circles.
      if (nodes.size() >= kMaxNodes || dwarf_siblingof(&child, &child) != 0 || dwarf_dieoffset(&child) <= offset) return;
    }
  }

  std::vector<FunctionNode> nodes;
  Canvas canvas;

 private:
  void readDie(Dwarf_Die* die, int32_t enclosing, int depth) {
    const int tag = dwarf_tag(die);
    if (!mayHoldFunctions(tag)) return;
    int32_t inside = enclosing;
    if (tag == DW_TAG_subprogram || tag == DW_TAG_inlined_subroutine) {
      const std::vector<AddressRange> ranges = rangesOf(die, codeRanges_);
      // A declaration or an abstract instance; only types and functions local to it can have code.
      if (!ranges.empty()) inside = add(die, tag == DW_TAG_inlined_subroutine ? enclosing : -1, ranges);
    }
    if (dwarf_haschildren(die) > 0) readChildren(die, inside, depth + 1);
  }

  int32_t add(Dwarf_Die* die, int32_t parent, const std::vector<AddressRange>& ranges) {
    FunctionNode node{dwarf_diename(die), linkageNameOf(die), nullptr, UINT64_MAX, parent, 0, 0};
    if (parent >= 0) {
      node.callLine = smallAttribute(die, DW_AT_call_line);
      node.callColumn = smallAttribute(die, DW_AT_call_column);
      const uint32_t file = smallAttribute(die, DW_AT_call_file);
      if (files_ != nullptr && file < fileCount_) node.callFile = dwarf_filesrc(files_, file, nullptr, nullptr);
    }
    const int32_t index = static_cast<int32_t>(nodes.size());
    for (const AddressRange& range : ranges) {
      canvas.paint(range, index);
      node.start = std::min(node.start, range.low);
    }
    Dwarf_Addr entry = 0;
    if (dwarf_entrypc(die, &entry) == 0 && std::any_of(ranges.begin(), ranges.end(), [&](const AddressRange& r) { return entry >= r.low && entry < r.high; })) {
      node.start = entry;
    }
    nodes.push_back(node);
    return index;
  }

  const std::vector<AddressRange>& codeRanges_;
  Dwarf_Files* files_ = nullptr;
  size_t fileCount_ = 0;
};

}  // namespace

std::vector<AddressRange> rangesOf(Dwarf_Die* die, const std::vector<AddressRange>& codeRanges) {
  std::vector<AddressRange> ranges;
  Dwarf_Addr base = 0, low = 0, high = 0;
  ptrdiff_t offset = 0;
  for (int i = 0; i < kMaxRanges && (offset = dwarf_ranges(die, offset, &base, &low, &high)) > 0; i++) {
    const bool isCode = std::any_of(codeRanges.begin(), codeRanges.end(), [&](const AddressRange& code) { return low >= code.low && high <= code.high; });
    if (low < high && isCode) ranges.push_back({low, high});
  }
  return ranges;
}

FunctionTable FunctionTable::read(Dwarf_Die* unit, const std::vector<AddressRange>& codeRanges) {
  TreeReader reader(codeRanges, unit);
  reader.readChildren(unit, -1, 0);
  FunctionTable table;
  table.nodes_ = std::move(reader.nodes);
  for (const auto& [low, node] : reader.canvas.stretches()) {
    if (!table.innermost_.empty() && table.innermost_.back() == node) continue;
    table.lows_.push_back(low);
    table.innermost_.push_back(node);
  }
  return table;
}

int32_t FunctionTable::outermost(uint64_t address) const {
  int32_t index = find(address);
  while (index >= 0 && node(index).parent >= 0) index = node(index).parent;
  return index;
}

int32_t FunctionTable::find(uint64_t address) const {
  const auto after = std::upper_bound(lows_.begin(), lows_.end(), address);
  return after == lows_.begin() ? -1 : innermost_[static_cast<size_t>(after - lows_.begin()) - 1];
}

}  // namespace syscall_trace
