#include "symbols/dwarf/zstd.h"

#include <dlfcn.h>

#include <new>

namespace syscall_trace {
namespace {

/** size_t ZSTD_decompress(void* dst, size_t capacity, const void* src, size_t size) (zstd.h; its “stable API”). */
using Decompress = size_t (*)(void*, size_t, const void*, size_t);

Decompress library() {
  static const Decompress found = []() -> Decompress {
    void* handle = dlopen("libzstd.so.1", RTLD_NOW | RTLD_LOCAL);
    return handle == nullptr ? nullptr : reinterpret_cast<Decompress>(dlsym(handle, "ZSTD_decompress"));
  }();
  return found;
}

}  // namespace

bool zstdIsThere() { return library() != nullptr; }

std::optional<std::vector<uint8_t>> decompressZstd(std::span<const uint8_t> packed, uint64_t size) {
  if (!zstdIsThere()) return std::nullopt;
  std::vector<uint8_t> plain;
  try {
    plain.resize(size);
  } catch (const std::bad_alloc&) {
    return std::nullopt;
  }
  // An error is a number far above any size, so it differs from `size` as well.
  if (library()(plain.data(), plain.size(), packed.data(), packed.size()) != size) return std::nullopt;
  return plain;
}

}  // namespace syscall_trace
