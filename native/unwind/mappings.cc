#include "unwind/mappings.h"

#include <algorithm>
#include <charconv>

namespace syscall_trace {
namespace {

/** Reads one line from left to right; `ok` turns false at the first thing that is not as expected. */
class LineReader {
 public:
  explicit LineReader(std::string_view line) : rest_(line) {}

  uint64_t number(int base) {
    uint64_t value = 0;
    const auto result = std::from_chars(rest_.data(), rest_.data() + rest_.size(), value, base);
    if (result.ec != std::errc{}) {
      ok = false;
    } else {
      rest_.remove_prefix(static_cast<size_t>(result.ptr - rest_.data()));
    }
    return value;
  }

  void expect(char c) {
    if (rest_.empty() || rest_.front() != c) {
      ok = false;
    } else {
      rest_.remove_prefix(1);
    }
  }

  std::string_view take(size_t count) {
    if (rest_.size() < count) ok = false;
    const std::string_view taken = rest_.substr(0, count);
    rest_.remove_prefix(taken.size());
    return taken;
  }

  void skipSpaces() { rest_.remove_prefix(std::min(rest_.find_first_not_of(' '), rest_.size())); }
  std::string_view rest() const { return rest_; }

  bool ok = true;

 private:
  std::string_view rest_;
};

/** The kernel escapes a newline in a path as \012 (seq_file_path) and nothing else, not even the backslash. */
std::string unescapeNewlines(std::string_view name) {
  std::string out;
  out.reserve(name.size());
  while (!name.empty()) {
    if (name.starts_with("\\012")) {
      out.push_back('\n');
      name.remove_prefix(4);
    } else {
      out.push_back(name.front());
      name.remove_prefix(1);
    }
  }
  return out;
}

bool parseLine(std::string_view line, Mapping& mapping) {
  LineReader reader(line);
  mapping.start = reader.number(16);
  reader.expect('-');
  mapping.end = reader.number(16);
  reader.expect(' ');
  const std::string_view permissions = reader.take(4);
  reader.expect(' ');
  mapping.offset = reader.number(16);
  reader.expect(' ');
  mapping.deviceMajor = static_cast<uint32_t>(reader.number(16));
  reader.expect(':');
  mapping.deviceMinor = static_cast<uint32_t>(reader.number(16));
  reader.expect(' ');
  mapping.inode = reader.number(10);
  if (!reader.ok || mapping.end <= mapping.start) return false;
  mapping.readable = permissions[0] == 'r';
  mapping.writable = permissions[1] == 'w';
  mapping.executable = permissions[2] == 'x';
  mapping.shared = permissions[3] == 's';
  reader.skipSpaces();
  std::string_view name = reader.rest();
  constexpr std::string_view kDeleted = " (deleted)";
  if (mapping.inode != 0 && name.ends_with(kDeleted)) {
    mapping.deleted = true;
    name.remove_suffix(kDeleted.size());
  }
  mapping.name = unescapeNewlines(name);
  return true;
}

}  // namespace

Mappings Mappings::parse(std::string_view text) {
  Mappings result;
  while (!text.empty()) {
    const size_t newline = std::min(text.find('\n'), text.size());
    Mapping mapping;
    if (parseLine(text.substr(0, newline), mapping)) result.mappings_.push_back(std::move(mapping));
    text.remove_prefix(std::min(newline + 1, text.size()));
  }
  std::sort(result.mappings_.begin(), result.mappings_.end(), [](const Mapping& a, const Mapping& b) { return a.start < b.start; });
  return result;
}

const Mapping* Mappings::find(uint64_t address) const {
  const auto after = std::upper_bound(mappings_.begin(), mappings_.end(), address, [](uint64_t wanted, const Mapping& m) { return wanted < m.start; });
  if (after == mappings_.begin()) return nullptr;
  const Mapping& candidate = *(after - 1);
  return address < candidate.end ? &candidate : nullptr;
}

}  // namespace syscall_trace
