#include "ptrace/taskTable.h"

namespace syscall_trace {

std::shared_ptr<Process> TaskTable::processOf(int pid) {
  std::weak_ptr<Process>& known = processes_[pid];
  if (auto process = known.lock()) return process;
  auto process = std::make_shared<Process>();
  process->pid = pid;
  known = process;
  return process;
}

Task& TaskTable::add(int tid, int pid) {
  Task& task = tasks_[tid];
  task.tid = tid;
  task.process = processOf(pid);
  return task;
}

void TaskTable::erase(int tid) {
  const auto found = tasks_.find(tid);
  if (found == tasks_.end()) return;
  last_ = nullptr;
  const int pid = found->second.pid();
  if (found->second.held) std::move(found->second.held->stop).forget();
  tasks_.erase(found);
  const auto process = processes_.find(pid);
  if (process != processes_.end() && process->second.expired()) processes_.erase(process);
}

Task& TaskTable::becomeLeader(int formerTid, int tid, int pid) {
  auto node = tasks_.extract(formerTid);
  erase(tid);
  last_ = nullptr;
  if (node.empty()) return add(tid, pid);
  node.key() = tid;
  node.mapped().tid = tid;
  return tasks_.insert(std::move(node)).position->second;
}

}  // namespace syscall_trace
