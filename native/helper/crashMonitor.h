/** Watches for crashes and tells the client: joins what the programs report with what the mapping stream says of the process. */
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "helper/authority.h"
#include "helper/crashPrograms.h"
#include "helper/mappingStream.h"
#include "helper/messageChannel.h"
#include "helper/pendingCrashes.h"
#include "helper/processTable.h"

namespace syscall_trace {

class CrashMonitor {
 public:
  CrashMonitor(MessageChannel& channel, const layout::MonitorRequest& request, const crash_settings& settings)
      : channel_(channel), request_(request), settings_(settings) {}

  /** Loads and attaches everything and looks at what runs already. */
  std::optional<Refusal> start(bool canReadOthers);
  void sendReady();
  /** Until the client says stop or has gone. `interrupted` ends it, too. */
  void run(const volatile bool& interrupted);

 private:
  void snapshotProcesses();

  /** Everything that waits in the kernel, in order of time. */
  void collect();
  void apply(MappingEvent& event);
  void deliver(uint64_t nowNs);

  bool isHeldBack() const;
  int pollTimeoutMs(uint64_t nowNs) const;
  /** False when the client has gone. */
  bool wait(uint64_t nowNs);
  /** False when the monitor is to end. */
  bool obey();
  void sendCounters(uint64_t nowNs, bool last);
  void finish();

  MessageChannel& channel_;
  const layout::MonitorRequest request_;
  const crash_settings settings_;
  CrashPrograms programs_;
  MappingStream stream_;
  ProcessTable table_;
  bool hasStream_ = false;
  bool canReadOthers_ = false;

  PendingCrashes pending_;
  /** Of stream_.lost(): what the last look at /proc has made up for. */
  uint64_t knownLost_ = 0;
  uint64_t nextSnapshotNs_ = 0;
  /** Later than the moment up to which everything has been read. */
  std::vector<MappingEvent> heldEvents_;

  bool paused_ = false;
  uint64_t delivered_ = 0;
  uint64_t nextCountersNs_ = 0;
};

}  // namespace syscall_trace
