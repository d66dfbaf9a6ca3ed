#include "symbols/lineTable.h"

#include <algorithm>

namespace syscall_trace {
namespace {

constexpr size_t kRowsInBlock = 32;
/** Four LEB128 numbers. */
constexpr size_t kLongestRow = 40;

void appendNumber(std::vector<uint8_t>& out, uint64_t value) {
  for (; value >= 0x80; value >>= 7) out.push_back(static_cast<uint8_t>(value | 0x80));
  out.push_back(static_cast<uint8_t>(value));
}

/** Signed numbers near 0 as unsigned ones near 0. */
uint64_t zigzag(int64_t value) { return static_cast<uint64_t>(value) << 1 ^ static_cast<uint64_t>(value >> 63); }
int64_t unzigzag(uint64_t value) { return static_cast<int64_t>(value >> 1) ^ -static_cast<int64_t>(value & 1); }

std::string textOf(const TextRef& ref) {
  if (ref.section == nullptr) return {};
  return ref.section->text(ref.offset).value_or(std::string());
}

std::string joined(const std::string& directory, const std::string& name) {
  if (directory.empty() || name.empty() || name.front() == '/') return name;
  return directory.back() == '/' ? directory + name : directory + '/' + name;
}

}  // namespace

LineTable::LineTable(LineProgram program) : files_(std::move(program.files)), directories_(std::move(program.directories)) {
  if (program.rows.empty()) return;
  base_ = program.rows.front().address;
  LineRow before{};
  size_t count = 0;
  for (const LineRow& row : program.rows) {
    // A unit whose code is spread over more than 4 GB does not fit any code model.
    if (row.address - base_ > UINT32_MAX || rows_.size() > UINT32_MAX - kLongestRow) break;
    if (count++ % kRowsInBlock == 0) {
      blocks_.push_back({static_cast<uint32_t>(row.address - base_), static_cast<uint32_t>(rows_.size())});
      before = {row.address, 0, 0, 0};
    }
    appendNumber(rows_, row.address - before.address);
    appendNumber(rows_, zigzag(int64_t{row.line} - int64_t{before.line}));
    // Most rows stay in their file.
    appendNumber(rows_, uint64_t{row.column} << 1 | (row.file != before.file ? 1 : 0));
    if (row.file != before.file) appendNumber(rows_, row.file);
    before = row;
  }
  rows_.shrink_to_fit();
  blocks_.shrink_to_fit();
}

std::optional<LineRow> LineTable::find(uint64_t address) const {
  if (address < base_ || address - base_ > UINT32_MAX) return std::nullopt;
  const uint32_t wanted = static_cast<uint32_t>(address - base_);
  const auto after = std::upper_bound(blocks_.begin(), blocks_.end(), wanted, [](uint32_t each, const Block& block) { return each < block.low; });
  if (after == blocks_.begin()) return std::nullopt;
  const Block& block = *(after - 1);
  const size_t end = after == blocks_.end() ? rows_.size() : after->start;
  ByteCursor cursor(std::span<const uint8_t>(rows_).subspan(block.start, end - block.start));
  LineRow found{base_ + block.low, 0, 0, 0};
  LineRow row = found;
  while (!cursor.atEnd()) {
    row.address += cursor.uleb();
    row.line += static_cast<uint32_t>(unzigzag(cursor.uleb()));
    const uint64_t column = cursor.uleb();
    row.column = static_cast<uint16_t>(column >> 1);
    if ((column & 1) != 0) row.file = static_cast<uint16_t>(cursor.uleb());
    if (row.address > address) break;
    found = row;
  }
  return found.file == kNoFile ? std::nullopt : std::optional(found);
}

std::string LineTable::path(uint32_t file, const TextRef& compilationDirectory) const {
  if (file >= files_.size()) return {};
  const std::string name = textOf(files_[file].name);
  if (name.empty() || name.front() == '/') return name;
  const uint32_t directory = files_[file].directory;
  const std::string inDirectory = joined(directory < directories_.size() ? textOf(directories_[directory]) : std::string(), name);
  return inDirectory.front() == '/' ? inDirectory : joined(textOf(compilationDirectory), inDirectory);
}

size_t LineTable::bytes() const {
  return rows_.size() + blocks_.size() * sizeof(Block) + files_.size() * sizeof(SourceFile) + directories_.size() * sizeof(TextRef);
}

}  // namespace syscall_trace
