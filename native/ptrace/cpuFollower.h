/**
 * Keeps the tracer thread where tracing is fastest: free, or on the CPU of the task that it serves.
 *
 * Waking a task on another, idle CPU costs far more than switching to it on the same one, and the kernel places a woken
 * task on an idle CPU when there is one. A CPU that runs SCHED_IDLE tasks only counts as idle (select_idle_sibling), so
 * a tracer of that policy, on the CPU that the tracee used last, is preempted there by the tracee that it wakes. Where
 * the other CPUs are busy, following with the normal policy does as well. The tracee’s own affinity and policy stay as
 * they are. A CPU that counts as idle draws other threads too: those of this process keep off it meanwhile.
 *
 * So the follower tries the ways in turn, measures what a stop costs in each, keeps the cheapest and looks again from time
 * to time. It follows only while one task makes nearly all stops: several busy tasks are not to be serialised. A SCHED_IDLE
 * thread starves beside busy ones: that way is tried only where the way back is permitted (CAP_SYS_NICE, RLIMIT_NICE), and
 * a watchdog in another thread takes it back when the tracer stands still.
 */
#pragma once

#include <sched.h>

#include <array>
#include <atomic>
#include <cstdint>
#include <mutex>

#include "record/uniqueFd.h"

namespace syscall_trace {

class CpuFollower {
 public:
  /** From the tracer thread, before the first stop. */
  void adoptThisThread();

  /** From the tracer thread, at each stop of a task, which it heard of at `timeNs` (CLOCK_MONOTONIC). */
  void onStop(int tid, uint64_t timeNs) {
    if (!enabled_) return;
    windowStops_++;
    if (tid == windowTid_) windowHits_++;
    // Late stops tell that the task has moved away.
    if (timeNs - lastStopNs_ > kLateNs) lateStops_++;
    lastStopNs_ = timeNs;
    if (windowStops_ % kSampleStops == 0 || lateStops_ == kLateStops) [[unlikely]] sample(tid);
  }

  /** From the watchdog’s thread, each few milliseconds. `stops`: count of stops so far. True while it has to watch on. */
  bool watch(uint64_t stops);

  /** From the tracer thread: ends following for good, with normal policy and affinity. */
  void release();

 private:
  /** Ways to be scheduled. */
  enum Way { kFree, kFollow, kFollowIdle };
  static constexpr int kWays = 3;
  static constexpr uint32_t kSampleStops = 64;
  static constexpr uint32_t kWindowStops = 256;
  /** Time between two stops that is long beside that of a switch on one CPU, and how many such stops lead to a look. */
  static constexpr uint64_t kLateNs = 25'000;
  static constexpr uint32_t kLateStops = 4;

  void sample(int tid);
  void endWindow(int tid);
  Way choose(Way current, double nsPerStop);
  void forgetCosts();
  void go(Way way, int tid);
  void moveTo(int cpu);
  bool openStat(int tid);
  void apply(Way way, int cpu);
  void place(int cpu);

  bool enabled_ = false;
  bool idlePermitted_ = false;
  int thread_ = 0;
  cpu_set_t everywhere_{};

  int windowTid_ = 0;
  uint32_t windowStops_ = 0;
  uint32_t windowHits_ = 0;
  uint64_t windowStartNs_ = 0;
  uint64_t lastStopNs_ = 0;
  uint32_t lateStops_ = 0;
  /** Measured nanoseconds for a stop, by way; negative: not measured. */
  std::array<double, kWays> cost_{};
  /** Windows until the other ways are measured anew, and how many that is the next time. */
  uint32_t untilLook_ = 0;
  uint32_t lookEvery_ = 0;
  uint32_t worse_ = 0;

  int statTid_ = 0;
  UniqueFd stat_;
  int cpu_ = -1;

  /** Guards the switches of policy and affinity, which two threads make. */
  std::mutex mutex_;
  std::atomic<Way> way_{kFree};
  std::atomic<bool> rescued_{false};
  uint64_t watchedStops_ = 0;
};

}  // namespace syscall_trace
