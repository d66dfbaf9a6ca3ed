/** Chooses the best that is known of a crashed process's mappings. */
#pragma once

#include <cstdint>
#include <memory>

#include "helper/pendingCrash.h"
#include "helper/processTable.h"
#include "record/layout.gen.h"

namespace syscall_trace {

struct CrashMaps {
  layout::MapsOrigin origin = layout::kMapsOriginNone;
  ProcessTable::List list;
};

CrashMaps crashMaps(const PendingCrash& crash, ProcessTable& table);

/** Bits of layout::MappingProtection for VM_* of include/linux/mm.h. */
uint32_t protectionOf(uint64_t vmFlags);

/** Whether what /proc shows under its pid is the crashed process and no later one. */
bool isSameProcess(const crash_event& event);

}  // namespace syscall_trace
