#pragma once

#include <cstdint>
#include <cstring>
#include <span>
#include <string_view>

namespace syscall_trace {

/** Reads little-endian numbers one after the other. What lies behind the end is 0, and makes `ok` false for good. */
class ByteCursor {
 public:
  explicit ByteCursor(std::span<const uint8_t> bytes, size_t position = 0) : begin_(bytes.data()), at_(begin_), end_(begin_ + bytes.size()) { skip(position); }

  bool ok() const { return ok_; }
  bool atEnd() const { return at_ >= end_; }
  size_t position() const { return static_cast<size_t>(at_ - begin_); }
  size_t remaining() const { return static_cast<size_t>(end_ - at_); }
  void fail() {
    ok_ = false;
    at_ = end_;
  }

  void skip(uint64_t count) {
    if (count > remaining()) return fail();
    at_ += count;
  }

  uint8_t u8() { return number<uint8_t>(); }
  uint16_t u16() { return number<uint16_t>(); }
  uint32_t u32() { return number<uint32_t>(); }
  uint64_t u64() { return number<uint64_t>(); }

  /** A number of 1 … 8 bytes. */
  uint64_t sized(unsigned bytes) {
    uint64_t value = 0;
    if (bytes > sizeof value || bytes > remaining()) {
      fail();
      return 0;
    }
    if (bytes != 0) std::memcpy(&value, at_, bytes);
    at_ += bytes;
    return value;
  }

  /** LEB128 (DWARF 5, 7.6); bits above the 64th are dropped. */
  uint64_t uleb() {
    uint64_t value = 0;
    for (unsigned shift = 0; at_ < end_; shift += 7) {
      const uint8_t byte = *at_++;
      if (shift < 64) value |= uint64_t{byte & 0x7fu} << shift;
      if ((byte & 0x80) == 0) return value;
    }
    fail();
    return 0;
  }

  int64_t sleb() {
    uint64_t value = 0;
    for (unsigned shift = 0; at_ < end_; shift += 7) {
      const uint8_t byte = *at_++;
      if (shift < 64) value |= uint64_t{byte & 0x7fu} << shift;
      if ((byte & 0x80) != 0) continue;
      if ((byte & 0x40) != 0 && shift + 7 < 64) value |= ~uint64_t{0} << (shift + 7);
      return static_cast<int64_t>(value);
    }
    fail();
    return 0;
  }

  /** Text up to a zero byte, which is passed over. */
  std::string_view text() {
    const void* zero = at_ < end_ ? std::memchr(at_, 0, remaining()) : nullptr;
    if (zero == nullptr) {
      fail();
      return {};
    }
    const std::string_view found(reinterpret_cast<const char*>(at_), static_cast<size_t>(static_cast<const uint8_t*>(zero) - at_));
    at_ += found.size() + 1;
    return found;
  }

 private:
  template <typename T>
  T number() {
    T value{};
    if (remaining() < sizeof value) {
      fail();
      return value;
    }
    std::memcpy(&value, at_, sizeof value);
    at_ += sizeof value;
    return value;
  }

  const uint8_t* begin_;
  const uint8_t* at_;
  const uint8_t* end_;
  bool ok_ = true;
};

}  // namespace syscall_trace
