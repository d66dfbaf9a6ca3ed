/**
 * The tracer: one thread that makes every ptrace request, waits for its tracees and records what they do.
 *
 * Public functions may be called by any thread; they queue a command and wake the tracer. It never waits for its owner,
 * but for lockstep, and then half a second at most, once for each time that the reader comes to a standstill.
 */
#pragma once

#include <atomic>
#include <future>
#include <map>
#include <memory>
#include <mutex>
#include <variant>
#include <vector>

#include "plan/plan.h"
#include "ptrace/captureEvent.h"
#include "ptrace/cpuFollower.h"
#include "ptrace/debugLog.h"
#include "ptrace/haltQueue.h"
#include "ptrace/launcher.h"
#include "ptrace/progressNotifier.h"
#include "ptrace/recorder.h"
#include "ptrace/remoteMemory.h"
#include "ptrace/target.h"
#include "ptrace/taskTable.h"
#include "ptrace/wakeUp.h"
#include "record/traceWriter.h"

namespace syscall_trace {

struct SetPlan {
  std::shared_ptr<const Plan> plan;
};
struct SetHaltSignals {
  uint64_t signals = 0;
};
struct Pause {};
enum class StepKind { none, next, out };
struct ResumeAll {
  StepKind step = StepKind::none;
  /** Whose call `out` means; 0: that of the task that halted. */
  int tid = 0;
  /** Delivered instead of the signal that halted; -1: that one itself. */
  int signal = -1;
};
struct Detach {};
struct Kill {};
/** The owner goes away: let everything go, at once. */
struct Shutdown {};
using Command = std::variant<SetPlan, SetHaltSignals, Pause, ResumeAll, Detach, Kill, Shutdown>;

class Tracer {
 public:
  Tracer(std::unique_ptr<TraceWriter> writer, std::shared_ptr<const Plan> plan, const CaptureOptions& options, EventSink sink);
  ~Tracer();
  Tracer(const Tracer&) = delete;
  Tracer& operator=(const Tracer&) = delete;

  /** Starts the thread and waits until the program has execed (launch), or all threads are seized (attach). */
  std::optional<Failure> launch(const LaunchTarget& target);
  std::optional<Failure> attach(const std::vector<int>& pids);

  void send(Command command);
  /** Lets everything go, and waits for the thread to end: half a second at most. */
  void stop();
  /** Registers of a task, as of the halt; nothing when it is not halted. */
  std::optional<user_regs_struct> registers(int tid);
  /** The launched process; 0 for attach. */
  int launchedPid() const { return launchedPid_.load(std::memory_order_acquire); }
  /** Sends a signal to the launched process while it lives, as kill(2) would. */
  void signalLaunched(int signo) const;
  TraceWriter& writer() { return *writer_; }

 private:
  /** How tasks are resumed. */
  enum class Mode { eventsOnly, seccomp, allSyscalls };
  using Started = std::optional<Failure>;

  // tracer.cc: the thread and its loop
  Started startThread(std::function<Started()> begin);
  void reportStart(const Started& failure);
  void run(std::function<Started()> begin);
  void loop();
  bool finished() const;
  void onStatus(int tid, int status, uint64_t now);
  void onStopped(Task& task, StoppedTask stop, int status, uint64_t now);
  void letGo(Task& task, StoppedTask stop, int signal, bool listen = false, uint64_t notBeforeNs = 0);
  void proceed(Task& task, HeldStop held);
  void runCommands();
  void onDeadline();
  void rearm(uint64_t now);
  void finish();
  void chooseMode();

  // taskStops.cc: starting targets, tasks that come and go
  Started beginLaunch(const LaunchTarget& target);
  Started beginAttach(const std::vector<int>& pids);
  std::optional<Failure> seizeAll(const std::vector<int>& pids);
  std::optional<Failure> seize(int tid, unsigned long options);
  unsigned long traceOptions(bool exitKill) const;
  void onUnknown(StoppedTask stop, uint64_t now);
  void onFirstStop(Task& task, StoppedTask stop, int status, uint64_t now);
  void onNewTask(Task& parent, StoppedTask stop, int event, uint64_t now);
  void onExec(Task& caller, StoppedTask stop, uint64_t now);
  void onGone(int tid, int status, uint64_t now);
  void onEventStop(Task& task, StoppedTask stop, int signo, uint64_t now);
  void onSignal(Task& task, StoppedTask stop, int signo, uint64_t now);
  void announceLaunch(Task& task, uint64_t now);
  void announceOrphans(int goneTid, int gonePid, bool all, uint64_t now);

  // syscallStops.cc
  void onSyscallStop(Task& task, StoppedTask stop, uint64_t now);
  void onSeccompStop(Task& task, StoppedTask stop, uint64_t now);
  void enterCall(Task& task, StoppedTask stop, const ptrace_syscall_info& info, bool seccomp, uint64_t now);
  void leaveCall(Task& task, StoppedTask stop, ptrace_syscall_info& info, uint64_t now);
  void waitForReader(uint64_t offset);
  bool stacksAreConditional() const;
  bool wantsStack(const Task& task, bool failed, uint64_t now) const;

  // tampering.cc: calls that are changed
  void tamperBefore(Task& task, const ptrace_syscall_info& info);
  void tamperAtEntry(Task& task, StoppedTask stop, uint64_t now);
  void tamperAtExit(Task& task, const StoppedTask& stop, ptrace_syscall_info& info);
  static void restoreNumber(const Task& task, const StoppedTask& stop);
  bool poke(Task& task, const std::vector<Poke>& pokes, const uint64_t* arguments);
  static uint64_t delayUntil(const Task& task, bool atEntry, uint64_t now);
  void holdUntil(Task& task, HeldStop held);
  void releaseDelayed(uint64_t now);

  // halts.cc: all-stop for the debugger, detach and kill
  void requestHalt(const Halt& halt);
  void checkHalted();
  void interrupt(Task& task);
  bool canStop(const Task& task) const;
  void resumeAll(const ResumeAll& command);
  void releaseHeld();
  void setPlan(std::shared_ptr<const Plan> plan);
  void detachAll();
  void shutDown();
  void setDeadline(std::chrono::milliseconds time);
  void killAll();
  void leave(Task& task, StoppedTask stop, int signal);

  const CaptureOptions options_;
  const DebugLog log_;
  const EventSink sink_;
  std::unique_ptr<TraceWriter> writer_;
  Recorder recorder_;
  std::shared_ptr<const Plan> plan_;
  const std::shared_ptr<const Tampering> tampering_;
  /** The plan that the seccomp filter was made of; null without a filter. */
  std::shared_ptr<const Plan> filtered_;
  Mode mode_ = Mode::allSyscalls;
  TaskTable tasks_;
  CpuFollower follower_;

  std::optional<LaunchedChild> child_;
  std::atomic<int> launchedPid_{0};
  /** Names the launched process even when its id is used anew. */
  UniqueFd launchedPidFd_;
  bool exitKill_ = false;
  bool execed_ = false;
  /** The child that we made could not become the program: what it still does is its own. */
  bool execFailed_ = false;
  std::optional<Failure> execFailure_;
  int launchedStatus_ = -1;
  std::string launchedFile_;
  /** Set by the thread once the target runs. */
  std::promise<Started> started_;
  bool startReported_ = false;
  bool startFailed_ = false;

  HaltQueue halts_;
  uint64_t haltSignals_ = 0;
  bool haltAtFirstExec_ = false;
  bool stepNext_ = false;
  int stepOutTid_ = 0;
  /** Where the reader was when lockstep last waited for it in vain; no offset at first. */
  uint64_t readerStuckAt_ = UINT64_MAX;
  std::mutex registersMutex_;
  std::map<int, user_regs_struct> registers_;

  bool detaching_ = false;
  bool killing_ = false;
  /** Records nothing more, but keeps tracing: a program under our seccomp filter cannot do without a tracer. */
  bool silent_ = false;
  RemoteMemory memory_;
  /** That a poke failed has been told. */
  bool pokeFailed_ = false;
  /** CLOCK_MONOTONIC when the first of the delayed tasks goes on; 0 for none. */
  uint64_t delayNs_ = 0;
  uint64_t deadlineNs_ = 0;
  bool abandon_ = false;
  bool shuttingDown_ = false;

  std::mutex commandMutex_;
  std::vector<Command> commands_;
  WakeUp wakeUp_;
  std::atomic<uint64_t> stops_{0};
  std::unique_ptr<ProgressNotifier> notifier_;
  uint64_t notified_ = 0;
  std::thread thread_;
};

/** CLOCK_MONOTONIC. */
uint64_t monotonicNs();

}  // namespace syscall_trace
