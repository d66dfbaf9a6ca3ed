#pragma once

#include <cstdint>
#include <optional>

#include "unwind/architecture.h"
#include "unwind/memoryReader.h"

namespace syscall_trace {

/**
 * The registers of the code that a signal interrupted, when `pc` is the start of a trampoline that only calls rt_sigreturn(2).
 * For trampolines without unwind information, as musl and Go have them. x86-64 only.
 */
std::optional<Registers> registersBeforeSignal(const Architecture& architecture, uint64_t pc, uint64_t stackPointer, const MemoryReader& memory);

}  // namespace syscall_trace
