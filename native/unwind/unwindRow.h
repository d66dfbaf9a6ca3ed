#pragma once
// One row of the call frame table: how the caller's registers follow from the callee's at one pc (DWARF 5, 6.4.1).

#include <elfutils/libdw.h>

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include "unwind/architecture.h"

namespace syscall_trace {

using Expression = std::vector<Dwarf_Op>;

struct RegisterRule {
  enum class Kind : uint8_t {
    undefined,
    sameValue,
    offset,         // saved at CFA + operand
    valOffset,      // is CFA + operand
    inRegister,     // is register `operand`
    expression,     // saved at the address that expressions[operand] yields
    valExpression,  // is what expressions[operand] yields
  };
  Kind kind = Kind::undefined;
  int32_t operand = 0;
};

struct UnwindRow {
  enum class CfaKind : uint8_t { registerOffset, expression };
  CfaKind cfaKind = CfaKind::registerOffset;
  int32_t cfaRegister = 0;
  int64_t cfaOperand = 0;  // offset, or index into expressions
  /** Augmentation 'S': the caller was interrupted, its pc is exact. */
  bool signalFrame = false;
  std::array<RegisterRule, kMaxRegisters> rules{};
  std::vector<Expression> expressions;
};

/** The row that `cfi` has for `pc` (an address as in the file); nothing when it has none or it does not parse. */
std::optional<UnwindRow> rowFromCfi(Dwarf_CFI* cfi, uint64_t pc, const Architecture& architecture);

}  // namespace syscall_trace
