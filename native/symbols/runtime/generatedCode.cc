#include "symbols/runtime/generatedCode.h"

#include <charconv>
#include <string_view>

namespace syscall_trace {
namespace {

constexpr size_t kMaxRanges = 1 << 20;

/** Takes `:NUMBER` from the end of `text`. */
std::optional<uint32_t> takeNumber(std::string_view& text) {
  const size_t colon = text.rfind(':');
  if (colon == std::string_view::npos) return std::nullopt;
  const std::string_view digits = text.substr(colon + 1);
  uint32_t value = 0;
  const auto result = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (result.ec != std::errc{} || result.ptr != digits.data() + digits.size()) return std::nullopt;
  text = text.substr(0, colon);
  return value;
}

constexpr std::string_view kFileUrl = "file://";

}  // namespace

void GeneratedCode::add(uint64_t size, RuntimeSymbol symbol) {
  const uint64_t start = symbol.start;
  if (size == 0 || start + size < start || ranges_.size() >= kMaxRanges) return;
  remove(start, start + size);
  ranges_.insert_or_assign(start, Range{start + size, std::move(symbol)});
}

void GeneratedCode::remove(uint64_t start, uint64_t end) {
  auto at = ranges_.lower_bound(start);
  if (at != ranges_.begin() && std::prev(at)->second.end > start) --at;
  while (at != ranges_.end() && at->first < end) at = ranges_.erase(at);
}

const RuntimeSymbol* GeneratedCode::find(uint64_t address) const {
  auto after = ranges_.upper_bound(address);
  if (after == ranges_.begin()) return nullptr;
  const auto& [start, range] = *--after;
  return address < range.end ? &range.symbol : nullptr;
}

RuntimeSymbol symbolNamed(std::string name, uint64_t start) {
  RuntimeSymbol symbol;
  symbol.start = start;
  std::string_view rest = name;
  for (const std::string_view kind : {"JS:", "LazyCompile:", "Function:", "Script:", "Eval:"}) {
    if (!rest.starts_with(kind)) continue;
    rest.remove_prefix(kind.size());
    if (!rest.empty() && std::string_view("*~^+'").find(rest.front()) != std::string_view::npos) rest.remove_prefix(1);
    const std::optional<uint32_t> column = takeNumber(rest);
    const std::optional<uint32_t> line = column ? takeNumber(rest) : std::nullopt;
    const size_t space = rest.find(' ');
    if (!line || space == std::string_view::npos) break;
    std::string_view file = rest.substr(space + 1);
    if (file.starts_with(kFileUrl)) file.remove_prefix(kFileUrl.size());
    symbol.name = makeText(space == 0 ? "(anonymous)" : std::string(rest.substr(0, space)));
    symbol.file = makeText(std::string(file));
    symbol.line = *line;
    symbol.column = *column;
    break;
  }
  symbol.rawName = makeText(std::move(name));
  if (!symbol.name) symbol.name = symbol.rawName;
  return symbol;
}

}  // namespace syscall_trace
