#include "symbols/lineTable.h"

#include <algorithm>

namespace syscall_trace {
namespace {

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
  lows_.reserve(program.rows.size());
  lines_.reserve(program.rows.size());
  for (const LineRow& row : program.rows) {
    // A unit whose code is spread over more than 4 GB does not fit any code model.
    if (row.address - base_ > UINT32_MAX) break;
    lows_.push_back(static_cast<uint32_t>(row.address - base_));
    lines_.push_back({row.line, row.file, row.column});
  }
}

const SourceLine* LineTable::find(uint64_t address) const {
  if (address < base_ || address - base_ > UINT32_MAX) return nullptr;
  const auto after = std::upper_bound(lows_.begin(), lows_.end(), static_cast<uint32_t>(address - base_));
  if (after == lows_.begin()) return nullptr;
  const SourceLine& row = lines_[static_cast<size_t>(after - lows_.begin()) - 1];
  return row.file == kNoFile ? nullptr : &row;
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
  return lows_.size() * (sizeof(uint32_t) + sizeof(SourceLine)) + files_.size() * sizeof(SourceFile) + directories_.size() * sizeof(TextRef);
}

}  // namespace syscall_trace
