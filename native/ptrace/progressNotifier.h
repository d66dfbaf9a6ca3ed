/**
 * Tells the reader of the trace file that there is more, at once for the first record after a silence and at most 200
 * times a second, from a thread of its own: the tracer only raises a flag. The same thread watches over the CPU follower.
 */
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <thread>

namespace syscall_trace {

class ProgressNotifier {
 public:
  /** `tick` runs about every 5 ms while something happens; it returns whether something has happened since its last run. */
  explicit ProgressNotifier(std::function<bool()> tick);
  ~ProgressNotifier();
  ProgressNotifier(const ProgressNotifier&) = delete;
  ProgressNotifier& operator=(const ProgressNotifier&) = delete;

  /** From the tracer: there is something new. Cheap when the thread is awake. */
  void poke() {
    std::atomic_thread_fence(std::memory_order_seq_cst);
    if (asleep_.load(std::memory_order_relaxed) != 0) [[unlikely]] wake();
  }
  /** Ends the thread. */
  void stop();

 private:
  void run();
  void wake();

  const std::function<bool()> tick_;
  std::atomic<uint32_t> asleep_{0};
  std::atomic<bool> stopping_{false};
  std::thread thread_;
};

}  // namespace syscall_trace
