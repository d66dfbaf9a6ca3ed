#include "ptrace/progressNotifier.h"

#include <linux/futex.h>
#include <pthread.h>
#include <signal.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <chrono>

namespace syscall_trace {
namespace {

constexpr std::chrono::milliseconds kTick{10};

void futex(std::atomic<uint32_t>& word, int operation, uint32_t value) {
  syscall(SYS_futex, reinterpret_cast<uint32_t*>(&word), operation, value, nullptr, nullptr, 0);
}

}  // namespace

ProgressNotifier::ProgressNotifier(std::function<bool()> tick) : tick_(std::move(tick)) {
  sigset_t all;
  sigset_t before;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  thread_ = std::thread([this] { run(); });
  pthread_sigmask(SIG_SETMASK, &before, nullptr);
}

ProgressNotifier::~ProgressNotifier() { stop(); }

void ProgressNotifier::stop() {
  stopping_.store(true, std::memory_order_release);
  wake();
  if (thread_.joinable()) thread_.join();
}

void ProgressNotifier::wake() {
  if (asleep_.exchange(0, std::memory_order_acq_rel) != 0) futex(asleep_, FUTEX_WAKE_PRIVATE, 1);
}

void ProgressNotifier::run() {
  pthread_setname_np(pthread_self(), "trace-notify");
  while (!stopping_.load(std::memory_order_acquire)) {
    if (tick_()) {
      std::this_thread::sleep_for(kTick);
      continue;
    }
    asleep_.store(1, std::memory_order_relaxed);
    std::atomic_thread_fence(std::memory_order_seq_cst);
    // What came between the tick and the flag has not woken us.
    if (tick_() || stopping_.load(std::memory_order_acquire)) {
      asleep_.store(0, std::memory_order_relaxed);
      continue;
    }
    while (asleep_.load(std::memory_order_acquire) != 0) futex(asleep_, FUTEX_WAIT_PRIVATE, 1);
  }
}

}  // namespace syscall_trace
