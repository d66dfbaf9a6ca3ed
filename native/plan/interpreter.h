/** Runs the operations of a plan against a stopped tracee and appends what they copy, as blobs, to the current record. */
#pragma once

#include <cstdint>

#include "plan/plan.h"

namespace syscall_trace {

class RemoteMemory;
class SocketDetails;
class TraceWriter;

/** What the operands of one stop refer to. */
struct CaptureContext {
  /** Task whose memory and descriptors are meant. */
  int tid = 0;
  /** The six arguments, zero-extended. */
  const uint64_t* args = nullptr;
  /** Return value; 0 at entry. */
  uint64_t ret = 0;
  /** Stack pointer at this stop. */
  uint64_t sp = 0;
  /** Bytes of a pointer in that ABI: 4 or 8. */
  uint32_t pointerSize = 8;
  /** Never null while a plan runs that looks at descriptors. */
  SocketDetails* sockets = nullptr;
};

/** Holds the bounds of layout::kLimit… whatever the plan and the tracee say. Unreadable memory is a blob with status fault. */
void runPlan(Ops ops, const CaptureContext& context, RemoteMemory& memory, TraceWriter& writer);

}  // namespace syscall_trace
