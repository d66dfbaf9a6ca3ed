#include "disassembly/disassembler.h"

#include <capstone/capstone.h>

#include <memory>
#include <optional>

#include "disassembly/evex.h"

namespace syscall_trace {
namespace {

class Engine {
 public:
  explicit Engine(int bits) { open_ = cs_open(CS_ARCH_X86, bits == 32 ? CS_MODE_32 : CS_MODE_64, &handle_) == CS_ERR_OK; }
  ~Engine() {
    if (open_) cs_close(&handle_);
  }
  Engine(const Engine&) = delete;
  Engine& operator=(const Engine&) = delete;

  bool withDetail() const { return open_ && cs_option(handle_, CS_OPT_DETAIL, CS_OPT_ON) == CS_ERR_OK; }
  csh handle() const { return handle_; }

 private:
  csh handle_ = 0;
  bool open_ = false;
};

struct FreeInstructions {
  size_t count;
  void operator()(cs_insn* instructions) const { cs_free(instructions, count); }
};

std::string nameOf(csh handle, unsigned id) {
  const char* name = id == X86_REG_INVALID ? nullptr : cs_reg_name(handle, id);
  return name == nullptr ? "" : name;
}

Flow flowOf(csh handle, const cs_insn& one) {
  if (cs_insn_group(handle, &one, X86_GRP_CALL)) return Flow::call;
  if (cs_insn_group(handle, &one, X86_GRP_RET) || cs_insn_group(handle, &one, X86_GRP_IRET)) return Flow::ret;
  return cs_insn_group(handle, &one, X86_GRP_JUMP) ? Flow::jump : Flow::none;
}

MemoryOperand memoryOperand(csh handle, const cs_x86_op& operand) {
  return {.segment = nameOf(handle, operand.mem.segment),
          .base = nameOf(handle, operand.mem.base),
          .index = nameOf(handle, operand.mem.index),
          .scale = operand.mem.scale,
          .displacement = operand.mem.disp,
          .bytes = operand.size,
          .reads = (operand.access & CS_AC_READ) != 0,
          .writes = (operand.access & CS_AC_WRITE) != 0};
}

Instruction instructionOf(csh handle, const cs_insn& one) {
  Instruction out;
  out.address = one.address;
  out.length = one.size;
  out.mnemonic = one.mnemonic;
  out.operands = one.op_str;
  out.flow = flowOf(handle, one);
  out.privileged = cs_insn_group(handle, &one, X86_GRP_PRIVILEGE);
  const cs_x86& x86 = one.detail->x86;
  // nop and lea name memory that they do not touch.
  const bool touches = one.id != X86_INS_LEA && one.id != X86_INS_NOP;
  for (const cs_x86_op& operand : std::span(x86.operands, x86.op_count)) {
    if (operand.type == X86_OP_MEM && touches) out.memory.push_back(memoryOperand(handle, operand));
    if (operand.type == X86_OP_REG && (out.flow == Flow::call || out.flow == Flow::jump)) out.target = nameOf(handle, operand.reg);
  }
  return out;
}

}  // namespace

std::vector<Instruction> disassemble(std::span<const uint8_t> code, uint64_t address, int bits, size_t limit) {
  const Engine engine(bits);
  // A count of 0 means "all" to Capstone.
  if (limit == 0 || code.empty() || !engine.withDetail()) return {};
  std::vector<Instruction> out;
  while (out.size() < limit && !code.empty()) {
    cs_insn* raw = nullptr;
    const size_t count = cs_disasm(engine.handle(), code.data(), code.size(), address, limit - out.size(), &raw);
    const std::unique_ptr<cs_insn, FreeInstructions> instructions(raw, FreeInstructions{count});
    size_t done = 0;
    for (const cs_insn& one : std::span(raw, count)) {
      out.push_back(instructionOf(engine.handle(), one));
      done += one.size;
    }
    if (out.size() < limit && bits == 64) {
      if (std::optional<Instruction> unknown = evexInstruction(code.subspan(done), address + done)) {
        done += unknown->length;
        out.push_back(std::move(*unknown));
      }
    }
    if (done == 0) break;
    code = code.subspan(done);
    address += done;
  }
  return out;
}

}  // namespace syscall_trace
