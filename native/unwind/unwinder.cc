#include "unwind/unwinder.h"

#include <optional>

#include "unwind/expression.h"
#include "unwind/signalTrampoline.h"

namespace syscall_trace {
namespace {

class Walk {
 public:
  Walk(const Architecture& architecture, const Registers& registers, const MemoryReader& memory, RowSource& rows, UnwoundStack& out)
      : architecture_(architecture), registers_(registers), memory_(memory), rows_(rows), out_(out) {}

  void run(size_t limit) {
    out_.frames.clear();
    out_.pending = false;
    std::optional<UnwindEnd> end;
    for (bool exact = true; !end;) {
      const uint64_t pc = programCounter();
      if (pc == 0 && !out_.frames.empty()) {
        end = UnwindEnd::start;
      } else if (out_.frames.size() >= limit) {
        end = UnwindEnd::limit;
      } else {
        out_.frames.push_back({pc, exact, 0});
        end = step(exact);
      }
    }
    out_.end = *end;
  }

 private:
  uint64_t programCounter() const { return registers_.value[static_cast<size_t>(architecture_.returnAddress)]; }
  uint64_t stackPointer() const { return registers_.value[static_cast<size_t>(architecture_.stackPointer)]; }

  std::optional<UnwindEnd> notYet() {
    out_.pending = true;
    return UnwindEnd::noUnwindInfo;
  }

  /** Moves to the caller of the last frame; sets `exact` for it. */
  std::optional<UnwindEnd> step(bool& exact) {
    const uint64_t pc = programCounter();
    const uint64_t stackBefore = stackPointer();
    UnwoundFrame& frame = out_.frames.back();
    RowSource::Found here = rows_.find(pc);
    if (here.pending && frame.exact) return notYet();
    const std::optional<Registers> interrupted =
        here.row || here.pending ? std::nullopt : registersBeforeSignal(architecture_, pc, stackBefore, memory_);
    const bool signalFrame = interrupted || (here.row && here.row->head.signalFrame);
    // A return address may lie behind the last instruction of a function that ends with a call, so the byte before it is
    // looked up. Nothing has called a signal trampoline: the kernel made its start the handler's return address.
    if (signalFrame) frame.exact = true;
    if (!frame.exact) {
      here = rows_.find(pc - 1);
      if (here.pending) return notYet();
    }
    exact = signalFrame;
    std::optional<UnwindEnd> end;
    if (interrupted) {
      registers_ = *interrupted;
    } else {
      end = here.row ? applyRow(*here.row, here.loadBias, frame) : stepWithoutRow(frame);
    }
    if (end) return end;
    if (stackPointer() == stackBefore && programCounter() == pc) return UnwindEnd::noProgress;
    // A stack grows downwards: the caller's part lies above, unless a signal handler runs on a stack of its own.
    if (!signalFrame && stackPointer() < stackBefore) return UnwindEnd::noProgress;
    return std::nullopt;
  }

  std::optional<UnwindEnd> applyRow(const RowView& row, uint64_t loadBias, UnwoundFrame& frame) {
    const std::optional<uint64_t> cfa = canonicalFrameAddress(row, loadBias);
    if (!cfa) return UnwindEnd::unreadableStack;
    frame.cfa = *cfa;
    Registers caller = registers_;
    caller.known &= architecture_.preserved;
    caller.set(architecture_.stackPointer, *cfa);
    // Without a rule for the return address nothing is said of a caller: the outermost frame.
    UnwindEnd missing = UnwindEnd::start;
    for (const RegisterRule& rule : row.rules) {
      if (rule.number >= architecture_.registerCount) continue;
      const std::optional<uint64_t> value = restore(row, rule, *cfa, loadBias);
      if (value) {
        caller.set(rule.number, *value);
      } else {
        caller.forget(rule.number);
      }
      if (rule.number == architecture_.returnAddress && rule.kind != RegisterRule::Kind::undefined) missing = UnwindEnd::unreadableStack;
    }
    if (!caller.has(architecture_.returnAddress)) return missing;
    if (!caller.has(architecture_.stackPointer)) return UnwindEnd::unreadableStack;
    registers_ = caller;
    return std::nullopt;
  }

  std::optional<uint64_t> canonicalFrameAddress(const RowView& row, uint64_t loadBias) const {
    if (row.head.cfaKind == RowHead::CfaKind::expression) {
      return evaluate(row.expressions[row.head.cfaOperand], {registers_, memory_, architecture_, std::nullopt, loadBias});
    }
    if (!registers_.has(row.head.cfaRegister)) return std::nullopt;
    return truncate(registers_.value[row.head.cfaRegister] + static_cast<uint64_t>(int64_t{row.head.cfaOperand}));
  }

  std::optional<uint64_t> restore(const RowView& row, const RegisterRule& rule, uint64_t cfa, uint64_t loadBias) const {
    using Kind = RegisterRule::Kind;
    const auto expressionValue = [&] {
      return evaluate(row.expressions[rule.operand], {registers_, memory_, architecture_, cfa, loadBias});
    };
    const auto registerValue = [&](int64_t from) -> std::optional<uint64_t> {
      if (from < 0 || from >= kMaxRegisters || !registers_.has(static_cast<int>(from))) return std::nullopt;
      return registers_.value[static_cast<size_t>(from)];
    };
    switch (rule.kind) {
      case Kind::undefined:
        return std::nullopt;
      case Kind::sameValue:
        return registerValue(rule.number);
      case Kind::inRegister:
        return registerValue(rule.operand);
      case Kind::valOffset:
        return truncate(cfa + static_cast<uint64_t>(int64_t{rule.operand}));
      case Kind::offset:
        return memory_.number(truncate(cfa + static_cast<uint64_t>(int64_t{rule.operand})), architecture_.wordSize);
      case Kind::valExpression:
        return expressionValue();
      case Kind::expression: {
        const std::optional<uint64_t> address = expressionValue();
        return address ? memory_.number(*address, architecture_.wordSize) : std::nullopt;
      }
    }
    return std::nullopt;
  }

  uint64_t truncate(uint64_t value) const { return architecture_.wordSize == 4 ? value & 0xffffffffu : value; }

  /** Code without unwind information: a call into nowhere, or code with frame pointers (just-in-time compilers, assembly). */
  std::optional<UnwindEnd> stepWithoutRow(UnwoundFrame& frame) {
    const uint64_t word = static_cast<uint64_t>(architecture_.wordSize);
    const bool innermost = out_.frames.size() == 1;
    if (innermost && !rows_.isExecutable(frame.pc)) return returnThrough(stackPointer(), frame);
    if (!registers_.has(architecture_.framePointer)) return UnwindEnd::noUnwindInfo;
    const uint64_t framePointer = registers_.value[static_cast<size_t>(architecture_.framePointer)];
    if (framePointer < stackPointer() || framePointer % word != 0) return UnwindEnd::noUnwindInfo;
    const std::optional<uint64_t> callerFramePointer = memory_.number(framePointer, architecture_.wordSize);
    if (!callerFramePointer) return UnwindEnd::noUnwindInfo;
    const std::optional<UnwindEnd> end = returnThrough(framePointer + word, frame);
    if (!end) registers_.set(architecture_.framePointer, *callerFramePointer);
    return end;
  }

  /** As `ret` with the stack pointer at `slot`; only what leads into executable memory is believed. */
  std::optional<UnwindEnd> returnThrough(uint64_t slot, UnwoundFrame& frame) {
    const std::optional<uint64_t> returnAddress = memory_.number(slot, architecture_.wordSize);
    if (!returnAddress) return UnwindEnd::unreadableStack;
    if (!rows_.isExecutable(*returnAddress - 1)) return UnwindEnd::noUnwindInfo;
    frame.cfa = slot + static_cast<uint64_t>(architecture_.wordSize);
    registers_.set(architecture_.returnAddress, *returnAddress);
    registers_.set(architecture_.stackPointer, frame.cfa);
    return std::nullopt;
  }

  const Architecture& architecture_;
  Registers registers_;
  const MemoryReader& memory_;
  RowSource& rows_;
  UnwoundStack& out_;
};

}  // namespace

UnwoundStack unwind(const Architecture& architecture, const Registers& registers, const MemoryReader& memory, RowSource& rows, size_t limit) {
  UnwoundStack stack;
  unwind(architecture, registers, memory, rows, limit, stack);
  return stack;
}

void unwind(const Architecture& architecture, const Registers& registers, const MemoryReader& memory, RowSource& rows, size_t limit, UnwoundStack& out) {
  Walk(architecture, registers, memory, rows, out).run(limit);
}

}  // namespace syscall_trace
