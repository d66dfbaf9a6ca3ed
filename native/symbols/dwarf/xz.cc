#include "symbols/dwarf/xz.h"

#include <dlfcn.h>

namespace syscall_trace {
namespace {

constexpr size_t kMaxSize = size_t{256} << 20;
constexpr int kOk = 0;               // LZMA_OK (lzma/base.h)
constexpr int kOutputTooSmall = 10;  // LZMA_BUF_ERROR

/** lzma_ret lzma_stream_buffer_decode(…) (lzma/container.h). */
using Decode = int (*)(uint64_t* memoryLimit, uint32_t flags, const void* allocator, const uint8_t* in, size_t* inAt, size_t inSize, uint8_t* out,
                       size_t* outAt, size_t outSize);

Decode library() {
  static const Decode found = []() -> Decode {
    void* handle = dlopen("liblzma.so.5", RTLD_NOW | RTLD_LOCAL);
    return handle == nullptr ? nullptr : reinterpret_cast<Decode>(dlsym(handle, "lzma_stream_buffer_decode"));
  }();
  return found;
}

}  // namespace

std::optional<std::vector<uint8_t>> decompressXz(std::span<const uint8_t> packed) {
  const Decode decode = library();
  if (decode == nullptr || packed.empty()) return std::nullopt;
  std::vector<uint8_t> plain;
  // The size stands only in the index at the end of the stream: try with more.
  for (size_t size = packed.size() * 8; size <= kMaxSize; size *= 4) {
    plain.resize(size);
    uint64_t memoryLimit = kMaxSize;
    size_t inAt = 0;
    size_t outAt = 0;
    const int result = decode(&memoryLimit, 0, nullptr, packed.data(), &inAt, packed.size(), plain.data(), &outAt, plain.size());
    if (result == kOk) {
      plain.resize(outAt);
      return plain;
    }
    if (result != kOutputTooSmall) return std::nullopt;
  }
  return std::nullopt;
}

}  // namespace syscall_trace
