/** The families of generic netlink and the message types that the kernel has given them (linux/genetlink.h). */
#pragma once

#include <cstdint>
#include <vector>

namespace syscall_trace {

/** A family as a trace file has it (blob genericFamilies). */
struct GenericFamily {
  uint32_t type;
  char name[16];
};

/** Asks the kernel. Empty when it does not answer within a second. */
std::vector<GenericFamily> genericFamilies();

}  // namespace syscall_trace
