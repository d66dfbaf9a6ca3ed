#include "ptrace/wakeUp.h"

#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <mutex>

#ifndef sigev_notify_thread_id
#define sigev_notify_thread_id _sigev_un._tid
#endif

namespace syscall_trace {
namespace {

constexpr long kRetryNs = 1'000'000;
constexpr long kRepeatNs = 50'000'000;

int wakeSignal() { return SIGRTMAX - 3; }

}  // namespace

WakeUp::WakeUp() {
  static std::once_flag once;
  std::call_once(once, [] {
    struct sigaction action {};
    action.sa_sigaction = handle;
    action.sa_flags = SA_SIGINFO | SA_ONSTACK;
    sigfillset(&action.sa_mask);
    sigaction(wakeSignal(), &action, nullptr);
  });
}

WakeUp::~WakeUp() = default;

void WakeUp::adoptThisThread() {
  // SIGCHLD stays open: where it is ignored, a thread that blocks it would make the kernel queue one for every stop.
  sigset_t blocked;
  sigfillset(&blocked);
  for (const int open : {SIGCHLD, wakeSignal(), SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGTRAP, SIGABRT}) sigdelset(&blocked, open);
  pthread_sigmask(SIG_SETMASK, &blocked, nullptr);

  const int tid = gettid();
  sigevent event{};
  event.sigev_notify = SIGEV_THREAD_ID;
  event.sigev_signo = wakeSignal();
  event.sigev_value.sival_ptr = this;
  event.sigev_notify_thread_id = tid;
  haveTimer_ = timer_create(CLOCK_MONOTONIC, &event, &timer_) == 0;
  tid_.store(tid, std::memory_order_release);
  if (pending()) arm(kRetryNs, 0);
}

void WakeUp::release() {
  tid_.store(0, std::memory_order_release);
  if (haveTimer_) timer_delete(timer_);
  haveTimer_ = false;
  // What is still queued must not reach the handler when this object is gone.
  sigset_t all;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, nullptr);
}

void WakeUp::wake() {
  pending_.store(true, std::memory_order_release);
  const int tid = tid_.load(std::memory_order_acquire);
  if (tid == 0) return;
  siginfo_t info{};
  info.si_signo = wakeSignal();
  info.si_code = SI_QUEUE;
  info.si_pid = getpid();
  info.si_uid = getuid();
  info.si_value.sival_ptr = this;
  syscall(SYS_rt_tgsigqueueinfo, getpid(), tid, wakeSignal(), &info);
}

void WakeUp::wakeAfter(std::chrono::nanoseconds delay) { arm(delay.count(), kRepeatNs); }

void WakeUp::quiet() { arm(0, 0); }

void WakeUp::arm(long nanoseconds, long repeatNanoseconds) {
  if (!haveTimer_) return;
  itimerspec when{};
  when.it_value.tv_sec = nanoseconds / 1'000'000'000;
  when.it_value.tv_nsec = nanoseconds % 1'000'000'000;
  when.it_interval.tv_nsec = repeatNanoseconds;
  timer_settime(timer_, 0, &when, nullptr);
}

void WakeUp::handle(int, siginfo_t* info, void*) {
  const int saved = errno;
  auto* self = static_cast<WakeUp*>(info->si_value.sival_ptr);
  if (self != nullptr && self->pending()) self->arm(kRetryNs, 0);
  errno = saved;
}

}  // namespace syscall_trace
