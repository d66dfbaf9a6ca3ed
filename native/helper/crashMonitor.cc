#include "helper/crashMonitor.h"

#include <poll.h>
#include <time.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

#include "helper/crashRecord.h"
#include "helper/procProcess.h"
#include "record/recordBuilder.h"

namespace syscall_trace {
namespace {

constexpr uint64_t kMillisecond = 1'000'000;
/** Looking at every process takes long on a machine that has many. */
constexpr uint64_t kSnapshotPauseNs = 1000 * kMillisecond;
/** While more than this waits for the client, or is being put together, the rest stays in the kernel's ring. */
constexpr uint64_t kMostWaiting = 8 << 20;
constexpr uint64_t kMostPending = 16 << 20;
/** The mapping stream wakes us when it is half full; this is for what it holds until then. */
constexpr int kLongestWaitMs = 1000;

uint64_t clockNs(clockid_t clock) {
  timespec now{};
  clock_gettime(clock, &now);
  return static_cast<uint64_t>(now.tv_sec) * 1'000'000'000 + static_cast<uint64_t>(now.tv_nsec);
}

}  // namespace

std::optional<Refusal> CrashMonitor::start(bool canReadOthers) {
  canReadOthers_ = canReadOthers;
  std::string log;
  const bool wantExitMappings = (request_.withoutFeatures & layout::kMonitorFeatureExitMappings) == 0;
  const int error = programs_.load(
      settings_, wantExitMappings,
      [this](std::span<const uint8_t> record) {
        pending_.add(record, clockNs(CLOCK_MONOTONIC));
        return !isHeldBack();
      },
      log);
  if (error != 0) return Refusal{.reason = layout::kMonitorRefusalReasonFailed, .error = error, .missingCapabilities = 0, .text = std::move(log)};
  // Where the exit hook tells whole lists, the stream need only tell of code.
  hasStream_ = (request_.withoutFeatures & layout::kMonitorFeatureMappingStream) == 0 && stream_.open(!programs_.exitMappings());
  snapshotProcesses();
  const int refused = programs_.attach();
  if (refused != 0) return Refusal{.reason = layout::kMonitorRefusalReasonFailed, .error = refused};
  return std::nullopt;
}

/** The stream is open already, so that nothing is missed between the two. */
void CrashMonitor::snapshotProcesses() {
  for (const int pid : allProcesses()) {
    const uint32_t threads = countThreads(pid);
    std::optional<MappingList> mappings = readMappings(pid, table_);
    if (mappings) table_.snapshot(pid, threads, std::move(*mappings));
  }
}

void CrashMonitor::sendReady() {
  layout::MonitorReady ready{};
  ready.timeNs = clockNs(CLOCK_MONOTONIC);
  ready.pid = ready.tid = getpid();
  ready.version = layout::kLayoutVersion;
  if (programs_.exitMappings()) ready.features |= layout::kMonitorFeatureExitMappings;
  if (programs_.faultPlace()) ready.features |= layout::kMonitorFeatureFaultPlace;
  if (hasStream_) ready.features |= layout::kMonitorFeatureMappingStream;
  if (canReadOthers_) ready.features |= layout::kMonitorFeatureOtherUsersFiles;
  ready.uid = settings_.uid;
  ready.scope = settings_.own_only != 0 ? layout::kMonitorScopeOwn : layout::kMonitorScopeAll;
  channel_.send(RecordBuilder(ready, layout::kRecordTypeMonitorReady).finish());
}

/**
 * What led to a crash was written before it: to the stream of any CPU before the crash came into the ring. So the ring is read
 * first and the stream then, and what is later than the start of both waits for the next time: something that came before it may
 * have been written to a CPU's stream that was read already.
 */
void CrashMonitor::collect() {
  const uint64_t start = clockNs(CLOCK_MONOTONIC);
  const bool emptied = !isHeldBack() && programs_.consume();
  stream_.drain(heldEvents_);
  std::stable_sort(heldEvents_.begin(), heldEvents_.end(), [](const MappingEvent& a, const MappingEvent& b) { return a.timeNs < b.timeNs; });
  auto event = heldEvents_.begin();
  for (; event != heldEvents_.end() && event->timeNs <= start; ++event) {
    pending_.placeUpTo(event->timeNs, table_);
    apply(*event);
  }
  heldEvents_.erase(heldEvents_.begin(), event);
  pending_.placeUpTo(start, table_);
  // What was lost is looked up, so that only what came and went in between is missing.
  if (stream_.lost() != knownLost_ && start >= nextSnapshotNs_) {
    knownLost_ = stream_.lost();
    nextSnapshotNs_ = start + kSnapshotPauseNs;
    snapshotProcesses();
  }
  // A crash that still waits in the ring is asked about later.
  if (emptied) table_.forgetBefore(start);
}

void CrashMonitor::apply(MappingEvent& event) {
  switch (event.kind) {
    case MappingEvent::Kind::kForked:
      return table_.forked(event.parentPid, event.pid);
    case MappingEvent::Kind::kThreadStarted:
      return table_.threadStarted(event.pid);
    case MappingEvent::Kind::kExecuted:
      return table_.executed(event.pid, event.timeNs);
    case MappingEvent::Kind::kThreadExited:
      return table_.threadExited(event.pid, event.timeNs);
    case MappingEvent::Kind::kMapped:
      if (!event.file.path.empty()) event.mapping.file = table_.intern(std::move(event.file));
      return table_.mapped(event.pid, std::move(event.mapping));
  }
}

void CrashMonitor::deliver(uint64_t nowNs) {
  const auto realtimeOffset = static_cast<int64_t>(clockNs(CLOCK_REALTIME) - clockNs(CLOCK_MONOTONIC));
  for (const std::unique_ptr<PendingCrash>& crash : pending_.takeReady(nowNs)) {
    channel_.send(crashRecord(*crash, table_, realtimeOffset));
    delivered_++;
  }
}

bool CrashMonitor::isHeldBack() const { return paused_ || channel_.waiting() > kMostWaiting || pending_.bytes() > kMostPending; }

int CrashMonitor::pollTimeoutMs(uint64_t nowNs) const {
  // What waits for its place needs another look at the stream only.
  if (pending_.hasUnplaced() || !heldEvents_.empty()) return 1;
  uint64_t until = std::min(nextCountersNs_, nowNs + kLongestWaitMs * kMillisecond);
  until = std::min(until, pending_.firstDeadlineNs());
  return until <= nowNs ? 0 : static_cast<int>((until - nowNs) / kMillisecond + 1);
}

bool CrashMonitor::wait(uint64_t nowNs) {
  std::vector<pollfd> waits{
      {.fd = channel_.input(), .events = POLLIN, .revents = 0},
      {.fd = channel_.output(), .events = static_cast<short>(channel_.waiting() > 0 ? POLLOUT : 0), .revents = 0},
      // A negative descriptor is not looked at.
      {.fd = isHeldBack() ? -1 : programs_.descriptor(), .events = POLLIN, .revents = 0},
  };
  for (const UniqueFd& fd : stream_.descriptors()) waits.push_back({.fd = fd.get(), .events = POLLIN, .revents = 0});
  if (poll(waits.data(), waits.size(), pollTimeoutMs(nowNs)) < 0) return errno == EINTR;
  return (waits[1].revents & (POLLERR | POLLHUP)) == 0;
}

bool CrashMonitor::obey() {
  const bool connected = channel_.receive();
  while (const std::optional<layout::MonitorControl> control = channel_.next<layout::MonitorControl>(layout::kRecordTypeMonitorControl)) {
    if (control->command == layout::kMonitorCommandStop) return false;
    paused_ = control->command == layout::kMonitorCommandPause;
  }
  return connected && !channel_.broken();
}

void CrashMonitor::sendCounters(uint64_t nowNs, bool last) {
  const crash_counts counts = programs_.counts();
  layout::CrashCounters counters{};
  counters.timeNs = nowNs;
  if (last) counters.flags |= layout::kRecordFlagFinal;
  counters.detected = counts.detected;
  counters.filtered = counts.filtered;
  counters.captured = counts.captured;
  counters.dropped = counts.dropped;
  counters.reduced = counts.reduced;
  counters.delivered = delivered_;
  counters.ringBytes = settings_.ring_bytes;
  counters.ringUsed = programs_.waiting();
  counters.helperMemory = ownMemoryBytes();
  counters.trackedProcesses = table_.size();
  counters.mappingsLost = stream_.lost();
  channel_.send(RecordBuilder(counters, layout::kRecordTypeCrashCounters).finish());
  nextCountersNs_ = nowNs + request_.countersIntervalMs * kMillisecond;
}

void CrashMonitor::run(const volatile bool& interrupted) {
  nextCountersNs_ = clockNs(CLOCK_MONOTONIC) + request_.countersIntervalMs * kMillisecond;
  while (!interrupted) {
    uint64_t now = clockNs(CLOCK_MONOTONIC);
    if (!channel_.flush() || !wait(now)) return;
    if (!obey()) break;
    collect();
    now = clockNs(CLOCK_MONOTONIC);
    deliver(now);
    if (now >= nextCountersNs_) sendCounters(now, false);
  }
  finish();
}

/** What was captured is delivered still. */
void CrashMonitor::finish() {
  programs_.detach();
  paused_ = false;
  for (;;) {
    collect();
    const uint64_t now = clockNs(CLOCK_MONOTONIC);
    deliver(now);
    channel_.flushWhole();
    if (channel_.waiting() > 0 || (pending_.empty() && programs_.waiting() == 0)) break;
    pollfd wait{.fd = programs_.descriptor(), .events = POLLIN, .revents = 0};
    if (poll(&wait, 1, 5) < 0 && errno != EINTR) break;
  }
  sendCounters(clockNs(CLOCK_MONOTONIC), true);
  channel_.flushWhole();
}

}  // namespace syscall_trace
