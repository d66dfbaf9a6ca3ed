/**
 * Calls that are changed: results put in place of what the kernel would do, signals, delays, memory written. A call whose
 * result is injected is not made: the kernel is given a number that it does not know (or a harmless one), and what it returns is
 * replaced at the exit.
 */
#include <sys/user.h>

#include <cstddef>
#include <string>
#include <utility>

#include "ptrace/tracer.h"

namespace syscall_trace {
namespace {

std::string unwritable(const Task& task, const Poke& poke) {
  return "process " + std::to_string(task.pid()) + ": argument " + std::to_string(poke.arg + 1) + " of call number " + std::to_string(task.nr) +
         " points to no memory that could be written to, so a rule of injection has left it alone";
}

}  // namespace

/** Counts a call that begins, and collects the rules that apply to it. */
void Tracer::tamperBefore(Task& task, const ptrace_syscall_info& info) {
  // The execve that begins the program is the tracer's own doing.
  if (!tampering_ || (!execed_ && task.tid == launchedPid())) return;
  TamperedCall call;
  for (size_t index = 0; index < tampering_->rules.size(); index++) {
    const TamperRule& rule = tampering_->rules[index];
    if (!rule.names(task.abi, task.nr)) continue;
    const uint64_t key = static_cast<uint64_t>(index) << 34 | static_cast<uint64_t>(task.abi) << 32 | task.nr;
    if (!rule.appliesTo(++task.tamperCounts[key])) continue;
    call.rules.push_back(&rule);
    if (call.result == nullptr && rule.result) call.result = &rule;
    call.delayed = call.delayed || rule.delayEnterNs != 0 || rule.delayExitNs != 0;
    if (poke(task, rule.pokeEnter, info.entry.args)) call.poked = true;
  }
  if (!call.rules.empty()) task.tampered = std::move(call);
}

void Tracer::tamperAtEntry(Task& task, StoppedTask stop, uint64_t now) {
  const TamperedCall& call = *task.tampered;
  if (call.result != nullptr) {
    const uint32_t number = call.result->replacement[task.abi];
    // x32 numbers carry their bit; -1 is no number of any ABI.
    const uint64_t value = number == UINT32_MAX ? UINT64_MAX : number | (task.abi == layout::kAbiX32 ? 0x40000000u : 0u);
    stop.setRegister(offsetof(user_regs_struct, orig_rax), value);
  }
  int signal = 0;
  for (const TamperRule* rule : call.rules) {
    if (signal == 0) signal = rule->signal;
  }
  letGo(task, std::move(stop), signal, false, delayUntil(task, true, now));
}

/** A task that is let go at the entry of a call that was not to be made makes it after all. */
void Tracer::restoreNumber(const Task& task, const StoppedTask& stop) {
  if (task.tampered->result == nullptr) return;
  stop.setRegister(offsetof(user_regs_struct, orig_rax), task.nr | (task.abi == layout::kAbiX32 ? 0x40000000u : 0u));
}

void Tracer::tamperAtExit(Task& task, const StoppedTask& stop, ptrace_syscall_info& info) {
  TamperedCall& call = *task.tampered;
  if (call.result != nullptr) {
    const int64_t value = *call.result->result;
    if (stop.setRegister(offsetof(user_regs_struct, rax), static_cast<uint64_t>(value))) {
      info.exit.rval = value;
      info.exit.is_error = call.result->fails;
    } else {
      call.result = nullptr;
    }
  }
  for (const TamperRule* rule : call.rules) {
    if (poke(task, rule->pokeExit, task.args)) call.poked = true;
  }
}

bool Tracer::poke(Task& task, const std::vector<Poke>& pokes, const uint64_t* arguments) {
  bool done = false;
  for (const Poke& poke : pokes) {
    if (memory_.write(task.tid, arguments[poke.arg], poke.data)) done = true;
    else if (!std::exchange(pokeFailed_, true)) recorder_.note(layout::kNoteCodeDegraded, unwritable(task, poke), monotonicNs());
  }
  return done;
}

/** When a task may go on; 0 for at once. */
uint64_t Tracer::delayUntil(const Task& task, bool atEntry, uint64_t now) {
  if (!task.tampered) [[likely]] return 0;
  uint64_t delay = 0;
  for (const TamperRule* rule : task.tampered->rules) delay += atEntry ? rule->delayEnterNs : rule->delayExitNs;
  return delay == 0 ? 0 : now + delay;
}

void Tracer::holdUntil(Task& task, HeldStop held) {
  const uint64_t until = held.notBeforeNs;
  task.held.emplace(std::move(held));
  if (delayNs_ == 0 || until < delayNs_) delayNs_ = until;
  rearm(monotonicNs());
}

/** Tasks whose time has come go on. */
void Tracer::releaseDelayed(uint64_t now) {
  delayNs_ = 0;
  if (halts_.wanted()) return;  // they go on, or go on waiting, when the halt ends
  for (auto& [tid, task] : tasks_) {
    if (!task.held || task.orphan || task.held->notBeforeNs == 0) continue;
    HeldStop held = std::move(*task.held);
    task.held.reset();
    if (held.notBeforeNs <= now) held.notBeforeNs = 0;
    proceed(task, std::move(held));
  }
}

}  // namespace syscall_trace
