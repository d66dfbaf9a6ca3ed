#pragma once

#include <cstdint>
#include <cstring>
#include <span>

namespace syscall_trace {

/** Numbers of DWARF out of bytes that nobody vouches for: beyond the end it reads zeros, and `ok` turns false. */
class DwarfReader {
 public:
  explicit DwarfReader(std::span<const uint8_t> bytes) : bytes_(bytes) {}

  bool ok() const { return ok_; }
  bool atEnd() const { return at_ >= bytes_.size(); }
  size_t position() const { return at_; }
  size_t left() const { return bytes_.size() - at_; }

  template <typename T>
  T fixed() {
    T value{};
    const std::span<const uint8_t> raw = bytes(sizeof value);
    if (ok_) std::memcpy(&value, raw.data(), sizeof value);
    return value;
  }
  uint8_t byte() { return fixed<uint8_t>(); }
  /** Unsigned, of 4 or 8 bytes. */
  uint64_t word(int size) { return size == 4 ? fixed<uint32_t>() : fixed<uint64_t>(); }

  uint64_t uleb() {
    uint64_t value = 0;
    for (unsigned shift = 0;; shift += 7) {
      const uint8_t part = byte();
      if (shift < 64) value |= uint64_t{part & 0x7fu} << shift;
      if ((part & 0x80) == 0) return value;
    }
  }
  int64_t sleb() {
    uint64_t value = 0;
    for (unsigned shift = 0;;) {
      const uint8_t part = byte();
      if (shift < 64) value |= uint64_t{part & 0x7fu} << shift;
      shift += 7;
      if ((part & 0x80) != 0) continue;
      if (shift < 64 && (part & 0x40) != 0) value |= ~uint64_t{0} << shift;
      return static_cast<int64_t>(value);
    }
  }

  std::span<const uint8_t> bytes(uint64_t count) {
    if (count > bytes_.size() - at_) {
      ok_ = false;
      at_ = bytes_.size();
      return {};
    }
    const std::span<const uint8_t> part = bytes_.subspan(at_, count);
    at_ += count;
    return part;
  }
  /** A string up to its NUL, without it. */
  std::span<const uint8_t> string() {
    const size_t start = at_;
    while (byte() != 0) continue;
    return ok_ ? bytes_.subspan(start, at_ - start - 1) : std::span<const uint8_t>();
  }

 private:
  std::span<const uint8_t> bytes_;
  size_t at_ = 0;
  bool ok_ = true;
};

}  // namespace syscall_trace
