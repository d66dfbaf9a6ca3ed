#pragma once
// DWARF expressions as call frame information may hold them (DWARF 5, 2.5.1 and 6.4.2).

#include <elfutils/libdw.h>

#include <cstdint>
#include <optional>
#include <span>

#include "unwind/architecture.h"
#include "unwind/memoryReader.h"

namespace syscall_trace {

struct ExpressionContext {
  const Registers& registers;
  const MemoryReader& memory;
  const Architecture& architecture;
  std::optional<uint64_t> cfa;  // absent while the CFA itself is computed
  uint64_t loadBias = 0;        // added to DW_OP_addr
};

/** The value on top of the stack at the end; nothing on an unknown register, unreadable memory, a bad or an endless expression. */
std::optional<uint64_t> evaluate(std::span<const Dwarf_Op> ops, const ExpressionContext& context);

}  // namespace syscall_trace
