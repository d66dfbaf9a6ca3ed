#include "symbols/rustV0Reader.h"

#include <algorithm>
#include <array>
#include <optional>

#include "symbols/punycode.h"

namespace syscall_trace {
namespace {

/** Back references can make a short name read for ever. */
constexpr int kMaxSteps = 100000;

}  // namespace

char RustV0Reader::take() {
  const char c = peek();
  if (c == '\0' || ++steps_ > kMaxSteps) ok_ = false;
  position_++;
  return c;
}

bool RustV0Reader::takeIf(char c) {
  if (peek() != c) return false;
  position_++;
  return true;
}

uint64_t RustV0Reader::base62() {
  if (takeIf('_')) return 0;
  uint64_t value = 0;
  while (ok_ && !takeIf('_')) {
    const char c = take();
    uint64_t digit = 0;
    if (c >= '0' && c <= '9') {
      digit = static_cast<uint64_t>(c - '0');
    } else if (c >= 'a' && c <= 'z') {
      digit = static_cast<uint64_t>(c - 'a') + 10;
    } else if (c >= 'A' && c <= 'Z') {
      digit = static_cast<uint64_t>(c - 'A') + 36;
    } else {
      ok_ = false;
    }
    if (value > (UINT64_MAX - digit) / 62) ok_ = false;
    value = value * 62 + digit;
  }
  return value + 1;
}

uint64_t RustV0Reader::optional62(char tag) { return takeIf(tag) ? base62() + 1 : 0; }

std::string RustV0Reader::plainIdentifier() {
  const bool isPunycode = takeIf('u');
  size_t length = 0;
  if (!(peek() >= '0' && peek() <= '9')) ok_ = false;
  if (!takeIf('0')) {
    while (ok_ && peek() >= '0' && peek() <= '9' && length <= text_.size()) length = length * 10 + static_cast<size_t>(take() - '0');
  }
  takeIf('_');
  if (!ok_ || length > text_.size() - std::min(position_, text_.size())) {
    ok_ = false;
    return {};
  }
  const std::string_view name = text_.substr(position_, length);
  position_ += length;
  if (!isPunycode) return std::string(name);
  const std::optional<std::string> decoded = decodePunycode(name);
  if (!decoded) ok_ = false;
  return decoded.value_or("");
}

RustV0Reader::Identifier RustV0Reader::identifier() {
  const uint64_t disambiguator = optional62('s');
  return {disambiguator, plainIdentifier()};
}

const char* RustV0Reader::basicType(char tag) {
  // By letter, 'a' first; the empty places are other productions.
  static constexpr std::array<const char*, 26> kTypes{"i8",   "bool", "char", "f64",   "str",   "f32", nullptr, "u8", "isize", "usize", nullptr, "i32", "u32",
                                                      "i128", "u128", "_",    nullptr, nullptr, "i16", "u16",   "()", "...",   nullptr, "i64",   "u64", "!"};
  return tag >= 'a' && tag <= 'z' ? kTypes[static_cast<size_t>(tag - 'a')] : nullptr;
}

}  // namespace syscall_trace
