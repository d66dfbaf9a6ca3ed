#include "symbols/functionTable.h"

#include <algorithm>

namespace syscall_trace {

FunctionTable::FunctionTable(FunctionScan scan) : nodes_(std::move(scan.nodes)) {
  std::vector<FunctionScan::Extent>& extents = scan.extents;
  if (extents.empty()) return;
  // Nodes are numbered from the outside to the inside.
  std::sort(extents.begin(), extents.end(),
            [](const FunctionScan::Extent& a, const FunctionScan::Extent& b) { return a.low != b.low ? a.low < b.low : a.node < b.node; });
  base_ = extents.front().low;
  for (size_t i = 0; i < nodes_.size(); i++) nodes_[i].start = static_cast<uint32_t>(std::min<uint64_t>(scan.starts[i] - base_, UINT32_MAX));
  std::vector<const FunctionScan::Extent*> open;
  const auto closeUpTo = [&](uint64_t address) {
    while (!open.empty() && open.back()->high <= address) {
      const uint64_t high = open.back()->high;
      // One that was opened before and reaches less far has ended too.
      while (!open.empty() && open.back()->high <= high) open.pop_back();
      mark(high, open.empty() ? -1 : open.back()->node);
    }
  };
  for (const FunctionScan::Extent& extent : extents) {
    closeUpTo(extent.low);
    open.push_back(&extent);
    mark(extent.low, extent.node);
  }
  closeUpTo(UINT64_MAX);
  nodes_.shrink_to_fit();
  lows_.shrink_to_fit();
  innermost_.shrink_to_fit();
}

void FunctionTable::mark(uint64_t low, int32_t node) {
  if (low - base_ > UINT32_MAX) return;
  const uint32_t offset = static_cast<uint32_t>(low - base_);
  if (!lows_.empty() && lows_.back() == offset) {
    innermost_.back() = node;
  } else if (innermost_.empty() || innermost_.back() != node) {
    lows_.push_back(offset);
    innermost_.push_back(node);
  }
}

int32_t FunctionTable::outermost(uint64_t address) const {
  int32_t index = find(address);
  while (index >= 0 && node(index).parent >= 0) index = node(index).parent;
  return index;
}

int32_t FunctionTable::find(uint64_t address) const {
  if (address < base_ || address - base_ > UINT32_MAX) return -1;
  const auto after = std::upper_bound(lows_.begin(), lows_.end(), static_cast<uint32_t>(address - base_));
  return after == lows_.begin() ? -1 : innermost_[static_cast<size_t>(after - lows_.begin()) - 1];
}

}  // namespace syscall_trace
