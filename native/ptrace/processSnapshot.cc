#include "ptrace/processSnapshot.h"

#include <signal.h>
#include <sys/ptrace.h>
#include <sys/wait.h>
#include <time.h>

#include <algorithm>
#include <cerrno>
#include <map>
#include <thread>

#include "ptrace/procFiles.h"
#include "ptrace/remoteMemory.h"
#include "unwind/architecture.h"
#include "unwind/mappings.h"

namespace syscall_trace {
namespace {

/** Below the stack pointer leaf functions may keep data (x86-64 psABI, red zone). */
constexpr uint64_t kRedZone = 128;
/** Between two looks at threads that have not stopped yet. */
constexpr timespec kPause{.tv_sec = 0, .tv_nsec = 100'000};
constexpr uint64_t kMs = 1'000'000;

uint64_t nowNs() {
  timespec now{};
  clock_gettime(CLOCK_MONOTONIC, &now);
  return static_cast<uint64_t>(now.tv_sec) * 1'000'000'000 + static_cast<uint64_t>(now.tv_nsec);
}

class Snapshot {
 public:
  Snapshot(int pid, const SnapshotLimits& limits) : pid_(pid), limits_(limits) {}

  bool take(ProcessSnapshot& out, Failure& failure) {
    const bool seized = seizeAll(failure);
    if (seized) {
      awaitStops();
      readMaps(pid_, out.maps);
      const Mappings mappings = Mappings::parse(out.maps);
      out.pid = pid_;
      for (const auto& [tid, thread] : threads_) {
        if (thread.state != State::gone) out.threads.push_back(copy(tid, thread, mappings));
      }
      // The thread that the process began with comes first.
      std::stable_sort(out.threads.begin(), out.threads.end(), [&](const auto& a, const auto& b) { return (a.tid == pid_) > (b.tid == pid_); });
    }
    for (const auto& [tid, thread] : threads_) {
      if (thread.state == State::stopped) ptrace(PTRACE_DETACH, tid, nullptr, static_cast<unsigned long>(thread.signal));
    }
    return seized;
  }

 private:
  enum class State { running, stopped, gone };
  struct Thread {
    State state = State::running;
    /** What it was about to get when it stopped. */
    int signal = 0;
  };

  bool seizeAll(Failure& failure) {
    // Threads that are made meanwhile show up in a later scan.
    for (bool found = true; found;) {
      found = false;
      std::vector<int> ids = threadsOf(pid_);
      if (ids.empty()) ids.push_back(pid_);
      for (const int tid : ids) {
        if (threads_.contains(tid)) continue;
        if (ptrace(PTRACE_SEIZE, tid, nullptr, 0) != 0) {
          if (errno == ESRCH && tid != pid_) continue;
          // The leader may have ended before its threads.
          if (tid == pid_ && ids.size() > 1 && stateOf(tid) == 'Z') continue;
          failure = {Step::seize, errno, pid_};
          return false;
        }
        threads_[tid] = {};
        ptrace(PTRACE_INTERRUPT, tid, nullptr, nullptr);
        found = true;
      }
    }
    if (threads_.empty()) failure = {Step::seize, ESRCH, pid_};
    return !threads_.empty();
  }

  void awaitStops() {
    const uint64_t deadline = nowNs() + limits_.patienceMs * kMs;
    for (;;) {
      bool waiting = false;
      for (auto& [tid, thread] : threads_) {
        if (thread.state != State::running) continue;
        int status = 0;
        const int reported = wait4(tid, &status, __WALL | WNOHANG, nullptr);
        if (reported == 0) waiting = true;
        else if (reported < 0 || !WIFSTOPPED(status)) thread.state = State::gone;
        else thread = {State::stopped, status >> 16 == 0 ? WSTOPSIG(status) : 0};
      }
      if (!waiting || nowNs() >= deadline) return;
      nanosleep(&kPause, nullptr);
    }
  }

  ThreadSnapshot copy(int tid, const Thread& thread, const Mappings& mappings) {
    ThreadSnapshot out;
    out.tid = tid;
    out.name = commOf(tid);
    user_regs_struct registers{};
    if (thread.state != State::stopped || ptrace(PTRACE_GETREGS, tid, nullptr, &registers) != 0) return out;
    out.registers = registers;
    out.stackAddress = registers.rsp - std::min<uint64_t>(registers.rsp, kRedZone);
    const Mapping* mapping = mappings.find(registers.rsp);
    const uint64_t length = mapping == nullptr ? 0 : mapping->end - std::max(out.stackAddress, mapping->start);
    if (mapping != nullptr) out.stackAddress = std::max(out.stackAddress, mapping->start);
    out.stack.resize(std::min<uint64_t>(length, limits_.stackBytes));
    out.stack.resize(memory_.read(tid, out.stackAddress, out.stack));
    return out;
  }

  const int pid_;
  const SnapshotLimits limits_;
  std::map<int, Thread> threads_;
  RemoteMemory memory_;
};

}  // namespace

std::optional<ProcessSnapshot> snapshotProcess(int pid, const SnapshotLimits& limits, Failure& failure) {
  const auto ids = taskIds(pid);
  ProcessSnapshot out;
  bool taken = false;
  std::thread([&] { taken = Snapshot(ids ? ids->tgid : pid, limits).take(out, failure); }).join();
  return taken ? std::optional(std::move(out)) : std::nullopt;
}

}  // namespace syscall_trace
