#pragma once

#include <libelf.h>

#include <string>

namespace syscall_trace {

/** NT_GNU_BUILD_ID in lower-case hexadecimal; empty when there is none. */
std::string buildIdOf(Elf* elf);

}  // namespace syscall_trace
