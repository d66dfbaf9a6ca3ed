#include "record/stackList.h"

#include <algorithm>
#include <cstring>
#include <random>

namespace syscall_trace {
namespace {

static_assert(static_cast<int>(UnwindEnd::start) == layout::kUnwindEndStart);
static_assert(static_cast<int>(UnwindEnd::limit) == layout::kUnwindEndLimit);
static_assert(static_cast<int>(UnwindEnd::noUnwindInfo) == layout::kUnwindEndNoUnwindInfo);
static_assert(static_cast<int>(UnwindEnd::unreadableStack) == layout::kUnwindEndUnreadableStack);
static_assert(static_cast<int>(UnwindEnd::noProgress) == layout::kUnwindEndNoProgress);

uint64_t randomNumber() {
  std::random_device device;
  return uint64_t{device()} << 32 | device();
}

/** The finalizer of SplitMix64: each bit of `value` changes half of the result. */
uint64_t mix(uint64_t value) {
  value = (value ^ value >> 30) * 0xbf58476d1ce4e5b9u;
  value = (value ^ value >> 27) * 0x94d049bb133111ebu;
  return value ^ value >> 31;
}

}  // namespace

StackList::StackList(TraceWriter& writer) : writer_(writer), seed_(randomNumber()), slots_(std::make_unique<std::array<Slot, kSlots>>()) {}

uint64_t StackList::hashOf(uint64_t mapsOffset, const UnwoundStack& stack) const {
  uint64_t hash = mix(seed_ ^ mapsOffset << 3 ^ static_cast<uint64_t>(stack.end));
  // Addresses have 57 bits at most; a pc that was made up may have more, and then only two such stacks can be confused.
  for (const UnwoundFrame& frame : stack.frames) hash = mix(hash + seed_ + (frame.pc ^ uint64_t{frame.exact} << 63));
  return hash;
}

void StackList::write(int pid, int tid, uint64_t timeNs, uint64_t mapsOffset, const UnwoundStack& stack) {
  const uint64_t hash = hashOf(mapsOffset, stack);
  const uint32_t index = static_cast<uint32_t>(hash % kSlots);
  Slot& slot = (*slots_)[index];
  if (slot.offset != 0 && slot.hash == hash) {
    auto* same = writer_.begin<layout::SameFrames>(layout::kRecordTypeSameFrames, pid, tid, timeNs);
    if (same == nullptr) return;
    same->framesOffset = slot.offset;
    same->slot = index;
    writer_.commit();
    return;
  }
  auto* record = writer_.begin<layout::Frames>(layout::kRecordTypeFrames, pid, tid, timeNs);
  if (record == nullptr) return;
  const uint32_t count = static_cast<uint32_t>(stack.frames.size());
  const uint32_t bytes = count * sizeof(uint64_t) + (count + 7) / 8;
  record->mapsOffset = mapsOffset;
  record->end = static_cast<uint32_t>(stack.end);
  record->slot = index;
  record->count = count;
  const std::span<uint8_t> room = writer_.openBlob(0, layout::kBlobKindFrames, bytes);
  if (room.size() == bytes) {
    uint8_t* exact = room.data() + count * sizeof(uint64_t);
    std::fill(exact, room.data() + bytes, uint8_t{0});
    for (uint32_t i = 0; i < count; i++) {
      std::memcpy(room.data() + i * sizeof(uint64_t), &stack.frames[i].pc, sizeof(uint64_t));
      if (stack.frames[i].exact) exact[i / 8] |= static_cast<uint8_t>(1u << i % 8);
    }
  }
  if (room.data() != nullptr) writer_.closeBlob(room.size() == bytes ? bytes : 0, layout::kBlobStatusOk);
  slot = {hash, writer_.commit()};
}

}  // namespace syscall_trace
