#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace syscall_trace {

/** Whether libzstd is installed. It is loaded when it is first needed: libelf 0.188 knows nothing of it, and few files need it. */
bool zstdIsThere();

/** Exactly `size` bytes out of one or more zstd frames; nothing when they are damaged. */
std::optional<std::vector<uint8_t>> decompressZstd(std::span<const uint8_t> packed, uint64_t size);

}  // namespace syscall_trace
