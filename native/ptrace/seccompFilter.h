/** A seccomp filter that stops the tracee at the syscalls of a plan (SECCOMP_RET_TRACE) and lets all others run. */
#pragma once

#include <linux/filter.h>

#include <vector>

#include "plan/plan.h"

namespace syscall_trace {

/** The filter’s program. Empty when it would save nothing (the plan traces everything) or would be too long for the kernel. */
std::vector<sock_filter> seccompProgram(const Plan& plan);

}  // namespace syscall_trace
