/** Starting targets, and the stops in which tasks come, exec, get signals and go. */
#include <linux/audit.h>
#include <signal.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

#include "ptrace/capabilities.h"
#include "ptrace/procFiles.h"
#include "ptrace/seccompFilter.h"
#include "ptrace/tracer.h"

namespace syscall_trace {
namespace {

constexpr size_t kCommLength = 15;

bool isStopSignal(int signo) { return signo == SIGSTOP || signo == SIGTSTP || signo == SIGTTIN || signo == SIGTTOU; }

layout::TaskOrigin originOf(int event) {
  switch (event) {
    case PTRACE_EVENT_FORK: return layout::kTaskOriginFork;
    case PTRACE_EVENT_VFORK: return layout::kTaskOriginVfork;
    default: return layout::kTaskOriginClone;
  }
}

std::string baseName(const std::string& path) { return path.substr(path.find_last_of('/') + 1).substr(0, kCommLength); }

}  // namespace

unsigned long Tracer::traceOptions(bool exitKill) const {
  unsigned long options = PTRACE_O_TRACESYSGOOD | PTRACE_O_TRACEEXEC;
  if (options_.follow) options |= PTRACE_O_TRACEFORK | PTRACE_O_TRACEVFORK | PTRACE_O_TRACECLONE | PTRACE_O_TRACEVFORKDONE;
  if (filtered_) options |= PTRACE_O_TRACESECCOMP;
  if (exitKill) options |= PTRACE_O_EXITKILL;
  return options;
}

std::optional<Failure> Tracer::seize(int tid, unsigned long options) {
  log_.request("SEIZE", tid, 0);
  if (ptrace(PTRACE_SEIZE, tid, nullptr, options) == 0) return std::nullopt;
  return Failure{errno == EINVAL ? Step::options : Step::seize, errno, tid};
}

Tracer::Started Tracer::beginLaunch(const LaunchTarget& target) {
  std::vector<sock_filter> filter;
  // A filter must change nothing that the program sees, so not no_new_privs; children must be traced too, because a call
  // under RET_TRACE fails with ENOSYS where nobody traces; and for the same reason the program must not outlive us.
  const bool bound = (options_.seccompAuto && target.exitKill) || options_.seccompExitKill;
  const bool ours = bound && !options_.detachOnExec && target.alsoAttach.empty() && !target.adopt;
  // A signal that is sent at a seccomp-stop is lost.
  const bool signals = tampering_ && std::ranges::any_of(tampering_->rules, [](const TamperRule& rule) { return rule.signal != 0; });
  if (options_.follow && ours && !signals && hasCapSysAdmin()) filter = seccompProgram(*plan_);
  if (!filter.empty()) filtered_ = plan_;
  exitKill_ = target.exitKill || !filter.empty();
  chooseMode();

  if (const auto refused = seizeAll(target.alsoAttach)) return refused;
  Failure failure;
  child_ = target.adopt ? LaunchedChild::adopt(*target.adopt, failure) : LaunchedChild::start(target, filter, failure);
  if (!child_) return failure;
  launchedPid_.store(child_->pid(), std::memory_order_release);
  launchedPidFd_ = UniqueFd(static_cast<int>(syscall(SYS_pidfd_open, child_->pid(), 0)));
  launchedFile_ = target.file;
  haltAtFirstExec_ = options_.haltOnExec;
  Task& task = tasks_.add(child_->pid(), child_->pid());
  task.seen = true;
  if (const auto refused = seize(task.tid, traceOptions(exitKill_))) {
    kill(task.tid, SIGKILL);
    while (waitpid(task.tid, nullptr, __WALL) < 0 && errno == EINTR) continue;
    return refused;
  }
  // Syscall-stops begin once it has stopped; under a filter or for events alone it need not.
  if (mode_ == Mode::allSyscalls) interrupt(task);
  else child_->release();
  return std::nullopt;
}

Tracer::Started Tracer::beginAttach(const std::vector<int>& pids) {
  if (const auto refused = seizeAll(pids)) return refused;
  execed_ = true;
  reportStart(std::nullopt);
  return std::nullopt;
}

/** Seizes all threads of these processes. */
std::optional<Failure> Tracer::seizeAll(const std::vector<int>& pids) {
  const uint64_t now = monotonicNs();
  const unsigned long options = traceOptions(false);
  for (const int pid : pids) {
    const auto ids = taskIds(pid);
    const int tgid = ids ? ids->tgid : pid;
    // Threads that are made meanwhile show up in a later scan; those made by a seized thread are traced already.
    for (bool found = true; found;) {
      found = false;
      std::vector<int> threads = threadsOf(tgid);
      if (threads.empty()) threads.push_back(tgid);
      for (const int tid : threads) {
        if (tasks_.find(tid) != nullptr) continue;
        if (const auto refused = seize(tid, options)) {
          // A thread that has ended since the scan, or one that is traced through its maker by now.
          if (tid != tgid && (refused->error == ESRCH || (refused->error == EPERM && options_.follow && tasks_.find(tgid) != nullptr))) continue;
          return Failure{refused->step, refused->error, pid};
        }
        Task& task = tasks_.add(tid, tgid);
        task.seen = true;
        task.announced = true;
        recorder_.taskStart(task, layout::kTaskOriginAttach, 0, commOf(tid), exeOf(tid), now);
        interrupt(task);
        found = true;
      }
    }
  }
  return std::nullopt;
}

void Tracer::announceLaunch(Task& task, uint64_t now) {
  if (task.announced) return;
  task.announced = true;
  recorder_.taskStart(task, layout::kTaskOriginLaunch, 0, baseName(launchedFile_), launchedFile_, now);
}

/** A stop of a task that nobody has told us of: its maker’s event is still to come. It waits for that. */
void Tracer::onUnknown(StoppedTask stop, uint64_t now) {
  const int tid = stop.tid();
  const auto ids = taskIds(tid);
  if (!ids) return;  // dying: its end will be reported
  Task& task = tasks_.add(tid, ids->tgid);
  task.seen = true;
  task.orphan = true;
  log_.state(tid, "stopped before its maker's event");
  task.held.emplace(HeldStop{std::move(stop), 0, false});
  const int maker = ids->tgid == tid ? ids->ppid : ids->tgid;
  if (tasks_.find(maker) == nullptr) announceOrphans(0, 0, true, now);
}

/** Tasks whose maker can tell no more go on without its word. */
void Tracer::announceOrphans(int goneTid, int gonePid, bool all, uint64_t now) {
  std::vector<int> ready;
  for (auto& [tid, task] : tasks_) {
    if (!task.orphan) continue;
    const auto ids = taskIds(tid);
    const int maker = !ids || ids->tgid == tid ? (ids ? ids->ppid : 0) : ids->tgid;
    if (all || maker == goneTid || maker == gonePid || tasks_.find(maker) == nullptr) ready.push_back(tid);
  }
  for (const int tid : ready) {
    Task* task = tasks_.find(tid);
    if (task == nullptr) continue;
    const auto ids = taskIds(tid);
    task->orphan = false;
    task->announced = true;
    const bool thread = task->pid() != tid;
    recorder_.taskStart(*task, thread ? layout::kTaskOriginClone : layout::kTaskOriginFork, thread ? 0 : (ids ? ids->ppid : 0), commOf(tid), "", now);
    HeldStop held = std::move(*task->held);
    task->held.reset();
    letGo(*task, std::move(held.stop), 0);
  }
}

void Tracer::onFirstStop(Task& task, StoppedTask stop, int status, uint64_t now) {
  task.seen = true;
  // Any other first stop than PTRACE_EVENT_STOP carries something of its own.
  if (status >> 16 != PTRACE_EVENT_STOP) return onStopped(task, std::move(stop), status, now);
  onEventStop(task, std::move(stop), WSTOPSIG(status), now);
}

void Tracer::onNewTask(Task& parent, StoppedTask stop, int event, uint64_t now) {
  if (event == PTRACE_EVENT_VFORK) parent.inVfork = true;
  const auto message = stop.eventMessage();
  if (message && *message != 0) {
    const int tid = static_cast<int>(*message);
    Task* known = tasks_.find(tid);
    if (known != nullptr && !known->orphan && known->seen) {
      // The id of a task whose end was never reported to us.
      recorder_.taskExit(*known, 0, now, false);
      tasks_.erase(tid);
      known = nullptr;
    }
    if (known == nullptr) {
      const auto ids = taskIds(tid);
      known = &tasks_.add(tid, ids ? ids->tgid : tid);
    }
    known->announced = true;
    recorder_.taskStart(*known, originOf(event), parent.tid, commOf(tid), "", now);
    if (known->orphan) {
      known->orphan = false;
      HeldStop held = std::move(*known->held);
      known->held.reset();
      letGo(*known, std::move(held.stop), 0);
    }
  }
  letGo(parent, std::move(stop), 0);
}

void Tracer::onExec(Task& caller, StoppedTask stop, uint64_t now) {
  const int tid = stop.tid();
  const int formerTid = static_cast<int>(stop.eventMessage().value_or(static_cast<unsigned long>(tid)));
  const int pid = caller.pid();
  Task& task = formerTid == tid ? caller : tasks_.becomeLeader(formerTid, tid, pid);
  if (tid == launchedPid()) announceLaunch(task, now);
  task.imageChanged = task.inSyscall;
  task.inVfork = false;
  task.process->mapsDirty = true;
  ptrace_syscall_info info{};
  const bool compat = stop.syscallInfo(info) && info.arch == AUDIT_ARCH_I386;
  if (!silent_) recorder_.taskExec(task, formerTid, compat ? layout::kAbiI386 : layout::kAbiX86_64, now);
  const bool launched = !execed_ && tid == launchedPid();
  if (launched) {
    execed_ = true;
    child_.reset();
    reportStart(std::nullopt);
    if (haltAtFirstExec_ && !task.inSyscall) {
      haltAtFirstExec_ = false;
      requestHalt({.kind = HaltKind::entry, .pid = pid, .tid = tid});
    }
  }
  if (options_.detachOnExec && !launched) return leave(task, std::move(stop), 0);
  letGo(task, std::move(stop), 0);
}

void Tracer::onGone(int tid, int status, uint64_t now) {
  Task* task = tasks_.find(tid);
  if (tid == launchedPid()) {
    launchedStatus_ = status;
    if (!execed_) {
      // It has told why before it exited.
      const Failure failure = child_->failure();
      if (options_.recordFailedExec && failure.step == Step::exec && failure.error != ECHILD && task != nullptr) {
        announceLaunch(*task, now);
        execed_ = true;
        execFailure_ = failure;
        reportStart(std::nullopt);
      } else {
        reportStart(failure);
      }
    }
  }
  if (task == nullptr) return;
  const int pid = task->pid();
  const bool mayHaveBeenCloning = WIFSIGNALED(status) || task->inSyscall;
  log_.state(tid, "gone");
  if (!silent_ && (execed_ || tid != launchedPid())) recorder_.taskExit(*task, status, now, false);
  tasks_.erase(tid);
  if (tid == stepOutTid_) stepOutTid_ = 0;
  announceOrphans(tid, pid, mayHaveBeenCloning, now);
  if (halts_.wanted()) checkHalted();
}

/** PTRACE_EVENT_STOP: a group-stop, our own interrupt, the first stop of a new task, or the end of a group-stop. */
void Tracer::onEventStop(Task& task, StoppedTask stop, int signo, uint64_t now) {
  if (!execed_ && child_ && task.tid == launchedPid() && !task.announced) child_->release();
  const bool group = isStopSignal(signo);
  if (group && !task.groupStopped && !silent_) recorder_.groupStop(task, signo, now);
  task.groupStopped = group;
  letGo(task, std::move(stop), 0, group);
}

void Tracer::onSignal(Task& task, StoppedTask stop, int signo, uint64_t now) {
  // Before the program has begun it is still the child that we made.
  if (!execed_ && task.tid == launchedPid() && !task.announced) return letGo(task, std::move(stop), signo);
  if (silent_) return letGo(task, std::move(stop), signo);
  const uint64_t offset = recorder_.signal(task, stop, signo, now);
  if (options_.crashSignals >> (signo - 1) & 1) recorder_.crash(task, stop, now);
  if (haltSignals_ >> (signo - 1) & 1) requestHalt({.kind = HaltKind::signal, .signo = signo, .pid = task.pid(), .tid = task.tid, .offset = offset});
  letGo(task, std::move(stop), signo);
}

}  // namespace syscall_trace
