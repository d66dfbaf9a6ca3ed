#pragma once
// What unwinding must know of a processor: x86-64 and i386, by their DWARF register numbers
// (System V psABI, "DWARF Register Number Mapping").

#include <sys/user.h>

#include <array>
#include <cstdint>
#include <span>

namespace syscall_trace {

inline constexpr int kMaxRegisters = 17;

/** Integer registers by DWARF number. A register is known or not: after a call the clobbered ones are not. */
struct Registers {
  std::array<uint64_t, kMaxRegisters> value{};
  uint32_t known = 0;  // bit n: value[n] counts

  bool has(int number) const { return number >= 0 && number < kMaxRegisters && ((known >> number) & 1u) != 0; }
  void set(int number, uint64_t v) {
    value[static_cast<size_t>(number)] = v;
    known |= 1u << number;
  }
  void forget(int number) { known &= ~(1u << number); }
};

struct Architecture {
  int wordSize;       // bytes
  int registerCount;  // DWARF numbers 0 … registerCount-1, the return address included
  int stackPointer;
  int framePointer;
  int returnAddress;
  uint32_t preserved;  // bit n: a function leaves register n as it found it (psABI, "Register Usage")
};

/** rbx, rbp, r12 … r15. */
inline constexpr Architecture kX86_64{8, 17, 7, 6, 16, 1u << 3 | 1u << 6 | 1u << 12 | 1u << 13 | 1u << 14 | 1u << 15};
/** ebx, ebp, esi, edi. */
inline constexpr Architecture kI386{4, 9, 4, 5, 8, 1u << 3 | 1u << 5 | 1u << 6 | 1u << 7};

/** A 64-bit process runs with __USER_CS 0x33; 0x23 is __USER32_CS (arch/x86/include/asm/segment.h). */
inline const Architecture& architectureOf(const user_regs_struct& regs) { return regs.cs == 0x23 ? kI386 : kX86_64; }

inline Registers registersOf(const user_regs_struct& r, const Architecture& architecture) {
  Registers out;
  if (architecture.wordSize == 8) {
    out.value = {r.rax, r.rdx, r.rcx, r.rbx, r.rsi, r.rdi, r.rbp, r.rsp, r.r8, r.r9, r.r10, r.r11, r.r12, r.r13, r.r14, r.r15, r.rip};
  } else {
    const auto low = [](uint64_t v) { return v & 0xffffffffu; };
    out.value = {low(r.rax), low(r.rcx), low(r.rdx), low(r.rbx), low(r.rsp), low(r.rbp), low(r.rsi), low(r.rdi), low(r.rip)};
  }
  out.known = (1u << architecture.registerCount) - 1;
  return out;
}

}  // namespace syscall_trace
