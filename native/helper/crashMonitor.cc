#include "helper/crashMonitor.h"

#include <poll.h>
#include <time.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstddef>
#include <cstring>
#include <iterator>

#include "helper/crashRecord.h"
#include "helper/procProcess.h"
#include "record/recordBuilder.h"

namespace syscall_trace {
namespace {

constexpr uint64_t kMillisecond = 1'000'000;
/** How long a crash waits for the mappings of its dying thread: longer than dying takes, unless a core is dumped before it. */
constexpr uint64_t kPatienceNs = 250 * kMillisecond;
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

/** A record of the ring as T; null when it is shorter. The ring's records are aligned to 8 bytes. */
template <class T>
const T* as(std::span<const uint8_t> record) {
  return record.size() >= sizeof(T) ? reinterpret_cast<const T*>(record.data()) : nullptr;
}

}  // namespace

std::optional<Refusal> CrashMonitor::start(bool canReadOthers) {
  canReadOthers_ = canReadOthers;
  std::string log;
  const bool wantExitMappings = (request_.withoutFeatures & layout::kMonitorFeatureExitMappings) == 0;
  const int error = programs_.load(
      settings_, wantExitMappings, [this](std::span<const uint8_t> record) { return onRecord(record); }, log);
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

bool CrashMonitor::onRecord(std::span<const uint8_t> record) {
  const auto* head = as<crash_record>(record);
  if (head == nullptr) return true;
  if (head->kind == CRASH_RECORD_CRASH) {
    if (const auto* event = as<crash_event>(record)) beginCrash(*event);
  } else if (head->kind == CRASH_RECORD_STACK) {
    if (const auto* part = as<crash_stack>(record)) addStack(*part);
  } else if (head->kind == CRASH_RECORD_VMAS) {
    addMappings(record);
  }
  return !isHeldBack();
}

void CrashMonitor::beginCrash(const crash_event& event) {
  std::unique_ptr<PendingCrash>& crash = pending_[event.record.id];
  if (crash) return;
  crash = std::make_unique<PendingCrash>();
  crash->event = event;
  crash->deadlineNs = clockNs(CLOCK_MONOTONIC) + kPatienceNs;
  unplaced_.push_back(crash.get());
  pendingBytes_ += sizeof event + uint64_t{event.pages} * CRASH_PAGE;
}

void CrashMonitor::addStack(const crash_stack& part) {
  const auto found = pending_.find(part.record.id);
  if (found == pending_.end()) return;
  std::vector<uint8_t>& stack = found->second->stack;
  stack.insert(stack.end(), std::begin(part.page), std::end(part.page));
}

void CrashMonitor::addMappings(std::span<const uint8_t> record) {
  // Only as many mappings as it counts are there.
  constexpr size_t kHead = offsetof(crash_vmas, vmas);
  crash_vmas head{};
  if (record.size() < kHead) return;
  std::memcpy(&head, record.data(), kHead);
  const auto found = pending_.find(head.record.id);
  if (found == pending_.end()) return;
  PendingCrash& crash = *found->second;
  const auto* vmas = reinterpret_cast<const crash_vma*>(record.data() + kHead);
  const size_t count = std::min<size_t>(head.count, (record.size() - kHead) / sizeof(crash_vma));
  const bool fits = crash.vmas.size() + count <= CRASH_MAX_VMAS;
  if (fits) crash.vmas.insert(crash.vmas.end(), vmas, vmas + count);
  if (head.error != 0 || !fits) crash.vmasFailed = true;
  if (head.last != 0) crash.vmasComplete = true;
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
    placeUpTo(event->timeNs);
    apply(*event);
  }
  heldEvents_.erase(heldEvents_.begin(), event);
  placeUpTo(start);
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

/** Crashes of before `timeNs` get the mappings that their process has at this point of the stream. */
void CrashMonitor::placeUpTo(uint64_t timeNs) {
  std::erase_if(unplaced_, [&](PendingCrash* crash) {
    if (crash->event.time_ns > timeNs) return false;
    crash->mappings = table_.mappingsAt(static_cast<int>(crash->event.pid), crash->event.time_ns);
    crash->placed = true;
    return true;
  });
}

bool CrashMonitor::isReady(const PendingCrash& crash, uint64_t nowNs) const {
  if (!crash.placed || !crash.hasWholeStack()) return false;
  return !crash.awaitsVmas() || nowNs >= crash.deadlineNs;
}

void CrashMonitor::deliver(uint64_t nowNs) {
  const auto realtimeOffset = static_cast<int64_t>(clockNs(CLOCK_REALTIME) - clockNs(CLOCK_MONOTONIC));
  std::erase_if(pending_, [&](const auto& entry) {
    const PendingCrash& crash = *entry.second;
    if (!isReady(crash, nowNs)) return false;
    channel_.send(crashRecord(crash, table_, realtimeOffset));
    delivered_++;
    pendingBytes_ -= sizeof crash.event + uint64_t{crash.event.pages} * CRASH_PAGE;
    return true;
  });
}

bool CrashMonitor::isHeldBack() const { return paused_ || channel_.waiting() > kMostWaiting || pendingBytes_ > kMostPending; }

int CrashMonitor::pollTimeoutMs(uint64_t nowNs) const {
  // What waits for its place needs another look at the stream only.
  if (!unplaced_.empty() || !heldEvents_.empty()) return 1;
  uint64_t until = std::min(nextCountersNs_, nowNs + kLongestWaitMs * kMillisecond);
  for (const auto& [id, crash] : pending_) until = std::min(until, crash->deadlineNs);
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
