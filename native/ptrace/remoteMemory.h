/** Reads and writes the memory of other processes. */
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace syscall_trace {

class RemoteMemory {
 public:
  /**
   * Reads from `address` of the process that `tid` belongs to. Returns how many bytes could be read: fewer than asked
   * when memory behind them is unreadable or the task is gone.
   */
  size_t read(int tid, uint64_t address, std::span<uint8_t> out);
  /** Writes all of `bytes` to `address`, to pages that the process itself may only read too (they become its own), or nothing. */
  bool write(int tid, uint64_t address, std::span<const uint8_t> bytes);

 private:
  /** process_vm_readv is refused here (a seccomp sandbox, an old kernel): use /proc/PID/mem, then PTRACE_PEEKDATA. */
  bool refused_ = false;
};

}  // namespace syscall_trace
