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

constexpr uint32_t kMaxBackoff = 64;
/** One task makes nearly all stops: this share of a window, in percent. */
constexpr uint32_t kShare = 90;
/** Following must cost no more than this part of plain tracing. */
constexpr double kWorthwhile = 0.9;

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
  permitted_ = sched_getscheduler(0) == SCHED_OTHER && sched_getaffinity(0, sizeof everywhere_, &everywhere_) == 0 && CPU_COUNT(&everywhere_) > 1 && wayBackPermitted();
  windowStartNs_ = now();
}

void CpuFollower::sample(int tid) {
  if (windowStops_ >= kWindowStops) endWindow(tid);
  else if (tid == statTid_) moveTo(lastCpu(stat_.get()));
}

void CpuFollower::endWindow(int tid) {
  const uint64_t time = now();
  const double nsPerStop = static_cast<double>(time - windowStartNs_) / windowStops_;
  const bool single = windowHits_ * 100 >= windowStops_ * kShare;
  const bool following = following_.load(std::memory_order_relaxed);
  const bool rescued = rescued_.exchange(false, std::memory_order_relaxed);
  if (following && (!single || (plainNsPerStop_ > 0 && nsPerStop > plainNsPerStop_ * kWorthwhile))) {
    unfollow();
    if (single) wait_ = backoff_ = std::min(backoff_ * 2, kMaxBackoff);
  } else if (following) {
    backoff_ = 1;
    moveTo(tid == statTid_ ? lastCpu(stat_.get()) : -1);
  } else if (rescued) {
    wait_ = backoff_ = std::min(backoff_ * 2, kMaxBackoff);
  } else {
    plainNsPerStop_ = nsPerStop;
    if (wait_ > 0) wait_--;
    else if (single) follow(tid);
  }
  windowTid_ = tid;
  windowStops_ = 0;
  windowHits_ = 0;
  windowStartNs_ = now();
}

bool CpuFollower::follow(int tid) {
  if (tid != statTid_) {
    char path[32];
    std::snprintf(path, sizeof path, "/proc/%d/stat", tid);
    stat_ = UniqueFd(::open(path, O_RDONLY | O_CLOEXEC));
    statTid_ = stat_ ? tid : 0;
  }
  const int cpu = lastCpu(stat_.get());
  if (cpu < 0) return false;
  const std::lock_guard lock(mutex_);
  if (!setPolicy(0, SCHED_IDLE)) return false;
  cpu_ = -1;
  following_.store(true, std::memory_order_release);
  cpu_set_t one;
  CPU_ZERO(&one);
  CPU_SET(cpu, &one);
  if (sched_setaffinity(0, sizeof one, &one) == 0) cpu_ = cpu;
  return true;
}

void CpuFollower::moveTo(int cpu) {
  if (cpu < 0 || cpu == cpu_ || !CPU_ISSET(cpu, &everywhere_)) return;
  const std::lock_guard lock(mutex_);
  if (!following_.load(std::memory_order_relaxed)) return;
  cpu_set_t one;
  CPU_ZERO(&one);
  CPU_SET(cpu, &one);
  if (sched_setaffinity(0, sizeof one, &one) == 0) cpu_ = cpu;
}

void CpuFollower::unfollow() {
  const std::lock_guard lock(mutex_);
  if (!following_.exchange(false, std::memory_order_acq_rel)) return;
  setPolicy(thread_, SCHED_OTHER);
  sched_setaffinity(thread_, sizeof everywhere_, &everywhere_);
}

bool CpuFollower::watch(uint64_t stops) {
  if (!following_.load(std::memory_order_acquire)) return false;
  if (stops != watchedStops_) {
    watchedStops_ = stops;
    return true;
  }
  unfollow();
  rescued_.store(true, std::memory_order_relaxed);
  return false;
}

void CpuFollower::release() {
  permitted_ = false;
  unfollow();
}

}  // namespace syscall_trace
