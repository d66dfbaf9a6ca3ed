/** Writes a crash as a record of the layout (adapter/record/layout.ts). */
#pragma once

#include <cstdint>
#include <vector>

#include "helper/pendingCrash.h"
#include "helper/processTable.h"

namespace syscall_trace {

/** `realtimeOffsetNs`: CLOCK_REALTIME minus CLOCK_MONOTONIC. May read /proc of the process, and adds its files to `table`. */
std::vector<uint8_t> crashRecord(const PendingCrash& crash, ProcessTable& table, int64_t realtimeOffsetNs);

}  // namespace syscall_trace
