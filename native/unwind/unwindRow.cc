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

bool fits(Dwarf_Word operand) { return static_cast<int64_t>(operand) == static_cast<int32_t>(operand); }

bool readCfa(Dwarf_Frame* frame, UnwindRow& row) {
  Dwarf_Op* ops = nullptr;
  size_t count = 0;
  if (dwarf_frame_cfa(frame, &ops, &count) != 0 || count == 0) return false;
  const Dwarf_Op& first = ops[0];
  if (count == 1 && first.atom >= DW_OP_breg0 && first.atom <= DW_OP_breg31 && fits(first.number)) {
    row.head.cfaRegister = first.atom - DW_OP_breg0;
    row.head.cfaOperand = static_cast<int32_t>(first.number);
  } else if (count == 1 && first.atom == DW_OP_bregx && first.number < kMaxRegisters && fits(first.number2)) {
    row.head.cfaRegister = static_cast<uint8_t>(first.number);
    row.head.cfaOperand = static_cast<int32_t>(first.number2);
  } else {
    row.head.cfaKind = RowHead::CfaKind::expression;
    row.head.cfaOperand = addExpression(row, {ops, count});
  }
  return true;
}

/** libdw gives each rule as a location description; the common shapes become plain rules again. */
RegisterRule ruleFromLocation(uint8_t number, std::span<const Dwarf_Op> ops, UnwindRow& row) {
  using Kind = RegisterRule::Kind;
  const bool isValue = ops.back().atom == DW_OP_stack_value;
  const std::span<const Dwarf_Op> body = isValue ? ops.first(ops.size() - 1) : ops;
  if (!body.empty() && body[0].atom == DW_OP_call_frame_cfa) {
    if (body.size() == 1) return {isValue ? Kind::valOffset : Kind::offset, number, 0};
    if (body.size() == 2 && body[1].atom == DW_OP_plus_uconst && fits(body[1].number)) {
      return {isValue ? Kind::valOffset : Kind::offset, number, static_cast<int32_t>(body[1].number)};
    }
  }
  if (ops.size() == 1 && ops[0].atom >= DW_OP_reg0 && ops[0].atom <= DW_OP_reg31) return {Kind::inRegister, number, ops[0].atom - DW_OP_reg0};
  if (ops.size() == 1 && ops[0].atom == DW_OP_regx && fits(ops[0].number)) return {Kind::inRegister, number, static_cast<int32_t>(ops[0].number)};
  return {isValue ? Kind::valExpression : Kind::expression, number, addExpression(row, body)};
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
  row.head.signalFrame = signalFrame;
  if (!readCfa(frame.get(), row)) return std::nullopt;
  for (int i = 0; i < architecture.registerCount; i++) {
    Dwarf_Op memory[3];
    Dwarf_Op* ops = nullptr;
    size_t count = 0;
    if (dwarf_frame_register(frame.get(), i, memory, &ops, &count) != 0) return std::nullopt;
    const uint8_t number = static_cast<uint8_t>(i);
    const bool stackPointer = i == architecture.stackPointer;
    if (count > 0) {
      row.rules.push_back(ruleFromLocation(number, {ops, count}, row));
    } else if (!stackPointer) {
      row.rules.push_back({ops == nullptr ? RegisterRule::Kind::sameValue : RegisterRule::Kind::undefined, number, 0});
    }
  }
  return row;
}

}  // namespace syscall_trace
