#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace syscall_trace {

/** The path of a symbol of Rust's v0 mangling ("_R…", RFC 2603), without crate hashes; nothing when it is none or does not parse. */
std::optional<std::string> demangleRustV0(std::string_view symbol);

}  // namespace syscall_trace
