#include "symbols/punycode.h"

#include <algorithm>
#include <cstdint>
#include <vector>

#include "symbols/utf8.h"

namespace syscall_trace {

std::optional<std::string> decodePunycode(std::string_view text) {
  std::vector<uint32_t> points;
  const size_t delimiter = text.rfind('_');
  if (delimiter != std::string_view::npos) {
    points.assign(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(delimiter));
    text.remove_prefix(delimiter + 1);
  }
  uint64_t n = 128, i = 0, bias = 72;
  bool first = true;
  while (!text.empty()) {
    const uint64_t before = i;
    uint64_t weight = 1;
    for (uint64_t k = 36;; k += 36) {
      if (text.empty()) return std::nullopt;
      const char c = text.front();
      text.remove_prefix(1);
      const bool isLetter = c >= 'a' && c <= 'z';
      if (!isLetter && !(c >= '0' && c <= '9')) return std::nullopt;
      const uint64_t digit = static_cast<uint64_t>(isLetter ? c - 'a' : c - '0' + 26);
      i += digit * weight;
      if (i > UINT32_MAX) return std::nullopt;
      const uint64_t threshold = k <= bias ? 1 : std::min<uint64_t>(k - bias, 26);
      if (digit < threshold) break;
      weight *= 36 - threshold;
      if (weight > UINT32_MAX) return std::nullopt;
    }
    const uint64_t length = points.size() + 1;
    uint64_t delta = first ? (i - before) / 700 : (i - before) / 2;
    first = false;
    delta += delta / length;
    uint64_t k = 0;
    for (; delta > 455; k += 36) delta /= 35;
    bias = k + 36 * delta / (delta + 38);
    n += i / length;
    i %= length;
    if (n > 0x10ffff) return std::nullopt;
    points.insert(points.begin() + static_cast<std::ptrdiff_t>(i), static_cast<uint32_t>(n));
    i++;
  }
  std::string out;
  for (const uint32_t point : points) appendUtf8(out, point);
  return out;
}

}  // namespace syscall_trace
