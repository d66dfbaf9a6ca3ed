#pragma once
// One row of the call frame table: how the caller's registers follow from the callee's at one pc (DWARF 5, 6.4.1).

#include <elfutils/libdw.h>

#include <cstdint>
#include <optional>
#include <span>
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
  uint8_t number = 0;  // the register that the rule is about
  int32_t operand = 0;

  bool operator==(const RegisterRule&) const = default;
};

/** What is said of the whole row. */
struct RowHead {
  enum class CfaKind : uint8_t { registerOffset, expression };
  CfaKind cfaKind = CfaKind::registerOffset;
  uint8_t cfaRegister = 0;
  /** Augmentation 'S': the caller was interrupted, its pc is exact. */
  bool signalFrame = false;
  int32_t cfaOperand = 0;  // offset, or index into expressions

  bool operator==(const RowHead&) const = default;
};

/**
 * A row that somebody else holds. A register without a rule keeps its value when the ABI says that functions preserve it,
 * and is unknown otherwise; the stack pointer without a rule is the CFA.
 */
struct RowView {
  RowHead head;
  std::span<const RegisterRule> rules;
  const Expression* expressions = nullptr;
};

/** A row that holds itself. */
struct UnwindRow {
  RowHead head;
  std::vector<RegisterRule> rules;
  std::vector<Expression> expressions;

  RowView view() const { return {head, rules, expressions.data()}; }
};

/** The row that `cfi` has for `pc` (an address as in the file); nothing when it has none or it does not parse. */
std::optional<UnwindRow> rowFromCfi(Dwarf_CFI* cfi, uint64_t pc, const Architecture& architecture);

}  // namespace syscall_trace
