/** All-stop for the debugger, and the end of tracing: detach and kill. */
#include <signal.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <set>

#include "ptrace/procFiles.h"
#include "ptrace/tracer.h"

namespace syscall_trace {
namespace {

/** What we interrupted and has not stopped by then sleeps uninterruptibly: it will stop when it wakes. */
constexpr std::chrono::milliseconds kHaltDeadline{200};
constexpr std::chrono::milliseconds kDetachDeadline{2000};
constexpr std::chrono::milliseconds kShutdownDeadline{500};

uint64_t ns(std::chrono::milliseconds time) { return static_cast<uint64_t>(std::chrono::nanoseconds(time).count()); }

}  // namespace

void Tracer::interrupt(Task& task) {
  log_.request("INTERRUPT", task.tid, 0);
  // ESRCH: it is ending, which wait4 will tell.
  ptrace(PTRACE_INTERRUPT, task.tid, nullptr, nullptr);
}

/** A zombie leader and a task that waits for its vfork child cannot stop. */
bool Tracer::canStop(const Task& task) const {
  if (task.inVfork) return false;
  const char state = stateOf(task.tid);
  return state != 'Z' && state != 'X' && state != '\0';
}

void Tracer::requestHalt(const Halt& halt) {
  if (detaching_ || killing_ || silent_) return;
  const bool first = !halts_.wanted();
  // A pause is no reason beside another one.
  if (!first && halt.kind == HaltKind::pause) return;
  halts_.add(halt);
  if (!first) return;
  stepNext_ = false;
  stepOutTid_ = 0;
  log_.state(halt.tid, "halts all");
  for (auto& [tid, task] : tasks_) {
    if (tid != halt.tid && !task.held) interrupt(task);
  }
  setDeadline(kHaltDeadline);
  if (halt.kind == HaltKind::pause) checkHalted();
}

void Tracer::checkHalted() {
  if (!halts_.wanted() || halts_.complete()) return;
  if (tasks_.empty()) return halts_.clear();
  const bool late = deadlineNs_ == 0;
  for (auto& [tid, task] : tasks_) {
    if (!task.held && !late && canStop(task)) return;
  }
  // Nothing to show when nothing is held: wait for a first task.
  std::map<int, user_regs_struct> registers;
  int anyTid = 0;
  for (auto& [tid, task] : tasks_) {
    if (!task.held) continue;
    user_regs_struct values{};
    if (task.held->stop.registers(values)) registers.emplace(tid, values);
    if (anyTid == 0 || tid == launchedPid()) anyTid = tid;
  }
  if (anyTid == 0) return;
  {
    const std::lock_guard lock(registersMutex_);
    registers_ = std::move(registers);
  }
  Halt halt = halts_.current();
  const Task* cause = tasks_.find(halt.tid == 0 ? anyTid : halt.tid);
  if (cause != nullptr) {
    halt.tid = cause->tid;
    halt.pid = cause->pid();
  }
  deadlineNs_ = 0;
  halts_.markComplete();
  sink_({.kind = CaptureEvent::Kind::halted, .halt = halt, .status = -1, .failure = {}});
}

std::optional<user_regs_struct> Tracer::registers(int tid) {
  const std::lock_guard lock(registersMutex_);
  const auto found = registers_.find(tid);
  return found == registers_.end() ? std::nullopt : std::optional(found->second);
}

void Tracer::resumeAll(const ResumeAll& command) {
  if (!halts_.complete()) return;
  const Halt halt = halts_.current();
  Task* cause = tasks_.find(halt.tid);
  if (command.signal >= 0 && halt.kind == HaltKind::signal && cause != nullptr && cause->held) cause->held->signal = command.signal;
  if (halts_.next()) return checkHalted();  // everything is held already
  stepNext_ = command.step == StepKind::next;
  stepOutTid_ = command.step == StepKind::out ? (command.tid != 0 ? command.tid : halt.tid) : 0;
  releaseHeld();
}

void Tracer::releaseHeld() {
  {
    const std::lock_guard lock(registersMutex_);
    registers_.clear();
  }
  deadlineNs_ = 0;
  for (auto& [tid, task] : tasks_) {
    if (!task.held || task.orphan) continue;
    HeldStop held = std::move(*task.held);
    task.held.reset();
    proceed(task, std::move(held));
  }
}

void Tracer::setPlan(std::shared_ptr<const Plan> plan) {
  const Mode before = mode_;
  plan_ = std::move(plan);
  chooseMode();
  if (mode_ == before) return;
  // Those that run take on the new mode at their next stop.
  for (auto& [tid, task] : tasks_) {
    if (!task.held) interrupt(task);
  }
}

/** The task is traced no longer. */
void Tracer::leave(Task& task, StoppedTask stop, int signal) {
  const int tid = task.tid;
  if (task.tampered && task.inSyscall) restoreNumber(task, stop);
  recorder_.taskExit(task, 0, monotonicNs(), true);
  std::move(stop).detach(signal);
  tasks_.erase(tid);
}

void Tracer::setDeadline(std::chrono::milliseconds time) {
  deadlineNs_ = monotonicNs() + ns(time);
  wakeUp_.wakeAfter(time);
}

/** The owner waits for this thread to end. What has not stopped in time, the kernel lets go (or kills) when it does. */
void Tracer::shutDown() {
  shuttingDown_ = true;
  if (exitKill_) killAll();
  else detachAll();
  setDeadline(kShutdownDeadline);
}

void Tracer::detachAll() {
  if (detaching_) return;
  halts_.clear();
  if (filtered_) {
    // Its selected calls would fail with ENOSYS without a tracer: stay, and look away.
    silent_ = true;
    writer_->close();
    return releaseHeld();
  }
  detaching_ = true;
  setDeadline(kDetachDeadline);
  std::vector<int> tids;
  for (auto& [tid, task] : tasks_) tids.push_back(tid);
  for (const int tid : tids) {
    Task* task = tasks_.find(tid);
    if (task == nullptr) continue;
    if (task->held) {
      HeldStop held = std::move(*task->held);
      task->held.reset();
      leave(*task, std::move(held.stop), held.signal);
    } else if (!task->inVfork && !canStop(*task)) {
      // A leader that has exited before its threads: nothing runs that could be let go.
      recorder_.taskExit(*task, 0, monotonicNs(), true);
      tasks_.erase(tid);
    } else {
      interrupt(*task);
    }
  }
}

void Tracer::signalLaunched(int signo) const {
  // Kernels before 5.3 have no pidfd; there the id may have been used anew since the process ended.
  if (launchedPidFd_) syscall(SYS_pidfd_send_signal, launchedPidFd_.get(), signo, nullptr, 0);
  else if (launchedPid() != 0) kill(launchedPid(), signo);
}

void Tracer::killAll() {
  killing_ = true;
  halts_.clear();
  std::set<int> pids;
  for (auto& [tid, task] : tasks_) pids.insert(task.pid());
  for (const int pid : pids) kill(pid, SIGKILL);
  releaseHeld();
}

}  // namespace syscall_trace
