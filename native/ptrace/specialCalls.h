/**
 * The few syscalls that the tracer itself must know, by number: arch/x86/entry/syscalls/syscall_64.tbl and syscall_32.tbl.
 * Everything else about syscalls is the plan’s.
 */
#pragma once

#include <cstdint>

#include "record/layout.gen.h"

namespace syscall_trace {

/** execve, execveat. */
constexpr bool isExec(layout::Abi abi, uint32_t nr) {
  if (abi == layout::kAbiI386) return nr == 11 || nr == 358;
  return nr == 59 || nr == 322 || (abi == layout::kAbiX32 && (nr == 520 || nr == 545));
}

/** exit, exit_group: there is no syscall-exit-stop. */
constexpr bool neverReturns(layout::Abi abi, uint32_t nr) {
  if (abi == layout::kAbiI386) return nr == 1 || nr == 252;
  return nr == 60 || nr == 231;
}

/** Calls that can change a process’s mappings: mmap, munmap, mprotect, brk, mremap, shmat, shmdt and their like. */
constexpr bool changesMappings(layout::Abi abi, uint32_t nr) {
  if (abi == layout::kAbiI386) {
    return nr == 45 || nr == 86 || nr == 90 || nr == 91 || nr == 117 || nr == 125 || nr == 136 || nr == 163 || nr == 192 || nr == 257 || nr == 380 || nr == 397 || nr == 398;
  }
  return (nr >= 9 && nr <= 12) || nr == 25 || nr == 30 || nr == 67 || nr == 135 || nr == 157 || nr == 216 || nr == 329;
}

}  // namespace syscall_trace
