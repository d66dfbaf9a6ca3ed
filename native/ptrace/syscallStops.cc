/** Syscall-entry-stops and syscall-exit-stops. */
#include <linux/audit.h>
#include <linux/futex.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>

#include "ptrace/codeChanges.h"
#include "ptrace/processCpu.h"
#include "ptrace/specialCalls.h"
#include "ptrace/tracer.h"

namespace syscall_trace {
namespace {

constexpr uint64_t kX32Bit = 0x40000000;

/** ERESTARTSYS … ERESTART_RESTARTBLOCK of include/linux/errno.h: the call begins again unless a signal handler wants otherwise. */
bool restarts(const ptrace_syscall_info& info) { return info.exit.is_error != 0 && info.exit.rval <= -512 && info.exit.rval >= -516; }

/** How long lockstep waits for the reader at one entry: longer than a loaded machine needs to start reading, not for ever. */
constexpr uint64_t kLockstepNs = 500'000'000;

struct CallId {
  layout::Abi abi;
  uint32_t nr;
};

CallId identify(uint32_t arch, uint64_t nr) {
  if (arch == AUDIT_ARCH_I386) return {layout::kAbiI386, static_cast<uint32_t>(nr)};
  // -1 has the bit too: a number that a debugger or the program itself made invalid.
  const bool x32 = (nr & kX32Bit) != 0 && static_cast<int32_t>(nr) >= 0;
  return x32 ? CallId{layout::kAbiX32, static_cast<uint32_t>(nr & ~kX32Bit)} : CallId{layout::kAbiX86_64, static_cast<uint32_t>(nr)};
}

}  // namespace

void Tracer::onSyscallStop(Task& task, StoppedTask stop, uint64_t now) {
  ptrace_syscall_info info;
  if (!stop.syscallInfo(info)) return letGo(task, std::move(stop), 0);
  if (info.op == PTRACE_SYSCALL_INFO_ENTRY) return enterCall(task, std::move(stop), info, false, now);
  if (info.op == PTRACE_SYSCALL_INFO_EXIT) return leaveCall(task, std::move(stop), info, now);
  letGo(task, std::move(stop), 0);
}

void Tracer::onSeccompStop(Task& task, StoppedTask stop, uint64_t now) {
  ptrace_syscall_info info;
  // Where every call stops, the entry has been seen already.
  if (silent_ || task.inSyscall || !stop.syscallInfo(info)) return letGo(task, std::move(stop), 0);
  // The number and arguments lie where those of an entry do (linux/ptrace.h).
  enterCall(task, std::move(stop), info, true, now);
}

void Tracer::enterCall(Task& task, StoppedTask stop, const ptrace_syscall_info& info, bool seccomp, uint64_t now) {
  if (execFailed_ && task.tid == launchedPid()) return letGo(task, std::move(stop), 0);
  const CallId id = identify(info.arch, info.entry.nr);
  if (!execed_ && !task.announced && task.tid == launchedPid()) {
    // What our own child does before its execve is not the program’s.
    if (!isExec(id.abi, id.nr)) return letGo(task, std::move(stop), 0);
    announceLaunch(task, now);
  }
  const Plan::Syscall& plan = plan_->find(id.abi, id.nr);
  task.inSyscall = true;
  task.traced = plan.selection != 0 && !silent_;
  task.imageChanged = false;
  task.abi = id.abi;
  task.nr = id.nr;
  task.entryOffset = 0;
  task.enteredNs = now;
  std::copy(std::begin(info.entry.args), std::end(info.entry.args), task.args);
  if (mayChangeCode(task)) task.process->mapsDirty = true;
  if (!task.traced) return letGo(task, std::move(stop), 0);
  task.tampered.reset();
  if ((plan.selection & layout::kSelectionTamper) != 0) tamperBefore(task, info);

  if ((plan.selection & layout::kSelectionTrace) != 0) {
    task.entryOffset = recorder_.entry(task, info, plan.entry, now, seccomp);
    if ((plan.selection & layout::kSelectionStack) != 0 && neverReturns(id.abi, id.nr) && !stacksAreConditional()) recorder_.stack(task, stop, now);
  }
  task.cpuNs = options_.cpuTime ? processCpuNs(task.pid()) : 0;
  if (options_.lockstep && (plan.selection & layout::kSelectionInOrder) != 0) waitForReader(writer_->committed());
  const bool step = stepNext_ && execed_;
  if (step || (plan.selection & layout::kSelectionHaltAtEntry) != 0) {
    requestHalt({.kind = HaltKind::syscallEntry, .step = step, .pid = task.pid(), .tid = task.tid, .offset = task.entryOffset});
  }
  if (task.tampered) [[unlikely]] return tamperAtEntry(task, std::move(stop), now);
  letGo(task, std::move(stop), 0);
}

bool Tracer::stacksAreConditional() const { return options_.stackOnError || options_.stackSlowNs != 0; }

/** Of a call that returns now. One whose entry was not seen has taken an unknown time. */
bool Tracer::wantsStack(const Task& task, bool failed, uint64_t now) const {
  if (!stacksAreConditional()) return true;
  return (options_.stackOnError && failed) || (options_.stackSlowNs != 0 && task.inSyscall && now - task.enteredNs >= options_.stackSlowNs);
}

void Tracer::leaveCall(Task& task, StoppedTask stop, ptrace_syscall_info& info, uint64_t now) {
  const bool known = task.inSyscall;
  if (!execed_ && task.tid == launchedPid() && (!task.announced || execFailed_)) return letGo(task, std::move(stop), 0);
  if (!execed_ && task.tid == launchedPid() && info.exit.is_error != 0) execFailed_ = true;
  if (!known) {
    // Tracing began inside this call: its number is where the kernel keeps it for restarts.
    user_regs_struct registers{};
    if (!stop.registers(registers)) return letGo(task, std::move(stop), 0);
    const CallId id = identify(info.arch, registers.orig_rax);
    task.abi = id.abi;
    task.nr = id.nr;
    task.entryOffset = 0;
  }
  if (task.tampered) [[unlikely]] tamperAtExit(task, stop, info);
  const Plan::Syscall& plan = plan_->find(task.abi, task.nr);
  uint64_t offset = 0;
  // In seccomp mode the calls of other threads do not stop: what they map shows in no stop of ours.
  if (mode_ == Mode::seccomp || !known || mayChangeCode(task)) task.process->mapsDirty = true;
  if ((plan.selection & layout::kSelectionTrace) != 0 && !silent_ && !(detaching_ && restarts(info))) {
    offset = recorder_.exit(task, info, plan, now);
    if ((plan.selection & layout::kSelectionStack) != 0 && wantsStack(task, info.exit.is_error != 0, now)) recorder_.stack(task, stop, now);
  }
  const bool stepOut = task.tid == stepOutTid_;
  if (stepOut) stepOutTid_ = 0;
  const bool wanted = (plan.selection & layout::kSelectionHaltAtExit) != 0 || ((plan.selection & layout::kSelectionHaltOnError) != 0 && info.exit.is_error != 0);
  if (haltAtFirstExec_ && task.imageChanged && task.tid == launchedPid()) {
    haltAtFirstExec_ = false;
    requestHalt({.kind = HaltKind::entry, .pid = task.pid(), .tid = task.tid, .offset = offset});
  } else if ((wanted || stepOut) && !silent_) {
    requestHalt({.kind = HaltKind::syscallExit, .step = stepOut, .pid = task.pid(), .tid = task.tid, .offset = offset});
  }
  task.inSyscall = false;
  task.imageChanged = false;
  task.entryOffset = 0;
  const uint64_t notBefore = delayUntil(task, false, now);
  task.tampered.reset();
  letGo(task, std::move(stop), 0, false, notBefore);
}

/**
 * Lockstep: holds the caller at its entry until the reader has seen it, so that its line is printed before what the call does.
 * A reader that stands still (its output blocks, say) is waited for once: until it moves again, calls go on without it.
 */
void Tracer::waitForReader(uint64_t offset) {
  sink_({.kind = CaptureEvent::Kind::progress, .halt = {}, .status = -1, .failure = {}});
  if (writer_->consumedOffset() == readerStuckAt_) return;
  const uint64_t deadline = monotonicNs() + kLockstepNs;
  std::atomic<uint32_t>& word = writer_->consumedSignal();
  while (writer_->consumedOffset() < offset && !wakeUp_.pending()) {
    const uint32_t seen = word.load(std::memory_order_acquire);
    if (writer_->consumedOffset() >= offset) return;
    const uint64_t now = monotonicNs();
    if (now >= deadline) {
      readerStuckAt_ = writer_->consumedOffset();
      return;
    }
    const timespec left{.tv_sec = 0, .tv_nsec = static_cast<long>(deadline - now)};
    syscall(SYS_futex, reinterpret_cast<uint32_t*>(&word), FUTEX_WAIT_PRIVATE, seen, &left, nullptr, 0);
  }
}

}  // namespace syscall_trace
