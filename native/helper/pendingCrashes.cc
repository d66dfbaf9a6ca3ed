#include "helper/pendingCrashes.h"

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <iterator>

namespace syscall_trace {
namespace {

/** How long a crash waits for the mappings of its dying thread: longer than dying takes, unless a core is dumped before it. */
constexpr uint64_t kPatienceNs = 250'000'000;

/** A record of the ring as T; null when it is shorter. The ring's records are aligned to 8 bytes. */
template <class T>
const T* as(std::span<const uint8_t> record) {
  return record.size() >= sizeof(T) ? reinterpret_cast<const T*>(record.data()) : nullptr;
}

uint64_t bytesOf(const crash_event& event) { return sizeof event + uint64_t{event.pages} * CRASH_PAGE; }

bool isReady(const PendingCrash& crash, uint64_t nowNs) {
  if (!crash.placed || !crash.hasWholeStack()) return false;
  return !crash.awaitsVmas() || nowNs >= crash.deadlineNs;
}

}  // namespace

void PendingCrashes::add(std::span<const uint8_t> record, uint64_t nowNs) {
  const auto* head = as<crash_record>(record);
  if (head == nullptr) return;
  if (head->kind == CRASH_RECORD_CRASH) {
    if (const auto* event = as<crash_event>(record)) begin(*event, nowNs);
  } else if (head->kind == CRASH_RECORD_STACK) {
    if (const auto* part = as<crash_stack>(record)) addStack(*part);
  } else if (head->kind == CRASH_RECORD_VMAS) {
    addMappings(record);
  }
}

void PendingCrashes::begin(const crash_event& event, uint64_t nowNs) {
  std::unique_ptr<PendingCrash>& crash = crashes_[event.record.id];
  if (crash) return;
  crash = std::make_unique<PendingCrash>();
  crash->event = event;
  crash->deadlineNs = nowNs + kPatienceNs;
  unplaced_.push_back(crash.get());
  bytes_ += bytesOf(event);
}

void PendingCrashes::addStack(const crash_stack& part) {
  const auto found = crashes_.find(part.record.id);
  if (found == crashes_.end()) return;
  std::vector<uint8_t>& stack = found->second->stack;
  stack.insert(stack.end(), std::begin(part.page), std::end(part.page));
}

void PendingCrashes::addMappings(std::span<const uint8_t> record) {
  // Only as many mappings as it counts are there.
  constexpr size_t kHead = offsetof(crash_vmas, vmas);
  crash_vmas head{};
  if (record.size() < kHead) return;
  std::memcpy(&head, record.data(), kHead);
  const auto found = crashes_.find(head.record.id);
  if (found == crashes_.end()) return;
  PendingCrash& crash = *found->second;
  const auto* vmas = reinterpret_cast<const crash_vma*>(record.data() + kHead);
  const size_t count = std::min<size_t>(head.count, (record.size() - kHead) / sizeof(crash_vma));
  const bool fits = crash.vmas.size() + count <= CRASH_MAX_VMAS;
  if (fits) crash.vmas.insert(crash.vmas.end(), vmas, vmas + count);
  if (head.error != 0 || !fits) crash.vmasFailed = true;
  if (head.last != 0) crash.vmasComplete = true;
}

void PendingCrashes::placeUpTo(uint64_t timeNs, const ProcessTable& table) {
  std::erase_if(unplaced_, [&](PendingCrash* crash) {
    if (crash->event.time_ns > timeNs) return false;
    crash->mappings = table.mappingsAt(static_cast<int>(crash->event.pid), crash->event.time_ns);
    crash->placed = true;
    return true;
  });
}

std::vector<std::unique_ptr<PendingCrash>> PendingCrashes::takeReady(uint64_t nowNs) {
  std::vector<std::unique_ptr<PendingCrash>> ready;
  for (auto entry = crashes_.begin(); entry != crashes_.end();) {
    if (!isReady(*entry->second, nowNs)) {
      ++entry;
      continue;
    }
    bytes_ -= bytesOf(entry->second->event);
    ready.push_back(std::move(entry->second));
    entry = crashes_.erase(entry);
  }
  return ready;
}

uint64_t PendingCrashes::firstDeadlineNs() const {
  uint64_t first = UINT64_MAX;
  for (const auto& [id, crash] : crashes_) first = std::min(first, crash->deadlineNs);
  return first;
}

}  // namespace syscall_trace
