/** The blobs of a Stack record that follows the signal of a crash. */
#pragma once

#include <sys/user.h>

#include "ptrace/remoteMemory.h"
#include "record/traceWriter.h"

namespace syscall_trace {

/**
 * Adds registers, stack, memory around the instruction pointer and the registers, and what /proc tells of the process,
 * to the record that is begun. The stack is copied up to 768 KiB, from the red zone on; where the stack pointer has left
 * the stack (an overflow), from the first page above it that is there.
 */
void addCrashBlobs(int tid, const user_regs_struct& registers, RemoteMemory& memory, TraceWriter& writer);

}  // namespace syscall_trace
