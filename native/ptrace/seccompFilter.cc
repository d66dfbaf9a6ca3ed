#include "ptrace/seccompFilter.h"

#include <linux/audit.h>
#include <linux/seccomp.h>

#include <cstddef>
#include <span>

namespace syscall_trace {
namespace {

constexpr uint32_t kX32Bit = 0x40000000;

/** From this number on (up to the next range) calls are traced or not. */
struct Range {
  uint32_t first;
  bool trace;
};

using Program = std::vector<sock_filter>;

sock_filter statement(uint16_t code, uint32_t k) { return {.code = code, .jt = 0, .jf = 0, .k = k}; }
sock_filter jump(uint16_t code, uint32_t k, uint8_t yes, uint8_t no) { return {.code = code, .jt = yes, .jf = no, .k = k}; }

void append(Program& program, const Program& more) { program.insert(program.end(), more.begin(), more.end()); }

/** A binary search over the ranges; the number is in the accumulator. Far jumps are BPF_JA: conditional ones reach 255 instructions. */
Program search(std::span<const Range> ranges) {
  if (ranges.size() == 1) return {statement(BPF_RET | BPF_K, ranges[0].trace ? SECCOMP_RET_TRACE : SECCOMP_RET_ALLOW)};
  const size_t middle = ranges.size() / 2;
  const Program below = search(ranges.first(middle));
  Program program{jump(BPF_JMP | BPF_JGE | BPF_K, ranges[middle].first, 0, 1), statement(BPF_JMP | BPF_JA, static_cast<uint32_t>(below.size()))};
  append(program, below);
  append(program, search(ranges.subspan(middle)));
  return program;
}

std::vector<Range> ranges(const Plan& plan, layout::Abi abi, uint32_t bit) {
  std::vector<Range> out;
  for (uint32_t nr = 0; nr <= plan.count(abi); nr++) {
    const bool trace = plan.find(abi, nr).selection != 0;
    if (out.empty() || out.back().trace != trace) out.push_back({nr == 0 ? 0 : nr | bit, trace});
  }
  return out;
}

/** `program`, skipped unless the accumulator compares as `code` says. */
Program guarded(uint16_t code, uint32_t k, const Program& program) {
  Program out{jump(BPF_JMP | code | BPF_K, k, 1, 0), statement(BPF_JMP | BPF_JA, static_cast<uint32_t>(program.size()))};
  append(out, program);
  return out;
}

}  // namespace

std::vector<sock_filter> seccompProgram(const Plan& plan) {
  const auto native = ranges(plan, layout::kAbiX86_64, 0);
  const auto x32 = ranges(plan, layout::kAbiX32, kX32Bit);
  const auto i386 = ranges(plan, layout::kAbiI386, 0);
  if (native.size() == 1 && native[0].trace) return {};

  const auto loadNumber = statement(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, nr));
  Program compat{loadNumber};
  append(compat, search(i386));
  Program program{statement(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, arch))};
  append(program, guarded(BPF_JEQ, AUDIT_ARCH_I386, compat));
  program.push_back(loadNumber);
  append(program, guarded(BPF_JSET, kX32Bit, search(x32)));
  append(program, search(native));
  if (program.size() > BPF_MAXINSNS) return {};
  return program;
}

}  // namespace syscall_trace
