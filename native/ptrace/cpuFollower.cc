#include "ptrace/cpuFollower.h"

#include <fcntl.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <thread>

#include "ptrace/procFiles.h"

namespace syscall_trace {
namespace {

/** One task makes nearly all stops: this share of a window, in percent. */
constexpr uint32_t kShare = 90;
/** The other ways are measured anew after so many windows: at first, and at most. */
constexpr uint32_t kFirstLook = 64;
constexpr uint32_t kLastLook = 1024;
/** The cheapest way has become this much dearer, for this many windows: look anew. */
constexpr double kMuchDearer = 1.7;
constexpr uint32_t kWorseWindows = 3;
/** Leaving the free way must save something. */
constexpr double kWorthwhile = 0.95;
constexpr double kUnknown = -1;
constexpr double kStarved = 1e12;

uint64_t now() {
  timespec time{};
  clock_gettime(CLOCK_MONOTONIC, &time);
  return static_cast<uint64_t>(time.tv_sec) * 1'000'000'000 + static_cast<uint64_t>(time.tv_nsec);
}

bool setPolicy(int tid, int policy) {
  const sched_param parameters{};
  return sched_setscheduler(tid, policy, &parameters) == 0;
}

/** Whether a thread of ours may leave SCHED_IDLE again (CAP_SYS_NICE or RLIMIT_NICE): tried on a thread that ends at once. */
bool wayBackPermitted() {
  bool permitted = false;
  std::thread([&] { permitted = setPolicy(0, SCHED_IDLE) && setPolicy(0, SCHED_OTHER); }).join();
  return permitted;
}

}  // namespace

void CpuFollower::adoptThisThread() {
  thread_ = gettid();
  // A policy that the user chose for us (chrt) stays.
  enabled_ = sched_getscheduler(0) == SCHED_OTHER && sched_getaffinity(0, sizeof everywhere_, &everywhere_) == 0 && CPU_COUNT(&everywhere_) > 1;
  idlePermitted_ = enabled_ && wayBackPermitted();
  lookEvery_ = kFirstLook;
  forgetCosts();
  windowStartNs_ = now();
}

void CpuFollower::forgetCosts() {
  cost_.fill(kUnknown);
  if (!idlePermitted_) cost_[kFollowIdle] = kStarved;
  untilLook_ = lookEvery_;
  worse_ = 0;
}

void CpuFollower::sample(int tid) {
  lateStops_ = 0;
  if (windowStops_ >= kWindowStops) endWindow(tid);
  else if (tid == statTid_ && way_.load(std::memory_order_relaxed) != kFree) moveTo(lastCpu(stat_.get()));
}

void CpuFollower::endWindow(int tid) {
  const uint64_t time = now();
  const double nsPerStop = static_cast<double>(time - windowStartNs_) / windowStops_;
  const Way current = way_.load(std::memory_order_relaxed);
  if (windowHits_ * 100 < windowStops_ * kShare) {
    go(kFree, tid);
    lookEvery_ = kFirstLook;
    forgetCosts();
  } else if (rescued_.exchange(false, std::memory_order_relaxed)) {
    cost_[kFollowIdle] = kStarved;
  } else {
    go(choose(current, nsPerStop), tid);
  }
  windowTid_ = tid;
  windowStops_ = 0;
  windowHits_ = 0;
  windowStartNs_ = now();
}

CpuFollower::Way CpuFollower::choose(Way current, double nsPerStop) {
  const double before = cost_[current];
  worse_ = before > 0 && nsPerStop > before * kMuchDearer ? worse_ + 1 : 0;
  if (worse_ == 0) cost_[current] = before < 0 ? nsPerStop : (before * 3 + nsPerStop) / 4;
  if (worse_ >= kWorseWindows || untilLook_-- == 0) {
    lookEvery_ = worse_ >= kWorseWindows ? kFirstLook : std::min(lookEvery_ * 2, kLastLook);
    forgetCosts();
    cost_[current] = nsPerStop;
  }
  Way best = kFree;
  for (const Way way : {kFollowIdle, kFree, kFollow}) {
    if (cost_[way] < 0) return way;
    if (cost_[way] < cost_[best] * (best == kFree ? kWorthwhile : 1)) best = way;
  }
  return best;
}

void CpuFollower::go(Way way, int tid) {
  if (way == kFree) return apply(kFree, -1);
  if (tid != statTid_ && !openStat(tid)) return apply(kFree, -1);
  const int cpu = lastCpu(stat_.get());
  if (cpu < 0) return apply(kFree, -1);
  if (way == way_.load(std::memory_order_relaxed)) return moveTo(cpu);
  apply(way, cpu);
}

bool CpuFollower::openStat(int tid) {
  char path[32];
  std::snprintf(path, sizeof path, "/proc/%d/stat", tid);
  stat_ = UniqueFd(::open(path, O_RDONLY | O_CLOEXEC));
  statTid_ = stat_ ? tid : 0;
  return statTid_ != 0;
}

void CpuFollower::moveTo(int cpu) {
  if (cpu < 0 || cpu == cpu_ || !CPU_ISSET(cpu, &everywhere_)) return;
  const std::lock_guard lock(mutex_);
  if (way_.load(std::memory_order_relaxed) == kFree) return;
  place(cpu);
}

/** Puts the tracer thread on one CPU and this process’s other threads on the others; everywhere for -1. */
void CpuFollower::place(int cpu) {
  cpu_set_t own = everywhere_;
  cpu_set_t others = everywhere_;
  if (cpu >= 0) {
    CPU_ZERO(&own);
    CPU_SET(cpu, &own);
    CPU_CLR(cpu, &others);
  }
  // A thread that is gone meanwhile needs no place.
  for (const int thread : threadsOf(getpid())) {
    if (thread != thread_) sched_setaffinity(thread, sizeof others, &others);
  }
  if (sched_setaffinity(thread_, sizeof own, &own) == 0) cpu_ = cpu;
}

void CpuFollower::apply(Way way, int cpu) {
  const std::lock_guard lock(mutex_);
  const Way before = way_.load(std::memory_order_relaxed);
  if (way == before) return;
  if ((way == kFollowIdle) != (before == kFollowIdle)) setPolicy(thread_, way == kFollowIdle ? SCHED_IDLE : SCHED_OTHER);
  place(cpu >= 0 && CPU_ISSET(cpu, &everywhere_) ? cpu : -1);
  way_.store(way, std::memory_order_release);
}

bool CpuFollower::watch(uint64_t stops) {
  if (way_.load(std::memory_order_acquire) != kFollowIdle) return false;
  if (stops != watchedStops_) {
    watchedStops_ = stops;
    return true;
  }
  rescued_.store(true, std::memory_order_relaxed);
  apply(kFree, -1);
  return false;
}

void CpuFollower::release() {
  if (!enabled_) return;
  enabled_ = false;
  apply(kFree, -1);
}

}  // namespace syscall_trace
