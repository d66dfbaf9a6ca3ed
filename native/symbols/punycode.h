#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace syscall_trace {

/** RFC 3492 with '_' as the delimiter, to UTF-8; nothing when it is not well formed. */
std::optional<std::string> decodePunycode(std::string_view text);

}  // namespace syscall_trace
