#include "unwind/expressionReader.h"

#include <dwarf.h>

#include "unwind/dwarfReader.h"

namespace syscall_trace {
namespace {

/** Longer ones are no call frame information of any compiler. */
constexpr size_t kMaxOperations = 1024;

/** Reads the operands of `op` (DWARF 5, 7.7.1); false when the operation is unknown. Numbers are sign-extended as libdw has them. */
bool readOperands(DwarfReader& reader, int wordSize, Dwarf_Op& op) {
  const auto extended = [](int64_t value) { return static_cast<Dwarf_Word>(value); };
  if ((op.atom >= DW_OP_lit0 && op.atom <= DW_OP_lit31) || (op.atom >= DW_OP_reg0 && op.atom <= DW_OP_reg31)) return true;
  if (op.atom >= DW_OP_breg0 && op.atom <= DW_OP_breg31) {
    op.number = extended(reader.sleb());
    return true;
  }
  switch (op.atom) {
    case DW_OP_addr:
      op.number = reader.word(wordSize);
      return true;
    case DW_OP_const1u:
    case DW_OP_pick:
    case DW_OP_deref_size:
      op.number = reader.byte();
      return true;
    case DW_OP_const1s:
      op.number = extended(reader.fixed<int8_t>());
      return true;
    case DW_OP_const2u:
      op.number = reader.fixed<uint16_t>();
      return true;
    case DW_OP_const2s:
    case DW_OP_skip:
    case DW_OP_bra:
      op.number = extended(reader.fixed<int16_t>());
      return true;
    case DW_OP_const4u:
      op.number = reader.fixed<uint32_t>();
      return true;
    case DW_OP_const4s:
      op.number = extended(reader.fixed<int32_t>());
      return true;
    case DW_OP_const8u:
    case DW_OP_const8s:
      op.number = reader.fixed<uint64_t>();
      return true;
    case DW_OP_constu:
    case DW_OP_plus_uconst:
      op.number = reader.uleb();
      return true;
    case DW_OP_consts:
      op.number = extended(reader.sleb());
      return true;
    case DW_OP_bregx:
      op.number = reader.uleb();
      op.number2 = extended(reader.sleb());
      return true;
    case DW_OP_nop:
    case DW_OP_dup:
    case DW_OP_drop:
    case DW_OP_over:
    case DW_OP_swap:
    case DW_OP_rot:
    case DW_OP_deref:
    case DW_OP_abs:
    case DW_OP_neg:
    case DW_OP_not:
    case DW_OP_and:
    case DW_OP_or:
    case DW_OP_xor:
    case DW_OP_plus:
    case DW_OP_minus:
    case DW_OP_mul:
    case DW_OP_div:
    case DW_OP_mod:
    case DW_OP_shl:
    case DW_OP_shr:
    case DW_OP_shra:
    case DW_OP_eq:
    case DW_OP_ne:
    case DW_OP_lt:
    case DW_OP_le:
    case DW_OP_gt:
    case DW_OP_ge:
    case DW_OP_call_frame_cfa:
      return true;
    default:
      return false;
  }
}

}  // namespace

std::optional<Expression> readExpression(std::span<const uint8_t> bytes, int wordSize) {
  DwarfReader reader(bytes);
  Expression out;
  while (!reader.atEnd()) {
    Dwarf_Op op{};
    op.offset = reader.position();
    op.atom = reader.byte();
    if (out.size() == kMaxOperations || !readOperands(reader, wordSize, op) || !reader.ok()) return std::nullopt;
    out.push_back(op);
  }
  return out;
}

}  // namespace syscall_trace
