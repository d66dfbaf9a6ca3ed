#include "helper/processTable.h"

#include <algorithm>

#include "helper/procProcess.h"

namespace syscall_trace {

ProcessTable::Process* ProcessTable::add(int pid) {
  if (processes_.size() >= kLimit) forgetTheGone();
  if (processes_.size() >= kLimit) return nullptr;
  Process& process = processes_[pid];
  process = {};
  return &process;
}

void ProcessTable::forgetTheGone() {
  std::erase_if(processes_, [](const auto& entry) { return !readOwner(entry.first).has_value(); });
}

void ProcessTable::snapshot(int pid, uint32_t threads, MappingList mappings) {
  Process* process = add(pid);
  if (process == nullptr) return;
  process->threads = threads;
  process->mappings = std::make_shared<MappingList>(std::move(mappings));
}

void ProcessTable::forked(int parent, int pid) {
  const auto found = processes_.find(parent);
  // Before add(): it may move what `found` points to.
  std::shared_ptr<MappingList> inherited = found == processes_.end() ? nullptr : found->second.mappings;
  Process* process = add(pid);
  if (process != nullptr) process->mappings = std::move(inherited);
}

void ProcessTable::threadStarted(int pid) {
  const auto found = processes_.find(pid);
  if (found != processes_.end()) found->second.threads++;
}

void ProcessTable::remember(int pid, uint64_t timeNs) {
  const auto found = processes_.find(pid);
  if (found != processes_.end() && found->second.mappings && past_.size() < kMostPast) past_[{pid, timeNs}] = found->second.mappings;
}

void ProcessTable::forgetBefore(uint64_t timeNs) {
  std::erase_if(past_, [&](const auto& entry) { return entry.first.second < timeNs; });
}

void ProcessTable::executed(int pid, uint64_t timeNs) {
  remember(pid, timeNs);
  Process* process = add(pid);
  if (process != nullptr) process->mappings = std::make_shared<MappingList>();
}

void ProcessTable::mapped(int pid, Mapping mapping) {
  const auto found = processes_.find(pid);
  // A process whose other mappings are not known is of no use.
  if (found == processes_.end() || !found->second.mappings) return;
  std::shared_ptr<MappingList>& list = found->second.mappings;
  if (list.use_count() > 1) list = std::make_shared<MappingList>(*list);
  list->insert(std::move(mapping));
  if (list->all().size() >= found->second.refreshAt) refresh(pid, found->second);
}

void ProcessTable::refresh(int pid, Process& process) {
  std::optional<MappingList> now = readMappings(pid, *this);
  if (now) process.mappings = std::make_shared<MappingList>(std::move(*now));
  process.refreshAt = std::max(kFirstRefresh, 2 * process.mappings->all().size());
}

void ProcessTable::threadExited(int pid, uint64_t timeNs) {
  const auto found = processes_.find(pid);
  if (found == processes_.end() || --found->second.threads > 0) return;
  remember(pid, timeNs);
  processes_.erase(found);
}

ProcessTable::List ProcessTable::mappingsAt(int pid, uint64_t timeNs) const {
  const auto past = past_.lower_bound({pid, timeNs});
  if (past != past_.end() && past->first.first == pid) return past->second;
  const auto found = processes_.find(pid);
  return found == processes_.end() ? nullptr : found->second.mappings;
}

std::shared_ptr<const MappedFile> ProcessTable::intern(MappedFile file) {
  if (files_.size() >= filesToSweep_) forgetFiles();
  const std::string key = std::to_string(file.major) + ':' + std::to_string(file.minor) + ':' + std::to_string(file.inode) + ' ' + file.path;
  std::weak_ptr<const MappedFile>& known = files_[key];
  std::shared_ptr<const MappedFile> shared = known.lock();
  if (!shared) known = shared = std::make_shared<const MappedFile>(std::move(file));
  return shared;
}

void ProcessTable::forgetFiles() {
  std::erase_if(files_, [](const auto& entry) { return entry.second.expired(); });
  filesToSweep_ = std::max<size_t>(4096, files_.size() * 2);
}

}  // namespace syscall_trace
