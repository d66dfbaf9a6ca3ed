#pragma once

#include <libelf.h>

#include <string>

namespace syscall_trace {

/** NT_GNU_BUILD_ID in lower-case hexadecimal; empty when there is none. */
std::string buildIdOf(Elf* elf);

/** The same of an open file; empty when it is not ELF, too. The descriptor stays open. */
std::string buildIdOfFile(int fd);

}  // namespace syscall_trace
