/** What /proc says of a process that is still there. */
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "helper/processTable.h"

namespace syscall_trace {

/** The processes that are there now. */
std::vector<int> allProcesses();

/** The mappings; nothing when the process has gone, or is not ours to read. Files are interned in `table`. */
std::optional<MappingList> readMappings(int pid, ProcessTable& table);

/** How many threads it has; 1 when that cannot be read. */
uint32_t countThreads(int pid);

/** Target of /proc/PID/exe; empty when it cannot be read. */
std::string readExecutable(int pid);

/** When the process started: field 22 of /proc/PID/stat, in clock ticks since boot; 0 when it has gone. */
uint64_t readStartTicks(int pid);

/** Real user id of its owner; nothing when there is no such process. */
std::optional<uint32_t> readOwner(int pid);

/** Bytes of memory of this process's own; what it shares with the kernel, such as rings, does not count. */
uint64_t ownMemoryBytes();

}  // namespace syscall_trace
