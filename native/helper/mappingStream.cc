#include "helper/mappingStream.h"

#include <linux/perf_event.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <time.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <cstring>
#include <optional>
#include <span>

#include "record/layout.gen.h"

namespace syscall_trace {
namespace {

constexpr size_t kPage = 4096;
/** What every user may lock for each CPU (kernel.perf_event_mlock_kb, 516 KiB), without the control page. Halved while refused. */
constexpr size_t kRingBytes = 512 << 10;
constexpr size_t kLeastRingBytes = 64 << 10;

/** Behind each record (attr.sample_id_all with SAMPLE_TID and SAMPLE_TIME). */
struct SampleId {
  uint32_t pid;
  uint32_t tid;
  uint64_t time;
};

/** Bodies of records, as perf_event_open(2) lists them. */
struct TaskBody {
  uint32_t pid;
  uint32_t parentPid;
  uint32_t tid;
  uint32_t parentTid;
  uint64_t time;
};
struct MapBody {
  uint32_t pid;
  uint32_t tid;
  uint64_t address;
  uint64_t length;
  uint64_t pageOffset;
  uint32_t major;
  uint32_t minor;
  uint64_t inode;
  uint64_t generation;
  uint32_t protection;
  uint32_t flags;
};
struct LostBody {
  uint64_t id;
  uint64_t count;
};

/** Copies a body out of a record; nothing when the record is shorter. */
template <class T>
std::optional<T> bodyOf(std::span<const uint8_t> record) {
  if (record.size() < sizeof(perf_event_header) + sizeof(T)) return std::nullopt;
  T body;
  std::memcpy(&body, record.data() + sizeof(perf_event_header), sizeof body);
  return body;
}

bool fillMapped(std::span<const uint8_t> record, MappingEvent& event) {
  const std::optional<MapBody> body = bodyOf<MapBody>(record);
  if (!body || record.size() < sizeof(perf_event_header) + sizeof(MapBody) + sizeof(SampleId)) return false;
  const auto* name = reinterpret_cast<const char*>(record.data()) + sizeof(perf_event_header) + sizeof(MapBody);
  const size_t room = record.size() - sizeof(perf_event_header) - sizeof(MapBody) - sizeof(SampleId);
  event.kind = MappingEvent::Kind::kMapped;
  event.pid = static_cast<int>(body->pid);
  event.mapping = {.start = body->address, .end = body->address + body->length, .offset = body->pageOffset, .protection = 0, .file = nullptr};
  if ((body->protection & PROT_READ) != 0) event.mapping.protection |= layout::kMappingProtectionRead;
  if ((body->protection & PROT_WRITE) != 0) event.mapping.protection |= layout::kMappingProtectionWrite;
  if ((body->protection & PROT_EXEC) != 0) event.mapping.protection |= layout::kMappingProtectionExecute;
  if ((body->flags & MAP_SHARED) != 0) event.mapping.protection |= layout::kMappingProtectionShared;
  event.file = {.path = std::string(name, strnlen(name, room)), .major = body->major, .minor = body->minor, .inode = body->inode};
  // The kernel's name for memory without a file; its offset says nothing.
  if (event.file.path == "//anon") event.file.path.clear();
  if (event.file.inode == 0) event.mapping.offset = 0;
  return true;
}

bool fillTask(std::span<const uint8_t> record, bool exit, MappingEvent& event) {
  const std::optional<TaskBody> body = bodyOf<TaskBody>(record);
  if (!body) return false;
  event.pid = static_cast<int>(body->pid);
  event.parentPid = static_cast<int>(body->parentPid);
  if (exit)
    event.kind = MappingEvent::Kind::kThreadExited;
  else
    event.kind = body->pid == body->parentPid ? MappingEvent::Kind::kThreadStarted : MappingEvent::Kind::kForked;
  return true;
}

/** False for records that say nothing about mappings. */
bool fillEvent(const perf_event_header& header, std::span<const uint8_t> record, MappingEvent& event) {
  if (record.size() < sizeof header + sizeof(SampleId)) return false;
  SampleId id;
  std::memcpy(&id, record.data() + record.size() - sizeof id, sizeof id);
  event.timeNs = id.time;
  event.pid = static_cast<int>(id.pid);
  switch (header.type) {
    case PERF_RECORD_FORK:
      return fillTask(record, false, event);
    case PERF_RECORD_EXIT:
      return fillTask(record, true, event);
    case PERF_RECORD_COMM:
      event.kind = MappingEvent::Kind::kExecuted;
      return (header.misc & PERF_RECORD_MISC_COMM_EXEC) != 0;
    case PERF_RECORD_MMAP2:
      return fillMapped(record, event);
    default:
      return false;
  }
}

/** Copies out of a ring; `at` counts on beyond its size. */
void copyOut(const uint8_t* ring, size_t size, uint64_t at, std::span<uint8_t> to) {
  const size_t start = at % size;
  const size_t first = std::min(to.size(), size - start);
  std::memcpy(to.data(), ring + start, first);
  std::memcpy(to.data() + first, ring, to.size() - first);
}

}  // namespace

MappingStream::Ring::~Ring() {
  if (page_ != nullptr) munmap(page_, bytes_ + kPage);
}

bool MappingStream::Ring::map(int fd, size_t bytes) {
  void* page = mmap(nullptr, bytes + kPage, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
  if (page == MAP_FAILED) return false;
  page_ = page;
  bytes_ = bytes;
  return true;
}

void MappingStream::Ring::drain(std::vector<MappingEvent>& events, uint64_t& lost) {
  auto* control = static_cast<perf_event_mmap_page*>(page_);
  const auto* ring = static_cast<const uint8_t*>(page_) + kPage;
  const uint64_t head = std::atomic_ref<__u64>(control->data_head).load(std::memory_order_acquire);
  uint64_t tail = control->data_tail;
  std::vector<uint8_t> record;
  while (tail < head) {
    perf_event_header header;
    copyOut(ring, bytes_, tail, {reinterpret_cast<uint8_t*>(&header), sizeof header});
    if (header.size < sizeof header) break;
    record.resize(header.size);
    copyOut(ring, bytes_, tail, record);
    tail += header.size;
    MappingEvent event;
    if (header.type == PERF_RECORD_LOST) {
      const std::optional<LostBody> body = bodyOf<LostBody>(record);
      if (body) lost += body->count;
    } else if (fillEvent(header, record, event)) {
      events.push_back(std::move(event));
    }
  }
  std::atomic_ref<__u64>(control->data_tail).store(head, std::memory_order_release);
}

bool MappingStream::openCpu(int cpu, bool everyMapping) {
  perf_event_attr attr{};
  attr.size = sizeof attr;
  attr.type = PERF_TYPE_SOFTWARE;
  attr.config = PERF_COUNT_SW_DUMMY;
  attr.mmap = 1;
  attr.mmap2 = 1;
  attr.mmap_data = everyMapping ? 1 : 0;
  attr.comm = 1;
  attr.comm_exec = 1;
  attr.task = 1;
  attr.exclude_kernel = 1;
  attr.exclude_hv = 1;
  attr.sample_id_all = 1;
  attr.sample_type = PERF_SAMPLE_TID | PERF_SAMPLE_TIME;
  attr.use_clockid = 1;
  attr.clockid = CLOCK_MONOTONIC;
  attr.watermark = 1;
  attr.wakeup_watermark = kLeastRingBytes / 2;
  UniqueFd fd(static_cast<int>(syscall(SYS_perf_event_open, &attr, -1, cpu, -1, PERF_FLAG_FD_CLOEXEC)));
  if (!fd) return false;
  Ring ring;
  size_t bytes = kRingBytes;
  while (!ring.map(fd.get(), bytes)) {
    if ((errno != EPERM && errno != ENOMEM) || bytes <= kLeastRingBytes) return false;
    bytes /= 2;
  }
  events_.push_back(std::move(fd));
  rings_.push_back(std::move(ring));
  return true;
}

bool MappingStream::open(bool everyMapping) {
  const long cpus = sysconf(_SC_NPROCESSORS_CONF);
  int cause = 0;
  for (int cpu = 0; cpu < cpus; cpu++) {
    if (openCpu(cpu, everyMapping)) continue;
    // A CPU that is offline runs nothing.
    if (errno != ENODEV) cause = errno;
  }
  errno = cause;
  return !events_.empty() && cause == 0;
}

void MappingStream::drain(std::vector<MappingEvent>& events) {
  for (Ring& ring : rings_) ring.drain(events, lost_);
}

}  // namespace syscall_trace
