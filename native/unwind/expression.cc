#include "unwind/expression.h"

#include <dwarf.h>

#include <algorithm>
#include <array>
#include <cstddef>

namespace syscall_trace {
namespace {

constexpr int kMaxSteps = 4096;
constexpr size_t kMaxDepth = 64;

/** The evaluation stack. Misuse by a corrupt expression turns `ok` false instead of reaching outside. */
class ValueStack {
 public:
  explicit ValueStack(int wordSize) : mask_(wordSize == 4 ? 0xffffffffu : ~uint64_t{0}) {}

  void push(uint64_t value) {
    if (size_ == kMaxDepth) {
      ok = false;
    } else {
      values_[size_++] = value & mask_;
    }
  }
  void push(std::optional<uint64_t> value) {
    if (!value) ok = false;
    push(value.value_or(0));
  }
  uint64_t pop() {
    if (size_ == 0) {
      ok = false;
      return 0;
    }
    return values_[--size_];
  }
  /** The entry `depth` below the top. */
  uint64_t& at(uint64_t depth) {
    if (depth >= size_) {
      ok = false;
      return values_[0];
    }
    return values_[size_ - 1 - depth];
  }
  int64_t asSigned(uint64_t value) const { return mask_ == 0xffffffffu ? static_cast<int32_t>(value) : static_cast<int64_t>(value); }

  bool ok = true;

 private:
  std::array<uint64_t, kMaxDepth> values_{};
  size_t size_ = 0;
  uint64_t mask_;
};

std::optional<uint64_t> registerPlus(const Registers& registers, uint64_t number, uint64_t offset) {
  if (number >= kMaxRegisters || !registers.has(static_cast<int>(number))) return std::nullopt;
  return registers.value[number] + offset;
}

/** a OP b, where b was on top. Shifts by the word size or more give what an infinitely wide shift would. */
std::optional<uint64_t> binary(uint8_t atom, uint64_t a, uint64_t b, const ValueStack& stack) {
  const int64_t sa = stack.asSigned(a);
  const int64_t sb = stack.asSigned(b);
  switch (atom) {
    case DW_OP_and:
      return a & b;
    case DW_OP_or:
      return a | b;
    case DW_OP_xor:
      return a ^ b;
    case DW_OP_plus:
      return a + b;
    case DW_OP_minus:
      return a - b;
    case DW_OP_mul:
      return a * b;
    case DW_OP_div:
      if (sb == 0) return std::nullopt;
      return sb == -1 ? uint64_t{0} - a : static_cast<uint64_t>(sa / sb);
    case DW_OP_mod:
      if (b == 0) return std::nullopt;
      return a % b;
    case DW_OP_shl:
      return b > 63 ? 0 : a << b;
    case DW_OP_shr:
      return b > 63 ? 0 : a >> b;
    case DW_OP_shra:
      return static_cast<uint64_t>(sa >> std::min<uint64_t>(b, 63));
    case DW_OP_eq:
      return sa == sb;
    case DW_OP_ne:
      return sa != sb;
    case DW_OP_lt:
      return sa < sb;
    case DW_OP_le:
      return sa <= sb;
    case DW_OP_gt:
      return sa > sb;
    case DW_OP_ge:
      return sa >= sb;
    default:
      return std::nullopt;
  }
}

/** Stack shuffles, unary operations and memory; false when `op` is none of these. */
bool applyToTop(const Dwarf_Op& op, ValueStack& stack, const ExpressionContext& context) {
  switch (op.atom) {
    case DW_OP_nop:
      return true;
    case DW_OP_dup:
      stack.push(stack.at(0));
      return true;
    case DW_OP_drop:
      stack.pop();
      return true;
    case DW_OP_over:
      stack.push(stack.at(1));
      return true;
    case DW_OP_pick:
      stack.push(stack.at(op.number));
      return true;
    case DW_OP_swap:
      std::swap(stack.at(0), stack.at(1));
      return true;
    case DW_OP_rot: {
      const uint64_t top = stack.at(0);
      stack.at(0) = stack.at(1);
      stack.at(1) = stack.at(2);
      stack.at(2) = top;
      return true;
    }
    case DW_OP_deref:
      stack.push(context.memory.number(stack.pop(), context.architecture.wordSize));
      return true;
    case DW_OP_deref_size:
      stack.push(context.memory.number(stack.pop(), static_cast<int>(std::min<uint64_t>(op.number, 9))));
      return true;
    case DW_OP_abs: {
      const uint64_t value = stack.pop();
      stack.push(stack.asSigned(value) < 0 ? uint64_t{0} - value : value);
      return true;
    }
    case DW_OP_neg:
      stack.push(uint64_t{0} - stack.pop());
      return true;
    case DW_OP_not:
      stack.push(~stack.pop());
      return true;
    case DW_OP_plus_uconst:
      stack.push(stack.pop() + op.number);
      return true;
    default:
      return false;
  }
}

/** Operations that push a constant, a register or the CFA; false when `op` is none of these. */
bool pushOperand(const Dwarf_Op& op, ValueStack& stack, const ExpressionContext& context) {
  if (op.atom >= DW_OP_lit0 && op.atom <= DW_OP_lit31) {
    stack.push(static_cast<uint64_t>(op.atom - DW_OP_lit0));
    return true;
  }
  if (op.atom >= DW_OP_breg0 && op.atom <= DW_OP_breg31) {
    stack.push(registerPlus(context.registers, op.atom - DW_OP_breg0, op.number));
    return true;
  }
  switch (op.atom) {
    case DW_OP_addr:
      stack.push(op.number + context.loadBias);
      return true;
    case DW_OP_const1u:
    case DW_OP_const1s:
    case DW_OP_const2u:
    case DW_OP_const2s:
    case DW_OP_const4u:
    case DW_OP_const4s:
    case DW_OP_const8u:
    case DW_OP_const8s:
    case DW_OP_constu:
    case DW_OP_consts:
      stack.push(op.number);
      return true;
    case DW_OP_bregx:
      stack.push(registerPlus(context.registers, op.number, op.number2));
      return true;
    case DW_OP_call_frame_cfa:
      stack.push(context.cfa);
      return true;
    default:
      return false;
  }
}

/** Index of the operation at the target of a skip or bra; the number of operations when it jumps to the end. */
std::optional<size_t> branchTarget(std::span<const Dwarf_Op> ops, const Dwarf_Op& branch) {
  const uint64_t target = branch.offset + 3 + static_cast<uint64_t>(static_cast<int16_t>(branch.number));
  for (size_t i = 0; i < ops.size(); i++) {
    // libdw prepends DW_OP_call_frame_cfa to register expressions with offset 0, as the first real operation has.
    if (ops[i].offset == target && !(i == 0 && ops.size() > 1 && ops[1].offset == 0)) return i;
  }
  if (target > ops.back().offset) return ops.size();
  return std::nullopt;
}

}  // namespace

std::optional<uint64_t> evaluate(std::span<const Dwarf_Op> ops, const ExpressionContext& context) {
  ValueStack stack(context.architecture.wordSize);
  size_t next = 0;
  for (int steps = 0; next < ops.size(); steps++) {
    if (steps == kMaxSteps) return std::nullopt;
    const Dwarf_Op& op = ops[next++];
    if (op.atom == DW_OP_skip || op.atom == DW_OP_bra) {
      if (op.atom == DW_OP_skip || stack.pop() != 0) {
        const std::optional<size_t> target = branchTarget(ops, op);
        if (!target) return std::nullopt;
        next = *target;
      }
    } else if (!pushOperand(op, stack, context) && !applyToTop(op, stack, context)) {
      const uint64_t b = stack.pop();
      const uint64_t a = stack.pop();
      stack.push(binary(op.atom, a, b, stack));
    }
    if (!stack.ok) return std::nullopt;
  }
  const uint64_t result = stack.pop();
  return stack.ok ? std::optional(result) : std::nullopt;
}

}  // namespace syscall_trace
