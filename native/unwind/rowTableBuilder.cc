#include "unwind/rowTableBuilder.h"

#include <algorithm>
#include <string_view>

#include "unwind/expressionReader.h"

namespace syscall_trace {
namespace {

/** What no real file comes near: 16 million changes of rows, and as many addresses as 32 bits can tell apart. */
constexpr size_t kMaxStretches = size_t{1} << 24;
constexpr uint64_t kMaxCode = uint64_t{1} << 32;
constexpr size_t kMaxExpressions = 1u << 16;

}  // namespace

size_t RowTableBuilder::HashState::operator()(const CallFrameState& state) const {
  uint64_t hash = static_cast<uint32_t>(state.head.cfaOperand) | uint64_t{state.head.cfaRegister} << 32 | uint64_t{state.head.signalFrame} << 40 |
                  static_cast<uint64_t>(state.head.cfaKind) << 41;
  for (const CallFrameState::Cell& cell : state.cells) {
    hash = (hash ^ (static_cast<uint32_t>(cell.operand) | static_cast<uint64_t>(cell.kind) << 32 | uint64_t{cell.given} << 40)) * 0x9e3779b97f4a7c15u;
    hash ^= hash >> 29;
  }
  return hash;
}

RowTableBuilder::RowTableBuilder(const CfiFile& file) : file_(file), table_(std::make_shared<RowTable>()) {
  table_->architecture_ = file.architecture;
  for (const CfiFile::Segment& segment : file.segments) {
    if (segment.executable) table_->code_.push_back(segment);
  }
  table_->base_ = UINT64_MAX;
  for (const CfiFile::Segment& segment : table_->code_) table_->base_ = std::min(table_->base_, segment.address);
}

std::shared_ptr<const RowTable> RowTableBuilder::build() {
  for (const CfiFile::Section& section : file_.sections) readSection(section);
  merge();
  table_->rows_.shrink_to_fit();
  table_->rules_.shrink_to_fit();
  return std::move(table_);
}

void RowTableBuilder::readSection(const CfiFile::Section& section) {
  CallFrameEntries entries(section, *file_.architecture);
  const uint64_t base = table_->base_;
  const CallFrameSink sink{
      .row = [&](uint64_t start, const CallFrameState& state) { stretches_.push_back({static_cast<uint32_t>(start - base), rowOf(state)}); },
      .refused = [&](uint64_t start) { stretches_.push_back({static_cast<uint32_t>(start - base), RowTable::kRefused}); },
      .expression = [&](std::span<const uint8_t> bytes) { return expressionOf(bytes); },
  };
  while (const std::optional<CallFrameEntry> entry = entries.next()) {
    if (stretches_.size() >= kMaxStretches) return;
    // The linker leaves entries of code that it dropped, at address 0 or so.
    if (!isCode(entry->start, entry->end)) continue;
    const size_t first = stretches_.size();
    runCallFrameProgram(*entry, *file_.architecture, sink);
    functions_.push_back({entry->start, entry->end, first, stretches_.size() - first, section.ehFrame});
  }
}

bool RowTableBuilder::isCode(uint64_t start, uint64_t end) const {
  return end - table_->base_ < kMaxCode && std::any_of(table_->code_.begin(), table_->code_.end(), [&](const CfiFile::Segment& segment) {
           return start >= segment.address && end - segment.address <= segment.memorySize;
         });
}

uint32_t RowTableBuilder::rowOf(const CallFrameState& state) {
  const auto [known, added] = rowIndex_.try_emplace(state, static_cast<uint32_t>(table_->rows_.size()));
  if (added) {
    const uint32_t first = static_cast<uint32_t>(table_->rules_.size());
    for (uint8_t number = 0; number < kMaxRegisters; number++) {
      const CallFrameState::Cell& cell = state.cells[number];
      if (cell.given) table_->rules_.push_back({cell.kind, number, cell.operand});
    }
    table_->rows_.push_back({state.head, first, static_cast<uint32_t>(table_->rules_.size()) - first});
  }
  return known->second;
}

int32_t RowTableBuilder::expressionOf(std::span<const uint8_t> bytes) {
  const std::string_view key(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  if (const auto known = expressionIndex_.find(key); known != expressionIndex_.end()) return known->second;
  std::optional<Expression> expression = readExpression(bytes, file_.architecture->wordSize);
  if (!expression || table_->expressions_.size() == kMaxExpressions) return -1;
  const int32_t index = static_cast<int32_t>(table_->expressions_.size());
  table_->expressions_.push_back(std::move(*expression));
  expressionIndex_.emplace(key, index);
  return index;
}

/** Sorts the functions; where two claim the same code, .eh_frame wins, and then the one that begins first. */
void RowTableBuilder::merge() {
  std::stable_sort(functions_.begin(), functions_.end(), [](const Function& a, const Function& b) {
    return a.start != b.start ? a.start < b.start : a.ehFrame > b.ehFrame;
  });
  table_->starts_.reserve(stretches_.size() + functions_.size());
  table_->rowOf_.reserve(stretches_.size() + functions_.size());
  uint64_t covered = 0;
  for (const Function& function : functions_) {
    if (function.start < covered) continue;
    for (const Stretch& stretch : std::span(stretches_).subspan(function.first, function.count)) append(stretch.start, stretch.row);
    append(static_cast<uint32_t>(function.end - table_->base_), RowTable::kNone);
    covered = function.end;
  }
}

void RowTableBuilder::append(uint32_t start, uint32_t row) {
  if (!table_->starts_.empty() && table_->starts_.back() == start) {
    table_->rowOf_.back() = row;
  } else if (table_->rowOf_.empty() || table_->rowOf_.back() != row) {
    table_->starts_.push_back(start);
    table_->rowOf_.push_back(row);
  }
}

}  // namespace syscall_trace
