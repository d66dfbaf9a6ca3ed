#pragma once
// Instructions of AVX-512 that Capstone 4 does not know.

#include <cstdint>
#include <optional>
#include <span>

#include "disassembly/disassembler.h"

namespace syscall_trace {

/**
 * The 64-bit instruction in EVEX encoding (Intel SDM 2.7) at the start of `code`: its length and its operand in memory,
 * by no name but its opcode (`evex 0f3a 3f`). Nothing when there is none, when it is cut, or when it gathers or scatters.
 * The strings functions of libc are made of these, so that most crashes in them happen here.
 */
std::optional<Instruction> evexInstruction(std::span<const uint8_t> code, uint64_t address);

}  // namespace syscall_trace
