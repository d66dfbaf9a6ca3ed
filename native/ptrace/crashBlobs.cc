#include "ptrace/crashBlobs.h"

#include <algorithm>
#include <string>

#include "ptrace/procFiles.h"

namespace syscall_trace {
namespace {

constexpr uint64_t kPage = 4096;
/** Below the stack pointer leaf functions may keep data (x86-64 psABI, red zone). */
constexpr uint64_t kRedZone = 128;
/** A record holds 1 MiB: this much stack leaves room for the rest. */
constexpr int kStackBlobs = 3;
/** How far above the stack pointer the stack is looked for: frames with large buffers reach far below it. */
constexpr uint64_t kStackSearchPages = 2048;
/** Copied of the code before and behind the instruction pointer. */
constexpr uint64_t kCodeBefore = 32;
constexpr uint64_t kCodeBytes = 96;
/** Copied around an address in a register. */
constexpr uint64_t kAroundBefore = 64;
constexpr uint64_t kAroundBytes = 256;
constexpr size_t kStatusBytes = 4096;
constexpr size_t kCommandLineBytes = 4096;
constexpr size_t kCgroupBytes = 4096;

std::span<const uint8_t> bytesOf(const std::string& text) { return {reinterpret_cast<const uint8_t*>(text.data()), text.size()}; }

class CrashBlobs {
 public:
  CrashBlobs(int tid, RemoteMemory& memory, TraceWriter& writer) : tid_(tid), memory_(memory), writer_(writer) {}

  void stack(uint64_t pointer) {
    uint64_t from = pointer - std::min(pointer, kRedZone);
    for (uint64_t page = 0; !isReadable(from); page++) {
      if (page == kStackSearchPages) return;
      from = (from & ~(kPage - 1)) + kPage;
    }
    stackStart_ = stackEnd_ = from;
    for (int i = 0; i < kStackBlobs; i++) {
      const std::span<uint8_t> room = writer_.openBlob(stackEnd_, layout::kBlobKindStack, layout::kLimitBlobBytes);
      if (room.data() == nullptr) return;
      const size_t got = memory_.read(tid_, stackEnd_, room);
      stackEnd_ += got;
      writer_.closeBlob(static_cast<uint32_t>(got), got < room.size() ? layout::kBlobStatusFault : layout::kBlobStatusTruncated);
      if (got < room.size()) return;
    }
  }

  /** `before` bytes in front of `address` and what follows, as far as it can be read; from its page on if that is where it begins. */
  void around(uint64_t address, uint64_t before, uint64_t length) {
    const uint64_t first = address - std::min(address, before);
    uint64_t from = first;
    if (!isReadable(from)) from = address & ~(kPage - 1);
    if (!isReadable(from) || (from >= stackStart_ && first + length <= stackEnd_)) return;
    const uint64_t wanted = first + length - from;
    const std::span<uint8_t> room = writer_.openBlob(from, layout::kBlobKindMemory, wanted);
    if (room.data() == nullptr) return;
    const size_t got = memory_.read(tid_, from, room);
    writer_.closeBlob(static_cast<uint32_t>(got), got < room.size() ? layout::kBlobStatusFault : layout::kBlobStatusOk);
  }

  void text(layout::BlobKind kind, const std::string& bytes, size_t limit) {
    if (!bytes.empty()) writer_.addBlob(0, kind, bytesOf(bytes), bytes.size() == limit ? layout::kBlobStatusTruncated : layout::kBlobStatusOk);
  }

 private:
  bool isReadable(uint64_t address) {
    uint8_t byte = 0;
    return memory_.read(tid_, address, {&byte, 1}) == 1;
  }

  int tid_;
  RemoteMemory& memory_;
  TraceWriter& writer_;
  uint64_t stackStart_ = 0;
  uint64_t stackEnd_ = 0;
};

}  // namespace

void addCrashBlobs(int tid, const user_regs_struct& registers, RemoteMemory& memory, TraceWriter& writer) {
  writer.addBlob(0, layout::kBlobKindRegs, {reinterpret_cast<const uint8_t*>(&registers), sizeof registers});
  CrashBlobs blobs(tid, memory, writer);
  blobs.text(layout::kBlobKindExe, exeOf(tid), 0);
  blobs.text(layout::kBlobKindProcStatus, procFile(tid, "status", kStatusBytes), kStatusBytes);
  blobs.text(layout::kBlobKindCommandLine, procFile(tid, "cmdline", kCommandLineBytes), kCommandLineBytes);
  blobs.text(layout::kBlobKindCgroups, procFile(tid, "cgroup", kCgroupBytes), kCgroupBytes);
  blobs.stack(registers.rsp);
  blobs.around(registers.rip, kCodeBefore, kCodeBytes);
  for (const uint64_t address : {registers.rax, registers.rbx, registers.rcx, registers.rdx, registers.rsi, registers.rdi, registers.rbp, registers.r8,
                                 registers.r9, registers.r10, registers.r11, registers.r12, registers.r13, registers.r14, registers.r15}) {
    blobs.around(address, kAroundBefore, kAroundBytes);
  }
}

}  // namespace syscall_trace
