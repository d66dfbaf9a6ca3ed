#pragma once
// Machine code in, instructions with their memory operands out.

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace syscall_trace {

/** An operand in memory: address = segment base + base + index * scale + displacement. */
struct MemoryOperand {
  std::string segment;  // "fs", "gs"; empty for the flat ones
  std::string base;     // register; empty for none
  std::string index;
  int scale = 1;
  int64_t displacement = 0;
  uint32_t bytes = 0;
  bool reads = false;
  bool writes = false;
};

enum class Flow { none, jump, call, ret };

struct Instruction {
  uint64_t address = 0;
  uint32_t length = 0;
  std::string mnemonic;
  /** Intel syntax, as Capstone prints it. */
  std::string operands;
  Flow flow = Flow::none;
  /** Register that a jump or call goes to; empty otherwise. */
  std::string target;
  bool privileged = false;
  std::vector<MemoryOperand> memory;
};

/** At most `limit` instructions from the start of `code`; fewer where it ends or is no instruction. `bits`: 32 or 64. */
std::vector<Instruction> disassemble(std::span<const uint8_t> code, uint64_t address, int bits, size_t limit);

}  // namespace syscall_trace
