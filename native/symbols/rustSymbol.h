#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace syscall_trace {

/** The path of a Rust symbol, without its hash; nothing when `symbol` is not one of Rust’s. */
std::optional<std::string> demangleRust(std::string_view symbol);

}  // namespace syscall_trace
