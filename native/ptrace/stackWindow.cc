#include "ptrace/stackWindow.h"

#include <algorithm>
#include <cstring>

namespace syscall_trace {
namespace {

/** Copied at a time where the first piece did not reach. */
constexpr size_t kPiece = 16 << 10;
/** A function’s registers lie below the place that is read first. */
constexpr uint64_t kBelow = 512;
/** Pieces of one stack: what a tracee can make us copy is bounded. */
constexpr int kMaxMoves = 256;
/** What one stack pointer can be away from another and still mean the same stack. */
constexpr uint64_t kMaxUsed = 1 << 20;

}  // namespace

void StackWindow::open(int tid, uint64_t stackPointer, size_t bytes) {
  tid_ = tid;
  stackPointer_ = stackPointer;
  used_ = 0;
  moves_ = 0;
  copy(stackPointer, bytes);
}

void StackWindow::copy(uint64_t from, size_t bytes) const {
  if (bytes_.size() < bytes) bytes_.resize(bytes);
  start_ = from;
  length_ = memory_.read(tid_, from, std::span(bytes_).first(bytes));
}

bool StackWindow::read(uint64_t address, std::span<uint8_t> out) const {
  const auto holds = [&] { return address >= start_ && address - start_ <= length_ && out.size() <= length_ - (address - start_); };
  if (!holds()) [[unlikely]] {
    if (moves_ == kMaxMoves || out.size() > kPiece - kBelow) return false;
    moves_++;
    copy(address - std::min(address, kBelow), kPiece);
    // The piece may begin before what is readable.
    if (!holds()) copy(address, kPiece - kBelow);
    if (!holds()) return false;
  }
  std::memcpy(out.data(), bytes_.data() + (address - start_), out.size());
  const uint64_t end = address + out.size() - stackPointer_;
  if (address >= stackPointer_ && end <= kMaxUsed) used_ = std::max<size_t>(used_, end);
  return true;
}

}  // namespace syscall_trace
