#include "plan/plan.h"

#include <algorithm>

namespace syscall_trace {
namespace {

/** Far above every syscall table; bounds what a damaged plan can make us allocate. */
constexpr uint32_t kMaxNumbers = 4096;
constexpr size_t kRowWords = 7;

/** Checks one block of operations after another; `error` keeps the first fault. */
class Validator {
 public:
  explicit Validator(std::string& error) : error_(error) {}

  /** `structs`: enclosing structs that field and here may name. */
  bool block(Ops ops, uint32_t depth, uint32_t structs) {
    if (depth > layout::kLimitDepth) return fail("nested too deeply");
    while (!ops.empty()) {
      if (ops.size() < plan_words::kOpHeader) return fail("cut operation");
      const size_t words = ops[1];
      if (words < plan_words::kOpHeader || words > ops.size()) return fail("operation length out of range");
      if (!operation(ops.first(words), depth, structs)) return false;
      ops = ops.subspan(words);
    }
    return true;
  }

 private:
  bool operation(Ops op, uint32_t depth, uint32_t structs) {
    using namespace plan_words;
    switch (op[0]) {
      case layout::kOpcodeCopy:
        return sized(op, kCopy) && operand(op, 2, structs) && operand(op, 4, structs) && block(op.subspan(kCopy), depth + 1, structs + 1);
      case layout::kOpcodeCstr:
        return exactly(op, kCstr) && operand(op, 2, structs);
      case layout::kOpcodeStrv:
        return exactly(op, kStrv) && operand(op, 2, structs);
      case layout::kOpcodeEach:
        return sized(op, kEach) && operand(op, 2, structs) && operand(op, 4, structs) && block(op.subspan(kEach), depth + 1, structs + 1);
      case layout::kOpcodeSwitch:
        return sized(op, kSwitch) && operand(op, 2, structs) && cases(op, depth, structs);
      case layout::kOpcodeFd:
        return exactly(op, kFd) && operand(op, 2, structs);
      case layout::kOpcodeNetlink:
        if (!sized(op, kNetlink) || !operand(op, 2, structs)) return false;
        if (op[4] > op.size() - kNetlink) return fail("cut body");
        return block(op.subspan(kNetlink, op[4]), depth + 1, structs) && block(op.subspan(kNetlink + op[4]), depth + 1, structs);
      case layout::kOpcodeInterfaces:
        return exactly(op, kOpHeader);
      case layout::kOpcodeNamespaces:
        return exactly(op, kNamespaces);
      default:
        return fail("unknown operation " + std::to_string(op[0]));
    }
  }

  bool cases(Ops op, uint32_t depth, uint32_t structs) {
    const uint32_t count = op[5];
    Ops rest = op.subspan(plan_words::kSwitch);
    for (uint32_t i = 0; i < count; i++) {
      if (rest.size() < plan_words::kCase || rest[1] > rest.size() - plan_words::kCase) return fail("cut switch case");
      if (!block(rest.subspan(plan_words::kCase, rest[1]), depth + 1, structs)) return false;
      rest = rest.subspan(plan_words::kCase + rest[1]);
    }
    return block(rest, depth + 1, structs);
  }

  bool operand(Ops op, size_t at, uint32_t structs) {
    const uint32_t source = op[at] & 0xff;
    const uint32_t size = op[at] >> 8 & 0xff;
    const uint32_t up = op[at] >> 16;
    switch (source) {
      case layout::kOperandSourceArg:
        return op[at + 1] < 6 || fail("argument index out of range");
      case layout::kOperandSourceRet:
      case layout::kOperandSourceConstant:
        return true;
      case layout::kOperandSourceSp:
        return true;
      case layout::kOperandSourceField:
        if (size != 1 && size != 2 && size != 4 && size != 8) return fail("field size out of range");
        return up < structs || fail("field outside of a struct");
      case layout::kOperandSourceHere:
        return up < structs || fail("address outside of a struct");
      default:
        return fail("unknown operand source " + std::to_string(source));
    }
  }

  bool sized(Ops op, size_t least) { return op.size() >= least || fail("cut operation"); }
  bool exactly(Ops op, size_t words) { return op.size() == words || fail("operation of a wrong length"); }
  bool fail(std::string what) {
    if (error_.empty()) error_ = std::move(what);
    return false;
  }

  std::string& error_;
};

}  // namespace

std::shared_ptr<const Plan> Plan::load(std::vector<uint32_t> words, std::string& error) {
  auto plan = std::make_shared<Plan>();
  plan->words_ = std::move(words);
  const Ops all(plan->words_);
  error.clear();
  if (all.size() < 2 || all[0] != layout::kPlanMagic) error = "not a capture plan";
  else if (all[1] != layout::kPlanVersion) error = "capture plan of version " + std::to_string(all[1]) + ", expected " + std::to_string(layout::kPlanVersion);
  if (!error.empty()) return nullptr;

  Validator validator(error);
  size_t at = 2;
  const auto ops = [&](size_t row, Ops& out) {
    const uint64_t first = all[row];
    const uint64_t count = all[row + 1];
    if (first + count > all.size()) {
      error = "operations beyond the plan";
      return false;
    }
    out = all.subspan(first, count);
    return validator.block(out, 0, 0);
  };
  for (uint32_t abi = 0; abi < layout::kAbiCount; abi++) {
    Table& table = plan->tables_[abi];
    if (at + 2 > all.size()) error = "cut table";
    else if (all[at] > kMaxNumbers || all[at] * kRowWords > all.size() - at - 2) error = "table larger than the plan";
    if (!error.empty()) break;
    table.syscalls.resize(all[at]);
    table.otherwise.selection = all[at + 1];
    at += 2;
    for (size_t nr = 0; nr < table.syscalls.size(); nr++, at += kRowWords) {
      Syscall& call = table.syscalls[nr];
      call.selection = all[at];
      if (ops(at + 1, call.entry) && ops(at + 3, call.exit) && ops(at + 5, call.always)) continue;
      error += " (ABI " + std::to_string(abi) + ", syscall " + std::to_string(nr) + ")";
      return nullptr;
    }
  }
  return error.empty() ? plan : nullptr;
}

bool Plan::covers(const Plan& other) const {
  for (uint32_t abi = 0; abi < layout::kAbiCount; abi++) {
    const auto which = static_cast<layout::Abi>(abi);
    // One past the longer table stands for all further numbers.
    for (uint32_t nr = 0; nr <= std::max(count(which), other.count(which)); nr++) {
      if (other.find(which, nr).selection != 0 && find(which, nr).selection == 0) return false;
    }
  }
  return true;
}

}  // namespace syscall_trace
