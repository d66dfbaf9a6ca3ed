#include "unwind/codeMap.h"

#include <algorithm>

namespace syscall_trace {
namespace {

/** Addresses that are remembered: the call sites of a program’s usual stacks. A power of two. */
constexpr size_t kKnown = 2048;

bool isSame(const Mapping& a, const Mapping& b) {
  return a.start == b.start && a.end == b.end && a.offset == b.offset && a.inode == b.inode && a.deviceMajor == b.deviceMajor &&
         a.deviceMinor == b.deviceMinor && a.deleted == b.deleted && a.name == b.name;
}

}  // namespace

bool CodeMap::update(const Mappings& mappings, const FindRows& rowsOf) {
  std::vector<Range> ranges;
  ranges.reserve(ranges_.size());
  auto before = ranges_.begin();
  bool changed = false;
  for (const Mapping& mapping : mappings.all()) {
    if (!mapping.executable) continue;
    while (before != ranges_.end() && before->mapping.start < mapping.start) {
      changed = true;
      before++;
    }
    if (before != ranges_.end() && isSame(before->mapping, mapping)) {
      ranges.push_back(std::move(*before++));
    } else {
      changed = true;
      ranges.push_back({mapping, rowsOf(mapping)});
    }
  }
  changed = changed || before != ranges_.end();
  ranges_ = std::move(ranges);
  if (changed) known_.clear();
  return changed;
}

bool CodeMap::overlaps(uint64_t start, uint64_t length) const {
  const uint64_t end = start + length < start ? UINT64_MAX : start + length;
  return std::any_of(ranges_.begin(), ranges_.end(), [&](const Range& range) { return range.mapping.start < end && start < range.mapping.end; });
}

void CodeMap::useArchitecture(const Architecture& architecture) {
  if (architecture_ == &architecture) return;
  architecture_ = &architecture;
  known_.clear();
}

const CodeMap::Range* CodeMap::rangeAt(uint64_t pc) const {
  const auto after = std::upper_bound(ranges_.begin(), ranges_.end(), pc, [](uint64_t wanted, const Range& range) { return wanted < range.mapping.start; });
  if (after == ranges_.begin()) return nullptr;
  const Range& candidate = *(after - 1);
  return pc < candidate.mapping.end ? &candidate : nullptr;
}

RowSource::Found CodeMap::lookUp(uint64_t pc) const {
  const Range* range = rangeAt(pc);
  if (range == nullptr || range->rows == nullptr) return {};
  if (range->rows->state() != FileRows::State::ready) return Found::notYet();
  const RowTable& table = range->rows->table();
  const std::optional<uint64_t> linked = table.addressOfOffset(pc - range->mapping.start + range->mapping.offset);
  if (!linked || &table.architecture() != architecture_) return {};
  const RowTable::Found found = table.find(*linked);
  if (found.kind == RowTable::Kind::refused) return Found::notYet();
  return {found.kind == RowTable::Kind::row ? std::optional(found.row) : std::nullopt, pc - *linked};
}

RowSource::Found CodeMap::find(uint64_t pc) {
  if (known_.empty()) known_.resize(kKnown);
  Known& slot = known_[(pc ^ pc >> 11) % kKnown];
  if (slot.pc != pc) [[unlikely]] {
    const Found found = lookUp(pc);
    // What may be known later is asked for again.
    if (found.pending) return found;
    slot = {pc, found};
  }
  return slot.found;
}

}  // namespace syscall_trace
