/** Keeps Node from being woken by every stop of a tracee. */
#pragma once

namespace syscall_trace {

/**
 * Each ptrace-stop sends SIGCHLD to the tracer’s process. libuv, which installs a handler with its first child process,
 * would wake its event loop for each; it has no use for stops, so they are excluded (SA_NOCLDSTOP).
 */
void quietChildSignals();

}  // namespace syscall_trace
