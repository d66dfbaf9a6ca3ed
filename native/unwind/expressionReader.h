#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "unwind/unwindRow.h"

namespace syscall_trace {

/** The operations of a DWARF expression, as libdw would give them; nothing when one is unknown in call frame information. */
std::optional<Expression> readExpression(std::span<const uint8_t> bytes, int wordSize);

}  // namespace syscall_trace
