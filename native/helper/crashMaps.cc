#include "helper/crashMaps.h"

#include <unistd.h>

#include <cstring>
#include <optional>
#include <string>

#include "helper/procProcess.h"

namespace syscall_trace {
namespace {

constexpr uint64_t kNanoseconds = 1'000'000'000;
constexpr uint64_t kPage = 4096;

/** include/linux/mm.h */
enum VmFlag : uint64_t { kVmRead = 1, kVmWrite = 2, kVmExecute = 4, kVmShared = 8 };

/** The name that the stream or /proc gave to memory without a file here ([vdso], [vvar] …); null when there is none. */
const Mapping* pseudoNamed(const MappingList* known, uint64_t address) {
  const Mapping* mapping = known == nullptr ? nullptr : known->find(address);
  return mapping != nullptr && mapping->file && mapping->file->inode == 0 && mapping->start == address ? mapping : nullptr;
}

std::shared_ptr<const MappedFile> nameOf(const crash_vma& vma, const crash_event& event, const MappingList* known, ProcessTable& table) {
  if (vma.has_file != 0) {
    const Mapping* mapping = known == nullptr ? nullptr : known->findFile(vma.device, vma.inode);
    if (mapping != nullptr) return mapping->file;
    // A file without code, whose path nobody told: its name alone.
    return table.intern(
        {.path = std::string(vma.name, strnlen(vma.name, sizeof vma.name)), .major = majorOf(vma.device), .minor = minorOf(vma.device), .inode = vma.inode});
  }
  // As show_map_vma (fs/proc/task_mmu.c) tells them.
  if (vma.start <= event.brk && vma.end >= event.start_brk && event.brk > event.start_brk) return table.intern({.path = "[heap]"});
  if (vma.start <= event.start_stack && event.start_stack < vma.end) return table.intern({.path = "[stack]"});
  const Mapping* pseudo = pseudoNamed(known, vma.start);
  return pseudo == nullptr ? nullptr : pseudo->file;
}

MappingList fromExit(const PendingCrash& crash, ProcessTable& table) {
  MappingList list;
  for (const crash_vma& vma : crash.vmas) {
    list.insert({.start = vma.start,
                 .end = vma.end,
                 .offset = vma.has_file != 0 ? vma.page_offset * kPage : 0,
                 .protection = protectionOf(vma.flags),
                 .file = nameOf(vma, crash.event, crash.mappings.get(), table)});
  }
  return list;
}

/** A handler may have called execve since: then the code that crashed is no longer where it was. */
bool hasSameCode(const MappingList& now, const PendingCrash& crash) {
  const uint64_t ip = crash.event.registers[16];
  const Mapping* before = crash.mappings ? crash.mappings->find(ip) : nullptr;
  if (before == nullptr || !before->file) return true;
  const Mapping* mapping = now.find(ip);
  return mapping != nullptr && mapping->file && mapping->file->inode == before->file->inode;
}

}  // namespace

uint32_t protectionOf(uint64_t vmFlags) {
  uint32_t protection = 0;
  if ((vmFlags & kVmRead) != 0) protection |= layout::kMappingProtectionRead;
  if ((vmFlags & kVmWrite) != 0) protection |= layout::kMappingProtectionWrite;
  if ((vmFlags & kVmExecute) != 0) protection |= layout::kMappingProtectionExecute;
  if ((vmFlags & kVmShared) != 0) protection |= layout::kMappingProtectionShared;
  return protection;
}

bool isSameProcess(const crash_event& event) {
  static const auto ticks = static_cast<uint64_t>(sysconf(_SC_CLK_TCK));
  return readStartTicks(static_cast<int>(event.pid)) == event.start_ns / (kNanoseconds / ticks);
}

CrashMaps crashMaps(const PendingCrash& crash, ProcessTable& table) {
  if (crash.vmasComplete && !crash.vmasFailed) {
    return {.origin = layout::kMapsOriginExit, .list = std::make_shared<const MappingList>(fromExit(crash, table))};
  }
  if (isSameProcess(crash.event)) {
    std::optional<MappingList> now = readMappings(static_cast<int>(crash.event.pid), table);
    if (now && !now->empty() && hasSameCode(*now, crash)) {
      return {.origin = layout::kMapsOriginProc, .list = std::make_shared<const MappingList>(std::move(*now))};
    }
  }
  if (crash.mappings && !crash.mappings->empty()) return {.origin = layout::kMapsOriginStream, .list = crash.mappings};
  return {};
}

}  // namespace syscall_trace
