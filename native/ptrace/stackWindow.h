/** The stack of a stopped task, copied in one piece; what lies elsewhere is copied when it is asked for. */
#pragma once

#include <vector>

#include "ptrace/remoteMemory.h"
#include "unwind/memoryReader.h"

namespace syscall_trace {

class StackWindow final : public MemoryReader {
 public:
  explicit StackWindow(RemoteMemory& memory) : memory_(memory) {}

  /** Begins with the `bytes` from `stackPointer` on. */
  void open(int tid, uint64_t stackPointer, size_t bytes);
  bool read(uint64_t address, std::span<uint8_t> out) const override;
  /** Bytes from the stack pointer on that were asked for, as far as they hang together. */
  size_t used() const { return used_; }

 private:
  void copy(uint64_t from, size_t bytes) const;

  RemoteMemory& memory_;
  int tid_ = 0;
  uint64_t stackPointer_ = 0;
  // Reading moves the window, which nobody outside can see.
  mutable std::vector<uint8_t> bytes_;
  mutable uint64_t start_ = 0;
  mutable size_t length_ = 0;
  mutable size_t used_ = 0;
  mutable int moves_ = 0;
};

}  // namespace syscall_trace
