/** Capabilities of this thread. */
#pragma once

namespace syscall_trace {

/** Whether CAP_SYS_ADMIN is effective. */
bool hasCapSysAdmin();

}  // namespace syscall_trace
