#include "ptrace/tracer.h"

#include <signal.h>
#include <sys/wait.h>
#include <time.h>

#include <algorithm>
#include <cerrno>

#include "ptrace/childSignals.h"

namespace syscall_trace {
namespace {

constexpr int kSyscallStop = SIGTRAP | 0x80;


}  // namespace

uint64_t monotonicNs() {
  timespec now{};
  clock_gettime(CLOCK_MONOTONIC, &now);
  return static_cast<uint64_t>(now.tv_sec) * 1'000'000'000 + static_cast<uint64_t>(now.tv_nsec);
}

Tracer::Tracer(std::unique_ptr<TraceWriter> writer, std::shared_ptr<const Plan> plan, const CaptureOptions& options, EventSink sink)
    : options_(options),
      log_(options.debug),
      sink_(std::move(sink)),
      writer_(std::move(writer)),
      recorder_(*writer_, {.bytes = options.stackBytes, .frames = options.stackFrames, .limit = options.stackLimit}, options.taskFacts),
      plan_(std::move(plan)),
      tampering_(options.tampering),
      haltSignals_(options.haltSignals) {}

Tracer::~Tracer() { stop(); }

void Tracer::stop() {
  if (thread_.joinable()) {
    send(Shutdown{});
    thread_.join();
  }
}

std::optional<Failure> Tracer::launch(const LaunchTarget& target) {
  return startThread([this, target] { return beginLaunch(target); });
}

std::optional<Failure> Tracer::attach(const std::vector<int>& pids) {
  return startThread([this, pids] { return beginAttach(pids); });
}

Tracer::Started Tracer::startThread(std::function<Started()> begin) {
  std::future<Started> started = started_.get_future();
  thread_ = std::thread([this, begin = std::move(begin)]() mutable { run(std::move(begin)); });
  const Started failure = started.get();
  if (failure) thread_.join();
  return failure;
}

void Tracer::reportStart(const Started& failure) {
  if (startReported_) return;
  startReported_ = true;
  startFailed_ = failure.has_value();
  started_.set_value(failure);
}

void Tracer::run(std::function<Started()> begin) {
  pthread_setname_np(pthread_self(), "trace-ptrace");
  wakeUp_.adoptThisThread();
  follower_.adoptThisThread();
  notified_ = writer_->committed();
  notifier_ = std::make_unique<ProgressNotifier>([this] {
    const uint64_t committed = writer_->committed();
    const bool watching = follower_.watch(stops_.load(std::memory_order_relaxed));
    quietChildSignals();
    if (committed == notified_) return watching;
    notified_ = committed;
    sink_({.kind = CaptureEvent::Kind::progress, .halt = {}, .status = -1, .failure = {}});
    return true;
  });
  chooseMode();
  if (const Started failure = begin()) {
    notifier_->stop();
    follower_.release();
    wakeUp_.release();
    reportStart(failure);
    return;
  }
  loop();
  finish();
}

void Tracer::send(Command command) {
  {
    const std::lock_guard lock(commandMutex_);
    commands_.push_back(std::move(command));
  }
  wakeUp_.wake();
}

bool Tracer::finished() const { return abandon_ || (detaching_ && tasks_.empty()); }

void Tracer::loop() {
  while (!finished()) {
    int status = 0;
    // Only our own children and tracees: Node reaps its child processes itself.
    const int tid = wait4(-1, &status, __WALL | __WNOTHREAD, nullptr);
    const uint64_t now = monotonicNs();
    if (tid > 0) {
      stops_.store(stops_.load(std::memory_order_relaxed) + 1, std::memory_order_relaxed);
      log_.waited(tid, status);
      onStatus(tid, status, now);
      notifier_->poke();
    } else if (errno == ECHILD) {
      return;
    }
    if (wakeUp_.pending()) [[unlikely]] runCommands();
    if (deadlineNs_ != 0 && now >= deadlineNs_) [[unlikely]] onDeadline();
    if (delayNs_ != 0 && now >= delayNs_) [[unlikely]] releaseDelayed(now);
    if (tid < 0) rearm(now);
  }
}

/** What was interrupted and has not stopped by now sleeps uninterruptibly. */
void Tracer::onDeadline() {
  deadlineNs_ = 0;
  if (detaching_ || killing_) abandon_ = true;
  else checkHalted();
}

/** Being woken for a command has taken the timer from the deadline. */
void Tracer::rearm(uint64_t now) {
  const uint64_t next = deadlineNs_ == 0 || delayNs_ == 0 ? std::max(deadlineNs_, delayNs_) : std::min(deadlineNs_, delayNs_);
  if (next == 0) wakeUp_.quiet();
  else wakeUp_.wakeAfter(std::chrono::nanoseconds(std::max(next, now + 1) - now));
}

void Tracer::onStatus(int tid, int status, uint64_t now) {
  if (!WIFSTOPPED(status)) return onGone(tid, status, now);
  StoppedTask stop(tid, log_);
  Task* task = tasks_.find(tid);
  if (task == nullptr) return onUnknown(std::move(stop), now);
  follower_.onStop(tid, now);
  onStopped(*task, std::move(stop), status, now);
}

void Tracer::onStopped(Task& task, StoppedTask stop, int status, uint64_t now) {
  const int signo = WSTOPSIG(status);
  const int event = status >> 16;
  if (!task.seen) [[unlikely]] return onFirstStop(task, std::move(stop), status, now);
  if (signo == kSyscallStop) return onSyscallStop(task, std::move(stop), now);
  switch (event) {
    case 0: return onSignal(task, std::move(stop), signo, now);
    case PTRACE_EVENT_SECCOMP: return onSeccompStop(task, std::move(stop), now);
    case PTRACE_EVENT_FORK:
    case PTRACE_EVENT_VFORK:
    case PTRACE_EVENT_CLONE: return onNewTask(task, std::move(stop), event, now);
    case PTRACE_EVENT_EXEC: return onExec(task, std::move(stop), now);
    case PTRACE_EVENT_STOP: return onEventStop(task, std::move(stop), signo, now);
    case PTRACE_EVENT_VFORK_DONE: task.inVfork = false; break;
    default: break;
  }
  letGo(task, std::move(stop), 0);
}

/** Ends a stop: the task goes on, or is held while the debuggee is halted, or is let go for good. */
void Tracer::letGo(Task& task, StoppedTask stop, int signal, bool listen, uint64_t notBeforeNs) {
  if (killing_) [[unlikely]] kill(task.pid(), SIGKILL);
  if (detaching_) [[unlikely]] return leave(task, std::move(stop), signal);
  if (halts_.wanted()) [[unlikely]] {
    task.held.emplace(HeldStop{std::move(stop), signal, listen, notBeforeNs});
    log_.state(task.tid, "held");
    return checkHalted();
  }
  proceed(task, {std::move(stop), signal, listen, notBeforeNs});
}

void Tracer::proceed(Task& task, HeldStop held) {
  if (held.notBeforeNs != 0) [[unlikely]] return holdUntil(task, std::move(held));
  if (held.listen) return std::move(held.stop).listen();
  const bool toSyscall = !silent_ && (mode_ == Mode::allSyscalls || (mode_ == Mode::seccomp && task.inSyscall && task.traced));
  std::move(held.stop).resume(toSyscall ? Resume::toSyscall : Resume::free, held.signal);
}

void Tracer::chooseMode() {
  static const std::shared_ptr<const Plan> nothing = [] {
    std::string error;
    return Plan::load({layout::kPlanMagic, layout::kPlanVersion, 0, 0, 0, 0, 0, 0}, error);
  }();
  if (filtered_ && filtered_->covers(*plan_)) mode_ = Mode::seccomp;
  else mode_ = nothing->covers(*plan_) ? Mode::eventsOnly : Mode::allSyscalls;
}

void Tracer::runCommands() {
  wakeUp_.settle();
  std::vector<Command> commands;
  {
    const std::lock_guard lock(commandMutex_);
    commands.swap(commands_);
  }
  for (const Command& command : commands) {
    if (const auto* set = std::get_if<SetPlan>(&command)) setPlan(set->plan);
    else if (const auto* signals = std::get_if<SetHaltSignals>(&command)) haltSignals_ = signals->signals;
    else if (std::holds_alternative<Pause>(command)) requestHalt({.kind = HaltKind::pause, .pid = 0, .tid = 0});
    else if (const auto* resume = std::get_if<ResumeAll>(&command)) resumeAll(*resume);
    else if (std::holds_alternative<Detach>(command)) detachAll();
    else if (std::holds_alternative<Kill>(command)) killAll();
    else if (std::holds_alternative<Shutdown>(command)) shutDown();
  }
}

void Tracer::finish() {
  follower_.release();
  halts_.clear();
  writer_->close();
  notifier_->stop();
  reportStart(Failure{Step::exec, ECHILD, launchedPid()});
  if (!startFailed_) sink_({.kind = CaptureEvent::Kind::ended, .halt = {}, .status = launchedStatus_, .failure = execFailure_});
  // A launched program that was detached is our child still: reap it, unless the owner goes away before.
  while (detaching_ && !abandon_ && !shuttingDown_ && launchedPid() != 0 && launchedStatus_ == -1) {
    int status = 0;
    if (wait4(launchedPid(), &status, __WALL | __WNOTHREAD, nullptr) == launchedPid()) break;
    if (errno == ECHILD || (wakeUp_.settle() && [this] {
          const std::lock_guard lock(commandMutex_);
          return std::any_of(commands_.begin(), commands_.end(), [](const Command& command) { return std::holds_alternative<Shutdown>(command); });
        }())) {
      break;
    }
  }
  wakeUp_.release();
}

}  // namespace syscall_trace
