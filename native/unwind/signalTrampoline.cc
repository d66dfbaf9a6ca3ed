#include "unwind/signalTrampoline.h"

#include <algorithm>
#include <array>

namespace syscall_trace {
namespace {

/** mov $15, %rax; syscall */
constexpr std::array<uint8_t, 9> kLongMove{0x48, 0xc7, 0xc0, 0x0f, 0, 0, 0, 0x0f, 0x05};
/** mov $15, %eax; syscall */
constexpr std::array<uint8_t, 7> kShortMove{0xb8, 0x0f, 0, 0, 0, 0x0f, 0x05};

template <size_t Size>
bool isCode(const std::array<uint8_t, Size>& code, uint64_t pc, const MemoryReader& memory) {
  std::array<uint8_t, Size> found{};
  return memory.read(pc, found) && found == code;
}

/** struct sigcontext lies behind uc_flags, uc_link and uc_stack of the ucontext (arch/x86/include/uapi/asm/sigcontext.h). */
constexpr uint64_t kSigcontext = 40;
/** DWARF numbers of its registers, in its order: r8 … r15, rdi, rsi, rbp, rbx, rdx, rax, rcx, rsp, rip. */
constexpr std::array<int, 17> kOrder{8, 9, 10, 11, 12, 13, 14, 15, 5, 4, 6, 3, 1, 0, 2, 7, 16};

}  // namespace

std::optional<Registers> registersBeforeSignal(const Architecture& architecture, uint64_t pc, uint64_t stackPointer, const MemoryReader& memory) {
  if (architecture.wordSize != 8 || !(isCode(kLongMove, pc, memory) || isCode(kShortMove, pc, memory))) return std::nullopt;
  Registers before;
  uint64_t address = stackPointer + kSigcontext;
  for (const int number : kOrder) {
    const std::optional<uint64_t> value = memory.number(address, 8);
    if (!value) return std::nullopt;
    before.set(number, *value);
    address += 8;
  }
  return before;
}

}  // namespace syscall_trace
