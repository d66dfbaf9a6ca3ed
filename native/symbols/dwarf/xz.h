#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace syscall_trace {

/** Unpacks one .xz stream (.gnu_debugdata); nothing when it is damaged, too large, or liblzma is not there (libdw needs it, so it is). */
std::optional<std::vector<uint8_t>> decompressXz(std::span<const uint8_t> packed);

}  // namespace syscall_trace
