#include "ptrace/stackRecorder.h"

#include <algorithm>
#include <functional>
#include <string_view>

#include "ptrace/crashBlobs.h"
#include "ptrace/procFiles.h"

namespace syscall_trace {
namespace {

/** Below the stack pointer leaf functions may keep data (x86-64 psABI, red zone). */
constexpr uint64_t kRedZone = 128;

std::span<const uint8_t> bytesOf(const std::string& text) { return {reinterpret_cast<const uint8_t*>(text.data()), text.size()}; }

}  // namespace

/** The Maps record whose executable mappings (with `every`: whose mappings) are those of now. */
uint64_t StackRecorder::mapsOffset(const Task& task, uint64_t timeNs, bool every) {
  Process& process = *task.process;
  if (!process.mapsDirty && process.mapsOffset != 0) [[likely]] return process.mapsOffset;
  if (!readMaps(task.tid, maps_)) return process.mapsOffset;
  process.mapsDirty = false;
  const bool codeChanged = live_.update(process, maps_);
  const uint64_t hash = std::hash<std::string_view>{}(maps_);
  if (process.mapsOffset != 0 && !codeChanged && (!every || hash == process.mapsHash)) return process.mapsOffset;
  if (writer_.begin<layout::Maps>(layout::kRecordTypeMaps, task.pid(), task.tid, timeNs) == nullptr) return 0;
  // More than one blob can hold is cut: the reader sees status truncated.
  writer_.addBlob(0, layout::kBlobKindMaps, bytesOf(maps_));
  process.mapsHash = hash;
  return process.mapsOffset = writer_.commit();
}

void StackRecorder::stack(const Task& task, const StoppedTask& stop, uint64_t timeNs) {
  user_regs_struct registers{};
  if (ended() || !stop.registers(registers)) return;
  const uint64_t before = writer_.committed();
  const uint64_t maps = mapsOffset(task, timeNs, false);
  if (const UnwoundStack* unwound = live_.unwind(task, registers)) {
    list_.write(task.pid(), task.tid, timeNs, maps, *unwound);
  } else {
    copy(task, registers, maps, timeNs);
  }
  spent_ += writer_.committed() - before;
}

void StackRecorder::copy(const Task& task, const user_regs_struct& registers, uint64_t mapsOffset, uint64_t timeNs) {
  auto* record = writer_.begin<layout::Stack>(layout::kRecordTypeStack, task.pid(), task.tid, timeNs);
  if (record == nullptr) return;
  record->mapsOffset = mapsOffset;
  writer_.addBlob(0, layout::kBlobKindRegs, {reinterpret_cast<const uint8_t*>(&registers), sizeof registers});
  const uint64_t from = registers.rsp - std::min<uint64_t>(registers.rsp, kRedZone);
  const std::span<uint8_t> room = writer_.openBlob(from, layout::kBlobKindStack, options_.bytes);
  if (room.data() != nullptr) {
    const size_t got = memory_.read(task.tid, from, room);
    writer_.closeBlob(static_cast<uint32_t>(got), got < room.size() ? layout::kBlobStatusFault : layout::kBlobStatusTruncated);
  }
  writer_.commit();
}

void StackRecorder::crash(const Task& task, const StoppedTask& stop, uint64_t timeNs) {
  user_regs_struct registers{};
  if (ended() || !stop.registers(registers)) return;
  const uint64_t before = writer_.committed();
  // Calls that change mappings need not have stopped.
  task.process->mapsDirty = true;
  const uint64_t maps = mapsOffset(task, timeNs, true);
  auto* record = writer_.begin<layout::Stack>(layout::kRecordTypeStack, task.pid(), task.tid, timeNs);
  if (record == nullptr) return;
  record->mapsOffset = maps;
  addCrashBlobs(task.tid, registers, memory_, writer_);
  writer_.commit();
  spent_ += writer_.committed() - before;
}

}  // namespace syscall_trace
