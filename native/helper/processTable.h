/**
 * Which process has which mappings, kept up to date from the kernel's records of fork, exec, mmap and exit. A fork shares its
 * parent's list until one of them changes.
 */
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <unordered_map>
#include <utility>

#include "helper/mapping.h"

namespace syscall_trace {

class ProcessTable {
 public:
  using List = std::shared_ptr<const MappingList>;

  /** Above this many, processes that have gone without our seeing it are looked for, and then the newest are not kept. */
  static constexpr size_t kLimit = 32768;

  /** What /proc told of a process that ran already. */
  void snapshot(int pid, uint32_t threads, MappingList mappings);
  void forked(int parent, int pid);
  void threadStarted(int pid);
  void executed(int pid, uint64_t timeNs);
  void mapped(int pid, Mapping mapping);
  void threadExited(int pid, uint64_t timeNs);

  /**
   * What the process had at that moment; null when it is unknown. The moment may lie before what was told last: a program that was
   * replaced by exec, or has exited, is remembered until forgetBefore().
   */
  List mappingsAt(int pid, uint64_t timeNs) const;
  /** Nobody will ask about an earlier moment. */
  void forgetBefore(uint64_t timeNs);
  size_t size() const { return processes_.size(); }

  /** One object for equal files, as long as a mapping holds it. */
  std::shared_ptr<const MappedFile> intern(MappedFile file);

 private:
  struct Process {
    uint32_t threads = 1;
    std::shared_ptr<MappingList> mappings;
    /** At this many the list is read anew from /proc: the stream does not tell of munmap. */
    size_t refreshAt = kFirstRefresh;
  };

  static constexpr size_t kFirstRefresh = 4096;
  /** So many replaced and exited programs are remembered at most. */
  static constexpr size_t kMostPast = 65536;

  Process* add(int pid);
  void refresh(int pid, Process& process);
  void remember(int pid, uint64_t timeNs);
  void forgetTheGone();
  void forgetFiles();

  std::unordered_map<int, Process> processes_;
  /** By pid and the moment at which it ended. */
  std::map<std::pair<int, uint64_t>, List> past_;
  std::unordered_map<std::string, std::weak_ptr<const MappedFile>> files_;
  size_t filesToSweep_ = 4096;
};

}  // namespace syscall_trace
