#include "ptrace/recorder.h"

#include <algorithm>

#include "ptrace/procFiles.h"
#include "ptrace/processCpu.h"
#include "ptrace/specialCalls.h"

namespace syscall_trace {
namespace {

/** Of a file in /proc that is noted whole. */
constexpr size_t kFactBytes = 4096;

uint16_t tamperedFlags(const Task& task) {
  if (!task.tampered) return 0;
  const TamperedCall& call = *task.tampered;
  return (call.result != nullptr ? layout::kRecordFlagResultInjected : 0) | (call.poked ? layout::kRecordFlagArgumentsInjected : 0) |
         (call.delayed ? layout::kRecordFlagDelayed : 0);
}

std::span<const uint8_t> bytesOf(const std::string& text) { return {reinterpret_cast<const uint8_t*>(text.data()), text.size()}; }

}  // namespace

uint64_t Recorder::entry(const Task& task, const ptrace_syscall_info& info, Ops ops, uint64_t timeNs, bool seccomp) {
  const uint16_t flags = (seccomp ? layout::kRecordFlagSeccomp : 0) | (isExec(task.abi, task.nr) ? layout::kRecordFlagExec : 0) |
                         (task.tampered && task.tampered->result != nullptr ? layout::kRecordFlagResultInjected : 0);
  auto* record = writer_.begin<layout::SyscallEntry>(layout::kRecordTypeSyscallEntry, task.pid(), task.tid, timeNs, flags);
  if (record == nullptr) return 0;
  record->abi = task.abi;
  record->nr = task.nr;
  record->ip = info.instruction_pointer;
  record->sp = info.stack_pointer;
  std::copy(std::begin(task.args), std::end(task.args), record->args);
  runPlan(ops, {.tid = task.tid, .args = task.args, .ret = 0, .sp = info.stack_pointer, .pointerSize = pointerSize(task.abi), .sockets = &sockets_}, memory_, writer_);
  return writer_.commit();
}

uint64_t Recorder::exit(const Task& task, const ptrace_syscall_info& info, const Plan::Syscall& plan, uint64_t timeNs) {
  const bool failed = info.exit.is_error != 0;
  const uint16_t flags = (failed ? layout::kRecordFlagIsError : 0) | (task.imageChanged ? layout::kRecordFlagExec : 0) | tamperedFlags(task);
  auto* record = writer_.begin<layout::SyscallExit>(layout::kRecordTypeSyscallExit, task.pid(), task.tid, timeNs, flags);
  if (record == nullptr) return 0;
  record->abi = task.abi;
  record->nr = task.nr;
  record->entryOffset = task.entryOffset;
  record->ret = info.exit.rval;
  record->cpuNs = task.cpuNs != 0 ? processCpuNs(task.pid()) - task.cpuNs : 0;
  // After an exec the arguments point into memory that is gone.
  if (!task.imageChanged && task.entryOffset != 0) {
    const CaptureContext context{
        .tid = task.tid, .args = task.args, .ret = static_cast<uint64_t>(info.exit.rval), .sp = info.stack_pointer, .pointerSize = pointerSize(task.abi), .sockets = &sockets_};
    if (!failed) runPlan(plan.exit, context, memory_, writer_);
    runPlan(plan.always, context, memory_, writer_);
  }
  return writer_.commit();
}

uint64_t Recorder::signal(const Task& task, const StoppedTask& stop, int signo, uint64_t timeNs) {
  ptrace_syscall_info info{};
  RawSiginfo siginfo{};
  const bool located = stop.syscallInfo(info);
  const bool known = stop.siginfo(siginfo);
  auto* record = writer_.begin<layout::Signal>(layout::kRecordTypeSignal, task.pid(), task.tid, timeNs);
  if (record == nullptr) return 0;
  record->signo = signo;
  record->ip = located ? info.instruction_pointer : 0;
  record->sp = located ? info.stack_pointer : 0;
  if (known) writer_.addBlob(0, layout::kBlobKindSiginfo, siginfo);
  return writer_.commit();
}

void Recorder::groupStop(const Task& task, int signo, uint64_t timeNs) {
  auto* record = writer_.begin<layout::GroupStop>(layout::kRecordTypeGroupStop, task.pid(), task.tid, timeNs);
  if (record == nullptr) return;
  record->signo = signo;
  writer_.commit();
}

void Recorder::taskStart(const Task& task, layout::TaskOrigin how, int parentTid, const std::string& comm, const std::string& exe, uint64_t timeNs) {
  auto* record = writer_.begin<layout::TaskStart>(layout::kRecordTypeTaskStart, task.pid(), task.tid, timeNs);
  if (record == nullptr) return;
  record->how = how;
  record->parentTid = parentTid;
  writer_.addBlob(0, layout::kBlobKindComm, bytesOf(comm));
  if (!exe.empty()) writer_.addBlob(0, layout::kBlobKindExe, bytesOf(exe));
  addFacts(task.tid);
  writer_.commit();
}

void Recorder::taskExec(const Task& task, int formerTid, layout::Abi abi, uint64_t timeNs) {
  const std::string exe = exeOf(task.tid);
  const std::string comm = commOf(task.tid);
  auto* record = writer_.begin<layout::TaskExec>(layout::kRecordTypeTaskExec, task.pid(), task.tid, timeNs);
  if (record == nullptr) return;
  record->formerTid = formerTid;
  record->abi = abi;
  writer_.addBlob(0, layout::kBlobKindExe, bytesOf(exe));
  writer_.addBlob(0, layout::kBlobKindComm, bytesOf(comm));
  addFacts(task.tid);
  writer_.commit();
}

/** To the record of a task that starts or execs. */
void Recorder::addFacts(int tid) {
  if (!taskFacts_) return;
  writer_.addBlob(0, layout::kBlobKindProcStatus, bytesOf(procFile(tid, "status", kFactBytes)));
  writer_.addBlob(0, layout::kBlobKindCgroups, bytesOf(procFile(tid, "cgroup", kFactBytes)));
  writer_.addBlob(0, layout::kBlobKindNamespaces, bytesOf(namespacesOf(tid)));
}

void Recorder::taskExit(const Task& task, int status, uint64_t timeNs, bool detached) {
  const uint16_t flags = detached ? layout::kRecordFlagDetached : 0;
  auto* record = writer_.begin<layout::TaskExit>(layout::kRecordTypeTaskExit, task.pid(), task.tid, timeNs, flags);
  if (record == nullptr) return;
  record->status = status;
  writer_.commit();
}

void Recorder::noteEndOfStacks(uint64_t timeNs) {
  if (stacksEnded_ || !stacks_.ended()) return;
  stacksEnded_ = true;
  note(layout::kNoteCodeDegraded,
       "The stacks in this recording take " + std::to_string(stacks_.limit() >> 20) + " MB: those of further calls, and with them their source lines, are not recorded.",
       timeNs);
}

void Recorder::stack(const Task& task, const StoppedTask& stop, uint64_t timeNs) {
  noteEndOfStacks(timeNs);
  stacks_.stack(task, stop, timeNs);
}

void Recorder::crash(const Task& task, const StoppedTask& stop, uint64_t timeNs) {
  noteEndOfStacks(timeNs);
  stacks_.crash(task, stop, timeNs);
}

void Recorder::note(layout::NoteCode code, const std::string& text, uint64_t timeNs) {
  auto* record = writer_.begin<layout::Note>(layout::kRecordTypeNote, 0, 0, timeNs);
  if (record == nullptr) return;
  record->code = code;
  writer_.addBlob(0, layout::kBlobKindText, bytesOf(text));
  writer_.commit();
}

}  // namespace syscall_trace
