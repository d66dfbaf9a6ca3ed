/** What this program may do, and how it gives that up. */
#pragma once

#include <cstdint>
#include <initializer_list>

namespace syscall_trace {

/** Numbers of linux/capability.h; those before CAP_PERFMON (Linux 5.8) are in the header of every system. */
enum Capability : int { kCapSysPtrace = 19, kCapSysAdmin = 21, kCapPerfmon = 38, kCapBpf = 39 };

constexpr uint64_t capabilityBit(int capability) { return uint64_t{1} << capability; }

/** Makes what is permitted effective. Returns the effective set. */
uint64_t raiseCapabilities();

/** Keeps only these, in every set, for good. False when the kernel refuses. */
bool keepCapabilities(uint64_t kept);

/**
 * First thing of all: no descriptor but the standard ones, no environment, no working directory, no dumps, no signals of the
 * terminal; killed when the parent dies.
 */
void isolate();

/** No new privileges, and only the system calls that the monitor makes from here on. False when the kernel refuses. */
bool restrictSystemCalls();

}  // namespace syscall_trace
