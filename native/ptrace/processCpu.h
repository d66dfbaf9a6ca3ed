/** The CPU time of a process. */
#pragma once

#include <time.h>

#include <cstdint>

namespace syscall_trace {

/**
 * CPU time of all threads of a process, in ns; 0 when it is gone. While one thread is in a call and the others sleep, its
 * growth is the time that the kernel spent on the call. The kernel gives other processes no clock of one thread.
 */
inline uint64_t processCpuNs(int pid) {
  clockid_t clock;
  timespec time;
  if (clock_getcpuclockid(pid, &clock) != 0 || clock_gettime(clock, &time) != 0) return 0;
  return static_cast<uint64_t>(time.tv_sec) * 1'000'000'000 + static_cast<uint64_t>(time.tv_nsec);
}

}  // namespace syscall_trace
