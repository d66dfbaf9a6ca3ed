#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "symbols/dwarf/lineProgram.h"

namespace syscall_trace {

/** The header of a line number program (DWARF 5, 6.2.4; DWARF 4, 6.2.4). */
struct LineHeader {
  uint16_t version = 0;
  uint8_t minimumInstructionLength = 1;
  int8_t lineBase = 0;
  uint8_t lineRange = 1;
  uint8_t opcodeBase = 1;
  uint8_t addressSize = 8;
  std::vector<uint8_t> operandCounts;  // of standard opcodes, by opcode - 1
  size_t programStart = 0;             // in the bytes that were parsed
};

/**
 * Parses the header at the start of `bytes` (one whole program, at `offset` of .debug_line), and its files and directories
 * into `program`; nothing when it is damaged.
 */
std::optional<LineHeader> readLineHeader(std::span<const uint8_t> bytes, uint64_t offset, DwarfFile& file, const Unit& unit, LineProgram& program);

}  // namespace syscall_trace
