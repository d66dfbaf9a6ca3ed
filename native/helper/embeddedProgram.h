/** The compiled bpf/crash.bpf.c, part of this binary: the helper loads nothing from a file. */
#pragma once

#include <cstddef>

extern "C" {
extern const char embedded_program_start[];
extern const char embedded_program_end[];
}

namespace syscall_trace {

inline size_t embeddedProgramSize() { return static_cast<size_t>(embedded_program_end - embedded_program_start); }

}  // namespace syscall_trace
