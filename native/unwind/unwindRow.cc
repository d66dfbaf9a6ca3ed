#include "unwind/unwindRow.h"

#include <dwarf.h>

#include <cstdlib>
#include <memory>
#include <span>

namespace syscall_trace {
namespace {

struct FreeFrame {
  void operator()(Dwarf_Frame* frame) const { std::free(frame); }
};

int32_t addExpression(UnwindRow& row, std::span<const Dwarf_Op> ops) {
  row.expressions.emplace_back(ops.begin(), ops.end());
  return static_cast<int32_t>(row.expressions.size()) - 1;
}

bool readCfa(Dwarf_Frame* frame, UnwindRow& row) {
  Dwarf_Op* ops = nullptr;
  size_t count = 0;
  if (dwarf_frame_cfa(frame, &ops, &count) != 0 || count == 0) return false;
  const Dwarf_Op& first = ops[0];
  if (count == 1 && first.atom >= DW_OP_breg0 && first.atom <= DW_OP_breg31) {
    row.cfaRegister = first.atom - DW_OP_breg0;
    row.cfaOperand = static_cast<int64_t>(first.number);
  } else if (count == 1 && first.atom == DW_OP_bregx) {
    row.cfaRegister = static_cast<int32_t>(first.number);
    row.cfaOperand = static_cast<int64_t>(first.number2);
  } else {
    row.cfaKind = UnwindRow::CfaKind::expression;
    row.cfaOperand = addExpression(row, {ops, count});
  }
  return true;
}

bool fits(Dwarf_Word operand) { return static_cast<int64_t>(operand) == static_cast<int32_t>(operand); }

/** libdw gives each rule as a location description; the common shapes become plain rules again. */
RegisterRule ruleFromLocation(std::span<const Dwarf_Op> ops, UnwindRow& row) {
  using Kind = RegisterRule::Kind;
  const bool isValue = ops.back().atom == DW_OP_stack_value;
  const std::span<const Dwarf_Op> body = isValue ? ops.first(ops.size() - 1) : ops;
  if (!body.empty() && body[0].atom == DW_OP_call_frame_cfa) {
    if (body.size() == 1) return {isValue ? Kind::valOffset : Kind::offset, 0};
    if (body.size() == 2 && body[1].atom == DW_OP_plus_uconst && fits(body[1].number)) {
      return {isValue ? Kind::valOffset : Kind::offset, static_cast<int32_t>(body[1].number)};
    }
  }
  if (ops.size() == 1 && ops[0].atom >= DW_OP_reg0 && ops[0].atom <= DW_OP_reg31) return {Kind::inRegister, ops[0].atom - DW_OP_reg0};
  if (ops.size() == 1 && ops[0].atom == DW_OP_regx && fits(ops[0].number)) return {Kind::inRegister, static_cast<int32_t>(ops[0].number)};
  return {isValue ? Kind::valExpression : Kind::expression, addExpression(row, body)};
}

}  // namespace

std::optional<UnwindRow> rowFromCfi(Dwarf_CFI* cfi, uint64_t pc, const Architecture& architecture) {
  Dwarf_Frame* raw = nullptr;
  if (dwarf_cfi_addrframe(cfi, pc, &raw) != 0) return std::nullopt;
  const std::unique_ptr<Dwarf_Frame, FreeFrame> frame(raw);
  UnwindRow row;
  bool signalFrame = false;
  const int returnColumn = dwarf_frame_info(frame.get(), nullptr, nullptr, &signalFrame);
  if (returnColumn != architecture.returnAddress) return std::nullopt;
  row.signalFrame = signalFrame;
  if (!readCfa(frame.get(), row)) return std::nullopt;
  for (int i = 0; i < architecture.registerCount; i++) {
    Dwarf_Op memory[3];
    Dwarf_Op* ops = nullptr;
    size_t count = 0;
    if (dwarf_frame_register(frame.get(), i, memory, &ops, &count) != 0) return std::nullopt;
    RegisterRule& rule = row.rules[static_cast<size_t>(i)];
    if (count > 0) {
      rule = ruleFromLocation({ops, count}, row);
    } else {
      rule.kind = ops == nullptr ? RegisterRule::Kind::sameValue : RegisterRule::Kind::undefined;
    }
  }
  // The caller's stack pointer is the CFA unless the table says otherwise (psABI: CFA is its value before the call).
  RegisterRule& stackRule = row.rules[static_cast<size_t>(architecture.stackPointer)];
  if (stackRule.kind == RegisterRule::Kind::undefined || stackRule.kind == RegisterRule::Kind::sameValue) stackRule = {RegisterRule::Kind::valOffset, 0};
  return row;
}

}  // namespace syscall_trace
