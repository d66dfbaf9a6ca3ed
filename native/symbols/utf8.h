#pragma once

#include <cstdint>
#include <string>

namespace syscall_trace {

/** Appends a code point; surrogates and what lies beyond Unicode are left out. */
inline void appendUtf8(std::string& out, uint32_t c) {
  if ((c >= 0xd800 && c < 0xe000) || c > 0x10ffff) return;
  const auto tail = [&](int shift) { out.push_back(static_cast<char>(0x80 | ((c >> shift) & 0x3f))); };
  if (c < 0x80) {
    out.push_back(static_cast<char>(c));
  } else if (c < 0x800) {
    out.push_back(static_cast<char>(0xc0 | (c >> 6)));
    tail(0);
  } else if (c < 0x10000) {
    out.push_back(static_cast<char>(0xe0 | (c >> 12)));
    tail(6);
    tail(0);
  } else {
    out.push_back(static_cast<char>(0xf0 | (c >> 18)));
    tail(12);
    tail(6);
    tail(0);
  }
}

}  // namespace syscall_trace
