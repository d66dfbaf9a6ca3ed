/** Copies facts about a descriptor of a stopped tracee, as blobs, to the current record. */
#pragma once

#include <cstdint>

namespace syscall_trace {

class SocketDetails;
class TraceWriter;

/** AT_FDCWD as the kernel's registers hold it. */
inline constexpr uint32_t kWorkingDirectory = 0xffffff9c;

/**
 * What `fd` refers to (blob fd). `details`: with the device number, the protocol and diagnosis of a socket and
 * the fdinfo of anonymous files. Negative numbers but AT_FDCWD have no blob.
 */
void addDescriptor(int tid, uint32_t fd, bool details, SocketDetails& sockets, TraceWriter& writer);

/** Whether `fd` is a netlink socket; if so, its protocol name, diagnosis and the names of the network interfaces are noted. */
bool addNetlinkSocket(int tid, uint32_t fd, SocketDetails& sockets, TraceWriter& writer);

/** The network interfaces of the tracer’s namespace (blob interfaces). */
void addInterfaces(TraceWriter& writer);

}  // namespace syscall_trace
