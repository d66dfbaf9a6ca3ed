#pragma once

#include <bit>
#include <cstdint>
#include <optional>
#include <span>

namespace syscall_trace {

/** Memory of the unwound process, as far as it is still there. */
class MemoryReader {
 public:
  virtual ~MemoryReader() = default;
  /** Fills `out` from `address` wholly, or returns false. */
  virtual bool read(uint64_t address, std::span<uint8_t> out) const = 0;

  /** Little-endian unsigned number of 1 … 8 bytes. */
  std::optional<uint64_t> number(uint64_t address, int bytes) const {
    static_assert(std::endian::native == std::endian::little);
    uint64_t value = 0;
    if (bytes < 1 || bytes > 8 || !read(address, std::span(reinterpret_cast<uint8_t*>(&value), static_cast<size_t>(bytes)))) return std::nullopt;
    return value;
  }
};

}  // namespace syscall_trace
