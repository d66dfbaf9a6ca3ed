#include "unwind/rowTable.h"

#include <algorithm>

#include "unwind/rowTableBuilder.h"

namespace syscall_trace {
namespace {

constexpr uint64_t kPage = 4096;

}  // namespace

std::shared_ptr<const RowTable> RowTable::compile(const CfiFile& file) { return RowTableBuilder(file).build(); }

RowTable::Found RowTable::find(uint64_t address) const {
  if (address < base_ || address - base_ > UINT32_MAX) return {};
  const auto after = std::upper_bound(starts_.begin(), starts_.end(), static_cast<uint32_t>(address - base_));
  if (after == starts_.begin()) return {};
  const uint32_t index = rowOf_[static_cast<size_t>(after - starts_.begin()) - 1];
  if (index == kNone) return {};
  if (index == kRefused) return {Kind::refused, {}};
  const Row& row = rows_[index];
  return {Kind::row, {row.head, {rules_.data() + row.firstRule, row.ruleCount}, expressions_.data()}};
}

std::optional<uint64_t> RowTable::addressOfOffset(uint64_t fileOffset) const {
  for (const CfiFile::Segment& segment : code_) {
    // Whole pages are mapped.
    const uint64_t low = segment.offset & ~(kPage - 1);
    const uint64_t high = (segment.offset + segment.fileSize + kPage - 1) & ~(kPage - 1);
    if (fileOffset >= low && fileOffset < high) return fileOffset - segment.offset + segment.address;
  }
  return std::nullopt;
}

size_t RowTable::bytes() const {
  size_t total = sizeof *this + (starts_.capacity() + rowOf_.capacity()) * sizeof(uint32_t) + rows_.capacity() * sizeof(Row) + rules_.capacity() * sizeof(RegisterRule);
  for (const Expression& expression : expressions_) total += sizeof expression + expression.capacity() * sizeof(Dwarf_Op);
  return total;
}

}  // namespace syscall_trace
