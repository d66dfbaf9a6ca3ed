/**
 * Keeps the tracer thread on the CPU of the task that it serves, where that makes tracing faster.
 *
 * Waking a task on another, idle CPU costs far more than switching to it on the same one, and the kernel places a woken
 * task on an idle CPU when there is one. A CPU that runs SCHED_IDLE tasks only counts as idle (select_idle_sibling), so
 * a tracer of that policy, on the CPU that the tracee used last, is preempted there by the tracee that it wakes. The
 * tracee’s own affinity and policy stay as they are.
 *
 * A SCHED_IDLE thread starves beside busy ones. So the policy is used only when the way back is permitted, when one task
 * makes nearly all stops, and while it measurably pays; a watchdog in another thread undoes it when the tracer stands still.
 */
#pragma once

#include <sched.h>

#include <atomic>
#include <cstdint>
#include <mutex>

#include "record/uniqueFd.h"

namespace syscall_trace {

class CpuFollower {
 public:
  /** From the tracer thread, before the first stop. */
  void adoptThisThread();

  /** From the tracer thread, at each stop of a task. */
  void onStop(int tid) {
    if (!permitted_) return;
    if (tid == windowTid_) windowHits_++;
    if (++windowStops_ >= kWindowStops || (following_.load(std::memory_order_relaxed) && windowStops_ % kSampleStops == 0)) [[unlikely]] sample(tid);
  }

  /** From the watchdog’s thread, each few milliseconds. `stops`: count of stops so far. True while following. */
  bool watch(uint64_t stops);

  /** Ends following for good: normal policy and affinity. */
  void release();

 private:
  static constexpr uint32_t kWindowStops = 512;
  static constexpr uint32_t kSampleStops = 64;

  void sample(int tid);
  void endWindow(int tid);
  bool follow(int tid);
  void moveTo(int cpu);
  void unfollow();

  bool permitted_ = false;
  int thread_ = 0;
  cpu_set_t everywhere_{};

  int windowTid_ = 0;
  uint32_t windowStops_ = 0;
  uint32_t windowHits_ = 0;
  uint64_t windowStartNs_ = 0;
  /** Cost of a stop while not following, and how many windows to wait before the next try. */
  double plainNsPerStop_ = 0;
  uint32_t wait_ = 0;
  uint32_t backoff_ = 1;

  int statTid_ = 0;
  UniqueFd stat_;
  int cpu_ = -1;

  /** Guards the switches of policy and affinity, which two threads make. */
  std::mutex mutex_;
  std::atomic<bool> following_{false};
  std::atomic<bool> rescued_{false};
  uint64_t watchedStops_ = 0;
};

}  // namespace syscall_trace
