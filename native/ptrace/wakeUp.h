/**
 * Interrupts a thread that blocks in wait4: a real-time signal with a handler that does nothing makes it return EINTR.
 *
 * A signal between the thread's last look at its work and wait4 itself would be missed. So the handler arms a timer that
 * sends the signal again a millisecond later, until `settle` says that the thread has looked.
 */
#pragma once

#include <pthread.h>
#include <signal.h>
#include <time.h>

#include <atomic>
#include <chrono>

namespace syscall_trace {

class WakeUp {
 public:
  WakeUp();
  ~WakeUp();
  WakeUp(const WakeUp&) = delete;
  WakeUp& operator=(const WakeUp&) = delete;

  /** To be called by the thread that is to be woken, before any other call. Blocks all other signals but SIGCHLD in it. */
  void adoptThisThread();
  /** From that thread, before it ends. */
  void release();
  /** From any thread. */
  void wake();
  /** From the thread: it has seen everything that it was woken for up to now. True when there was something. */
  bool settle() { return pending_.exchange(false, std::memory_order_acq_rel); }
  bool pending() const { return pending_.load(std::memory_order_acquire); }
  /** From the thread: wakes it after that time, and again and again, until told `quiet`: one signal alone could be missed. */
  void wakeAfter(std::chrono::nanoseconds delay);
  /** From the thread: there is no time to be woken at any more. */
  void quiet();

 private:
  static void handle(int, siginfo_t* info, void*);
  void arm(long nanoseconds, long repeatNanoseconds);

  std::atomic<bool> pending_{false};
  std::atomic<int> tid_{0};
  timer_t timer_{};
  bool haveTimer_ = false;
};

}  // namespace syscall_trace
