/**
 * The kernel's stream of fork, exec, mmap and exit records of every process (perf_event_open(2), a software event that never
 * fires). It is opened before anything else is read, so that with one look at /proc every process is known from then on.
 */
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "helper/mapping.h"
#include "record/uniqueFd.h"

namespace syscall_trace {

struct MappingEvent {
  enum class Kind { kForked, kThreadStarted, kExecuted, kMapped, kThreadExited };
  Kind kind = Kind::kMapped;
  /** CLOCK_MONOTONIC. */
  uint64_t timeNs = 0;
  int pid = 0;
  /** kForked. */
  int parentPid = 0;
  /** kMapped; its file is in `file`. */
  Mapping mapping;
  MappedFile file;
};

class MappingStream {
 public:
  /** `everyMapping`: those without code, too. False when not a single CPU could be opened; errno says why. */
  bool open(bool everyMapping);
  /** Readable when records wait. */
  const std::vector<UniqueFd>& descriptors() const { return events_; }
  /** Appends what has come, CPU by CPU. */
  void drain(std::vector<MappingEvent>& events);
  /** Records that the kernel had no room for. */
  uint64_t lost() const { return lost_; }

 private:
  /** The kernel's ring for one CPU. */
  class Ring {
   public:
    Ring() = default;
    Ring(Ring&& other) noexcept : page_(std::exchange(other.page_, nullptr)), bytes_(other.bytes_) {}
    Ring& operator=(Ring&&) = delete;
    ~Ring();
    bool map(int fd, size_t bytes);
    void drain(std::vector<MappingEvent>& events, uint64_t& lost);

   private:
    void* page_ = nullptr;
    /** Of records, without the control page. */
    size_t bytes_ = 0;
  };

  bool openCpu(int cpu, bool everyMapping);

  std::vector<UniqueFd> events_;
  std::vector<Ring> rings_;
  uint64_t lost_ = 0;
};

}  // namespace syscall_trace
