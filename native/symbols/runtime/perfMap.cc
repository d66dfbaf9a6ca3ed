#include "symbols/runtime/perfMap.h"

#include <charconv>
#include <string_view>

namespace syscall_trace {
namespace {

std::optional<uint64_t> takeHexadecimal(std::string_view& line) {
  if (line.starts_with("0x")) line.remove_prefix(2);
  uint64_t value = 0;
  const auto result = std::from_chars(line.data(), line.data() + line.size(), value, 16);
  if (result.ec != std::errc{} || result.ptr == line.data() + line.size() || *result.ptr != ' ') return std::nullopt;
  line.remove_prefix(static_cast<size_t>(result.ptr - line.data()) + 1);
  return value;
}

}  // namespace

std::optional<RuntimeSymbol> PerfMap::find(uint64_t address) {
  read();
  const RuntimeSymbol* found = code_.find(address);
  return found == nullptr ? std::nullopt : std::optional(*found);
}

void PerfMap::read() {
  for (std::span<const uint8_t> bytes = file_.more(); !bytes.empty(); bytes = file_.more()) {
    const std::string_view text(reinterpret_cast<const char*>(bytes.data()), bytes.size());
    size_t start = 0;
    for (size_t end = text.find('\n'); end != std::string_view::npos; start = end + 1, end = text.find('\n', start)) {
      std::string_view line = text.substr(start, end - start);
      const std::optional<uint64_t> address = takeHexadecimal(line);
      const std::optional<uint64_t> size = address ? takeHexadecimal(line) : std::nullopt;
      if (size) code_.add(*size, symbolNamed(std::string(line), *address));
    }
    // A line that is still being written waits for its end.
    file_.consume(start);
  }
}

}  // namespace syscall_trace
