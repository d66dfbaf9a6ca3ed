#include "symbols/rustSymbol.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <utility>
#include <vector>

#include "symbols/rustV0Symbol.h"
#include "symbols/utf8.h"

namespace syscall_trace {
namespace {

bool isHash(std::string_view element) {
  return element.size() == 17 && element.front() == 'h' &&
         std::all_of(element.begin() + 1, element.end(), [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

/** `$LT$`, `$u7b$` … (rustc_symbol_mangling::legacy::sanitize); false when it is none of these. */
bool appendEscape(std::string& out, std::string_view name) {
  constexpr std::array<std::pair<std::string_view, char>, 8> kNamed{
      {{"SP", '@'}, {"BP", '*'}, {"RF", '&'}, {"LT", '<'}, {"GT", '>'}, {"LP", '('}, {"RP", ')'}, {"C", ','}}};
  for (const auto& [escape, character] : kNamed) {
    if (escape == name) {
      out.push_back(character);
      return true;
    }
  }
  if (name.size() < 2 || name.size() > 7 || name.front() != 'u') return false;
  uint32_t code = 0;
  for (const char c : name.substr(1)) {
    const bool isDigit = c >= '0' && c <= '9';
    if (!isDigit && !(c >= 'a' && c <= 'f')) return false;
    code = code * 16 + static_cast<uint32_t>(isDigit ? c - '0' : c - 'a' + 10);
  }
  appendUtf8(out, code);
  return true;
}

void appendElement(std::string& out, std::string_view element) {
  if (element.starts_with("_$")) element.remove_prefix(1);
  while (!element.empty()) {
    if (element.starts_with("..")) {
      out += "::";
      element.remove_prefix(2);
      continue;
    }
    if (element.front() == '$') {
      const size_t close = element.find('$', 1);
      if (close != std::string_view::npos && appendEscape(out, element.substr(1, close - 1))) {
        element.remove_prefix(close + 1);
        continue;
      }
    }
    out.push_back(element.front());
    element.remove_prefix(1);
  }
}

/** `_ZN` (length element)… `17h<hash>E`, with an optional ".llvm.…" behind. */
std::optional<std::string> demangleLegacy(std::string_view symbol) {
  if (!symbol.starts_with("_ZN")) return std::nullopt;
  std::string_view rest = symbol.substr(3);
  std::vector<std::string_view> elements;
  while (!rest.empty() && rest.front() != 'E') {
    size_t length = 0;
    size_t digits = 0;
    for (; digits < rest.size() && digits < 6 && rest[digits] >= '0' && rest[digits] <= '9'; digits++) {
      length = length * 10 + static_cast<size_t>(rest[digits] - '0');
    }
    if (digits == 0 || length == 0 || length > rest.size() - digits) return std::nullopt;
    elements.push_back(rest.substr(digits, length));
    rest.remove_prefix(digits + length);
  }
  if (rest.empty() || elements.size() < 2 || !isHash(elements.back())) return std::nullopt;
  if (rest.size() > 1 && rest[1] != '.') return std::nullopt;
  std::string out;
  for (size_t i = 0; i + 1 < elements.size(); i++) {
    if (i > 0) out += "::";
    appendElement(out, elements[i]);
  }
  return out;
}

}  // namespace

std::optional<std::string> demangleRust(std::string_view symbol) {
  if (std::optional<std::string> path = demangleRustV0(symbol)) return path;
  return demangleLegacy(symbol);
}

}  // namespace syscall_trace
