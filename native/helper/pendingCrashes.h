/** Puts the records of the ring together to crashes, and says which are ready to be told. */
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <span>
#include <vector>

#include "helper/pendingCrash.h"
#include "helper/processTable.h"

namespace syscall_trace {

class PendingCrashes {
 public:
  /** A record of the ring, in the ring's order. */
  void add(std::span<const uint8_t> record, uint64_t nowNs);

  /** Crashes of up to `timeNs` get the mappings that their process had: the table has come that far. */
  void placeUpTo(uint64_t timeNs, const ProcessTable& table);

  /** Those that have all their pieces, or have waited for them long enough. */
  std::vector<std::unique_ptr<PendingCrash>> takeReady(uint64_t nowNs);

  bool empty() const { return crashes_.empty(); }
  bool hasUnplaced() const { return !unplaced_.empty(); }
  /** Memory that they take, about. */
  uint64_t bytes() const { return bytes_; }
  /** When one has waited long enough; UINT64_MAX when there is none. */
  uint64_t firstDeadlineNs() const;

 private:
  void begin(const crash_event& event, uint64_t nowNs);
  void addStack(const crash_stack& part);
  void addMappings(std::span<const uint8_t> record);

  /** By id. */
  std::map<uint64_t, std::unique_ptr<PendingCrash>> crashes_;
  /** Some of them, in order of arrival. */
  std::vector<PendingCrash*> unplaced_;
  uint64_t bytes_ = 0;
};

}  // namespace syscall_trace
