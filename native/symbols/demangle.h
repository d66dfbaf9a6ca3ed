#pragma once

#include <string>

namespace syscall_trace {

/** What the source calls a linker symbol: C++ (Itanium ABI), Rust (legacy and v0); anything else comes back as it is. */
std::string demangle(const char* symbol);

}  // namespace syscall_trace
