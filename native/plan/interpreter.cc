#include "plan/interpreter.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <optional>
#include <string>

#include "ptrace/descriptorFacts.h"
#include "ptrace/procFiles.h"
#include "ptrace/remoteMemory.h"
#include "record/traceWriter.h"

namespace syscall_trace {
namespace {

constexpr uint64_t kPage = 4096;
/** Most paths and names end within this; a longer string is read on page by page. */
constexpr uint64_t kFirstStringRead = 256;

/** A struct or element that was copied: operands of its body refer to it. */
struct Frame {
  uint64_t address;
  /** Where its bytes lie in the record (TraceWriter::bytesAt). */
  uint32_t bytes;
  uint32_t length;
};

class Interpreter {
 public:
  Interpreter(const CaptureContext& context, RemoteMemory& memory, TraceWriter& writer) : context_(context), memory_(memory), writer_(writer) {}

  void block(Ops ops) {
    for (; !ops.empty(); ops = ops.subspan(ops[1])) {
      if (++steps_ > layout::kLimitSteps) return;
      const Ops op = ops.first(ops[1]);
      switch (op[0]) {
        case layout::kOpcodeCopy: copy(op); break;
        case layout::kOpcodeCstr: cstr(op); break;
        case layout::kOpcodeStrv: strv(op); break;
        case layout::kOpcodeEach: each(op); break;
        case layout::kOpcodeSwitch: branch(op); break;
        case layout::kOpcodeFd: descriptor(op); break;
        case layout::kOpcodeNetlink: netlink(op); break;
        case layout::kOpcodeInterfaces: addInterfaces(writer_); break;
        case layout::kOpcodeNamespaces: namespaces(op[2] != 0); break;
        default: return;  // not in a validated plan
      }
    }
  }

 private:
  std::optional<uint64_t> operand(Ops op, size_t at) const {
    const uint32_t source = op[at] & 0xff;
    const uint32_t size = op[at] >> 8 & 0xff;
    const uint32_t up = op[at] >> 16;
    const uint32_t value = op[at + 1];
    switch (source) {
      case layout::kOperandSourceArg: return context_.args[value];
      case layout::kOperandSourceRet: return context_.ret;
      case layout::kOperandSourceConstant: return value;
      case layout::kOperandSourceSp: return context_.sp + value;
      default: break;
    }
    const Frame& frame = frames_[depth_ - 1 - up];
    if (source == layout::kOperandSourceHere) return frame.address + value;
    if (uint64_t{value} + size > frame.length) return std::nullopt;
    uint64_t field = 0;  // little-endian: the low bytes
    std::memcpy(&field, writer_.bytesAt(frame.bytes + value), size);
    return field;
  }

  /** Copies `length` bytes into a blob. Nothing when there is nothing to copy or no room. */
  std::optional<Frame> copyBytes(uint64_t address, uint64_t length, bool cut) {
    if (address == 0 || length == 0) return std::nullopt;
    const std::span<uint8_t> room = writer_.openBlob(address, layout::kBlobKindMemory, length);
    if (room.data() == nullptr) return std::nullopt;
    const size_t got = memory_.read(context_.tid, address, room);
    const auto status = got < room.size()                  ? layout::kBlobStatusFault
                        : cut || room.size() < length ? layout::kBlobStatusTruncated
                                                           : layout::kBlobStatusOk;
    const uint32_t bytes = writer_.closeBlob(static_cast<uint32_t>(got), status);
    return Frame{address, bytes, static_cast<uint32_t>(got)};
  }

  void copy(Ops op) {
    const auto address = operand(op, 2);
    const auto count = operand(op, 4);
    if (!address || !count) return;
    const uint64_t unit = op[6];
    const uint64_t plus = op[7];
    const uint64_t cap = op[8];
    // A count that makes the product overflow is far beyond any cap.
    const uint64_t wanted = unit != 0 && *count > (UINT64_MAX >> 33) / unit ? UINT64_MAX : *count * unit + plus;
    const auto frame = copyBytes(*address, std::min(wanted, cap), wanted > cap);
    const Ops body = op.subspan(plan_words::kCopy);
    if (!frame || body.empty() || frame->length < std::min({wanted, cap, uint64_t{layout::kLimitBlobBytes}})) return;
    enter(*frame, body);
  }

  void enter(const Frame& frame, Ops body) {
    frames_[depth_++] = frame;
    block(body);
    depth_--;
  }

  void cstr(Ops op) {
    if (const auto address = operand(op, 2)) string(*address, op[4]);
  }

  void string(uint64_t address, uint64_t cap) {
    if (address == 0 || cap == 0) return;
    const std::span<uint8_t> room = writer_.openBlob(address, layout::kBlobKindCstring, cap);
    if (room.data() == nullptr) return;
    size_t have = 0;
    layout::BlobStatus status = layout::kBlobStatusTruncated;
    while (have < room.size()) {
      const uint64_t toPageEnd = kPage - (address + have) % kPage;
      const uint64_t step = std::min({room.size() - have, toPageEnd, have == 0 ? kFirstStringRead : kPage});
      const size_t got = memory_.read(context_.tid, address + have, room.subspan(have, step));
      const void* end = std::memchr(room.data() + have, 0, got);
      if (end != nullptr) {
        have = static_cast<size_t>(static_cast<const uint8_t*>(end) - room.data());
        status = layout::kBlobStatusOk;
        break;
      }
      have += got;
      if (got < step) {
        status = layout::kBlobStatusFault;
        break;
      }
    }
    writer_.closeBlob(static_cast<uint32_t>(have), status);
  }

  void strv(Ops op) {
    const auto address = operand(op, 2);
    if (!address || *address == 0) return;
    const uint64_t max = op[4];
    const uint64_t cap = op[5];
    const uint64_t size = context_.pointerSize;
    // One pointer more than `max`, so that the reader can tell whether there are more.
    const uint64_t wanted = std::min(max + 1, uint64_t{layout::kLimitBlobBytes} / size) * size;
    const std::span<uint8_t> room = writer_.openBlob(*address, layout::kBlobKindMemory, wanted);
    if (room.data() == nullptr) return;
    size_t have = 0;
    bool ended = false;
    bool faulted = false;
    while (!ended && !faulted && have + size <= room.size()) {
      const uint64_t toPageEnd = kPage - (*address + have) % kPage;
      const uint64_t step = std::min({room.size() - have, std::max(toPageEnd, size), have == 0 ? kFirstStringRead : kPage}) / size * size;
      const size_t got = memory_.read(context_.tid, *address + have, room.subspan(have, step));
      faulted = got < step;
      for (const size_t limit = have + got / size * size; have < limit && !ended; have += size) ended = pointerAt(room.data() + have) == 0;
    }
    const auto status = ended ? layout::kBlobStatusOk : faulted ? layout::kBlobStatusFault : layout::kBlobStatusTruncated;
    const uint32_t bytes = writer_.closeBlob(static_cast<uint32_t>(have), status);
    const uint64_t strings = std::min(max, (have / size) - (ended ? 1 : 0));
    for (uint64_t i = 0; i < strings; i++) {
      if (++steps_ > layout::kLimitSteps) return;
      string(pointerAt(writer_.bytesAt(static_cast<uint32_t>(bytes + i * size))), cap);
    }
  }

  uint64_t pointerAt(const uint8_t* bytes) const {
    uint64_t pointer = 0;
    std::memcpy(&pointer, bytes, context_.pointerSize);
    return pointer;
  }

  void each(Ops op) {
    const auto address = operand(op, 2);
    const auto count = operand(op, 4);
    if (!address || !count) return;
    const uint64_t stride = op[6];
    const uint64_t elements = std::min(*count, uint64_t{op[7]});
    const auto frame = copyBytes(*address, elements * stride, elements < *count);
    const Ops body = op.subspan(plan_words::kEach);
    if (!frame || body.empty()) return;
    for (uint64_t at = 0; at + stride <= frame->length && steps_ <= layout::kLimitSteps; at += stride) {
      steps_++;
      enter({frame->address + at, static_cast<uint32_t>(frame->bytes + at), static_cast<uint32_t>(stride)}, body);
    }
  }

  void branch(Ops op) {
    const auto operandValue = operand(op, 2);
    if (!operandValue) return;
    const uint32_t value = static_cast<uint32_t>(*operandValue) & op[4];
    Ops rest = op.subspan(plan_words::kSwitch);
    for (uint32_t left = op[5]; left > 0; left--) {
      if (rest[0] == value) return block(rest.subspan(plan_words::kCase, rest[1]));
      rest = rest.subspan(plan_words::kCase + rest[1]);
    }
    block(rest);
  }

  void descriptor(Ops op) {
    if (const auto value = operand(op, 2)) addDescriptor(context_.tid, static_cast<uint32_t>(*value), op[4] != 0, *context_.sockets, writer_);
  }

  void netlink(Ops op) {
    const auto value = operand(op, 2);
    const bool is = value && addNetlinkSocket(context_.tid, static_cast<uint32_t>(*value), *context_.sockets, writer_);
    block(is ? op.subspan(plan_words::kNetlink, op[4]) : op.subspan(plan_words::kNetlink + op[4]));
  }

  void namespaces(bool ofChild) {
    const int tid = ofChild ? childOf(context_.tid, static_cast<int>(context_.ret)) : context_.tid;
    const std::string text = tid == 0 ? std::string() : namespacesOf(tid);
    writer_.addBlob(0, layout::kBlobKindNamespaces, {reinterpret_cast<const uint8_t*>(text.data()), text.size()});
  }

  const CaptureContext& context_;
  RemoteMemory& memory_;
  TraceWriter& writer_;
  std::array<Frame, layout::kLimitDepth + 1> frames_;
  uint32_t depth_ = 0;
  uint32_t steps_ = 0;
};

}  // namespace

void runPlan(Ops ops, const CaptureContext& context, RemoteMemory& memory, TraceWriter& writer) {
  if (!ops.empty()) Interpreter(context, memory, writer).block(ops);
}

}  // namespace syscall_trace
