#include "helper/crashRecord.h"

#include <sys/user.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <string>

#include "helper/crashMaps.h"
#include "helper/procProcess.h"
#include "record/layout.gen.h"
#include "record/recordBuilder.h"

namespace syscall_trace {
namespace {

static_assert(sizeof(user_regs_struct) == 216);

std::string_view textOf(const char* bytes, size_t room) { return {bytes, strnlen(bytes, room)}; }

user_regs_struct registersOf(const crash_event& event) {
  user_regs_struct registers{};
  // The first 21 words are the kernel's pt_regs (arch/x86/include/asm/ptrace.h).
  std::memcpy(&registers, event.registers, sizeof event.registers);
  registers.fs_base = event.fs_base;
  registers.gs_base = event.gs_base;
  registers.ds = event.ds;
  registers.es = event.es;
  registers.fs = event.fs;
  registers.gs = event.gs;
  return registers;
}

/** The names come from the process's group upwards. */
std::string cgroupPath(const crash_event& event) {
  std::string path;
  for (const auto& name : event.cgroup) {
    const std::string_view text = textOf(name, sizeof name);
    if (text.empty() || text == "/") break;
    path = '/' + std::string(text) + path;
  }
  return path.empty() ? "/" : path;
}

/** Pieces that lie within one that was written already are left out: registers often point to the same place. */
void addMemory(RecordBuilder& record, const crash_event& event) {
  std::vector<const crash_memory*> pieces;
  for (const crash_memory& piece : event.memory) {
    if (piece.length == 0) continue;
    const bool known = std::any_of(pieces.begin(), pieces.end(), [&](const crash_memory* other) {
      return piece.address >= other->address && piece.address + piece.length <= other->address + other->length;
    });
    if (!known) pieces.push_back(&piece);
  }
  for (const crash_memory* piece : pieces) record.addBlob(piece->address, layout::kBlobKindMemory, {piece->bytes, piece->length});
}

void addNames(RecordBuilder& record, const crash_event& event, const std::string& executable) {
  record.addText(layout::kBlobKindComm, textOf(event.comm, sizeof event.comm));
  record.addText(layout::kBlobKindParentComm, textOf(event.parent_comm, sizeof event.parent_comm));
  if (!executable.empty()) record.addText(layout::kBlobKindExe, executable);
  if (event.argument_bytes > 0) {
    const auto status = event.argument_bytes == CRASH_ARGUMENTS ? layout::kBlobStatusTruncated : layout::kBlobStatusOk;
    record.addBlob(0, layout::kBlobKindCommandLine, {event.arguments, std::min<size_t>(event.argument_bytes, CRASH_ARGUMENTS)}, status);
  }
  record.addText(layout::kBlobKindCgroup, cgroupPath(event));
}

layout::Crash fixedPart(const PendingCrash& crash, layout::MapsOrigin origin, int64_t realtimeOffsetNs) {
  const crash_event& event = crash.event;
  layout::Crash fixed{};
  fixed.pid = static_cast<int32_t>(event.pid);
  fixed.tid = static_cast<int32_t>(event.tid);
  fixed.timeNs = event.time_ns;
  if (crash.handled()) fixed.flags |= layout::kRecordFlagHandled;
  if ((event.flags & CRASH_STACK_COMPLETE) != 0) fixed.flags |= layout::kRecordFlagStackComplete;
  fixed.realtimeNs = event.time_ns + static_cast<uint64_t>(realtimeOffsetNs);
  fixed.address = event.address;
  fixed.errorCode = event.error_code;
  fixed.faultRegister = event.fault_register;
  fixed.mapsOrigin = origin;
  fixed.trapNumber = static_cast<uint32_t>(event.trap_number);
  fixed.parentPid = static_cast<int32_t>(event.parent_pid);
  fixed.senderPid = static_cast<int32_t>(event.sender_pid);
  fixed.uid = event.uid;
  fixed.gid = event.gid;
  fixed.signo = event.signo;
  fixed.code = event.code;
  if ((event.flags & CRASH_HAS_FAULT_VMA) != 0) {
    fixed.faultPlace = layout::kFaultPlaceMapped;
    fixed.faultStart = event.fault_vma.start;
    fixed.faultEnd = event.fault_vma.end;
    fixed.faultProtection = protectionOf(event.fault_vma.flags);
  } else if ((event.flags & CRASH_FAULT_UNMAPPED) != 0) {
    fixed.faultPlace = layout::kFaultPlaceUnmapped;
  }
  return fixed;
}

/** The path of the file that is running, by its inode among the mappings; else as /proc has it while the process is there. */
std::string executableOf(const PendingCrash& crash, const MappingList* mappings) {
  const crash_event& event = crash.event;
  const Mapping* mapping = mappings == nullptr ? nullptr : mappings->findFile(event.exe_device, event.exe_inode);
  if (mapping != nullptr && mapping->file->path.starts_with('/')) return mapping->file->path;
  return isSameProcess(event) ? readExecutable(static_cast<int>(event.pid)) : std::string();
}

}  // namespace

std::vector<uint8_t> crashRecord(const PendingCrash& crash, ProcessTable& table, int64_t realtimeOffsetNs) {
  const crash_event& event = crash.event;
  const CrashMaps maps = crashMaps(crash, table);
  RecordBuilder record(fixedPart(crash, maps.origin, realtimeOffsetNs), layout::kRecordTypeCrash);
  addNames(record, event, executableOf(crash, maps.list.get()));
  const user_regs_struct registers = registersOf(event);
  record.addBlob(0, layout::kBlobKindRegs, {reinterpret_cast<const uint8_t*>(&registers), sizeof registers});
  const bool whole = (event.flags & CRASH_STACK_COMPLETE) != 0;
  record.addBlob(event.stack_address, layout::kBlobKindStack, crash.stack, whole ? layout::kBlobStatusOk : layout::kBlobStatusTruncated);
  if (event.instructions.length > 0) {
    record.addBlob(event.instructions.address, layout::kBlobKindInstructions, {event.instructions.bytes, event.instructions.length});
  }
  addMemory(record, event);
  record.addText(layout::kBlobKindMaps, maps.list ? maps.list->text() : std::string());
  return std::move(record).finish();
}

}  // namespace syscall_trace
