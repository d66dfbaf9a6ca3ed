#include "record/traceWriter.h"

#include <fcntl.h>
#include <linux/futex.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <time.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#ifndef MADV_POPULATE_WRITE
#define MADV_POPULATE_WRITE 23
#endif

namespace syscall_trace {
namespace {

constexpr uint64_t kPage = 4096;
constexpr uint64_t kWindowBytes = 4 << 20;
/** Disk blocks are reserved in steps that grow from the first to the second. */
constexpr uint64_t kFirstChunk = 1 << 20;
constexpr uint64_t kChunk = 4 << 20;
/** Pages are made present this many bytes at a time: one request instead of many page faults. */
constexpr uint64_t kPopulateStep = 256 << 10;
/** Room that maxBytes leaves for the Note that says why the trace ends. */
constexpr uint64_t kNoteReserve = 256;
/** Disk blocks of a temporary file are freed in steps of this size. */
constexpr uint64_t kPunchStep = 1 << 20;

constexpr uint64_t roundUp(uint64_t value, uint64_t unit) { return (value + unit - 1) / unit * unit; }

uint64_t clockNs(clockid_t clock) {
  timespec now{};
  clock_gettime(clock, &now);
  return static_cast<uint64_t>(now.tv_sec) * 1'000'000'000 + static_cast<uint64_t>(now.tv_nsec);
}

}  // namespace

std::unique_ptr<TraceWriter> TraceWriter::create(const Options& options, int& error) {
  UniqueFd fd(::open(options.path.c_str(), O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600));
  if (!fd) {
    error = errno;
    return nullptr;
  }
  if (options.temporary) ::unlink(options.path.c_str());
  std::unique_ptr<TraceWriter> writer(new TraceWriter(std::move(fd), options));
  return writer->initialise(error) ? std::move(writer) : nullptr;
}

bool TraceWriter::initialise(int& error) {
  start_ = layout::kFileHeaderSize;
  if (!allocate(start_ + kFirstChunk)) {
    error = errno;
    return false;
  }
  void* page = mmap(nullptr, layout::kFileHeaderSize, PROT_READ | PROT_WRITE, MAP_SHARED, fd_.get(), 0);
  if (page == MAP_FAILED) {
    error = errno;
    return false;
  }
  header_ = static_cast<layout::FileHeader*>(page);
  std::memcpy(header_->magic, layout::kMagic, sizeof header_->magic);
  header_->version = layout::kLayoutVersion;
  header_->headerSize = layout::kFileHeaderSize;
  header_->committed = start_;
  header_->startRealtimeNs = clockNs(CLOCK_REALTIME);
  header_->startMonotonicNs = clockNs(CLOCK_MONOTONIC);
  header_->tracerPid = getpid();
  consumed_ = start_;
  if (!moveWindow(0)) {
    error = errno;
    return false;
  }
  return true;
}

TraceWriter::~TraceWriter() {
  close();
  if (window_ != nullptr) munmap(window_, windowEnd_ - windowStart_);
  if (header_ != nullptr) munmap(header_, layout::kFileHeaderSize);
}

void TraceWriter::close() {
  if (closed_ || header_ == nullptr) return;
  closed_ = true;
  recording_ = false;
  if (unreported_ > 0) reportLoss(clockNs(CLOCK_MONOTONIC));
  // Failure leaves zeros behind the last record, which readers never look at.
  [[maybe_unused]] int ignored = ftruncate(fd_.get(), static_cast<off_t>(committed()));
  std::atomic_ref(header_->state).store(1, std::memory_order_release);
}

uint64_t TraceWriter::committed() const { return std::atomic_ref(header_->committed).load(std::memory_order_acquire); }

uint64_t TraceWriter::dataLimit() const { return maxBytes_ == 0 ? UINT64_MAX : maxBytes_ - std::min(maxBytes_, kNoteReserve); }

uint8_t* TraceWriter::beginRecord(uint32_t bytes, layout::RecordType type, int pid, int tid, uint64_t timeNs, uint16_t flags) {
  recording_ = false;
  used_ = 0;
  if (closed_) return nullptr;
  if (unreported_ > 0) reportLoss(timeNs);
  if (limitReported_ || !ensure(bytes, dataLimit())) {
    lose();
    return nullptr;
  }
  return placeHeader(bytes, type, pid, tid, timeNs, flags);
}

uint8_t* TraceWriter::placeHeader(uint32_t bytes, layout::RecordType type, int pid, int tid, uint64_t timeNs, uint16_t flags) {
  uint8_t* record = at(start_);
  std::memset(record, 0, bytes);
  auto* header = reinterpret_cast<layout::RecordHeader*>(record);
  header->type = type;
  header->flags = flags;
  header->pid = pid;
  header->tid = tid;
  header->timeNs = timeNs;
  used_ = bytes;
  recording_ = true;
  return record;
}

std::span<uint8_t> TraceWriter::openBlob(uint64_t address, layout::BlobKind kind, uint64_t capacity) {
  if (!recording_) return {};
  constexpr uint64_t overhead = sizeof(layout::BlobHeader) + 8;
  if (used_ + overhead >= layout::kLimitRecordBytes) return {};
  const uint64_t bytes = std::min({capacity, uint64_t{layout::kLimitBlobBytes}, layout::kLimitRecordBytes - used_ - overhead});
  if (!ensure(used_ + overhead + bytes, dataLimit())) {
    lose();
    return {};
  }
  blob_ = used_;
  auto* header = reinterpret_cast<layout::BlobHeader*>(at(start_ + blob_));
  *header = {.addr = address, .length = 0, .kind = kind, .status = layout::kBlobStatusOk, .reserved = 0};
  return {at(start_ + blob_ + sizeof *header), bytes};
}

uint32_t TraceWriter::closeBlob(uint32_t length, layout::BlobStatus status) {
  auto* header = reinterpret_cast<layout::BlobHeader*>(at(start_ + blob_));
  header->length = length;
  header->status = status;
  const uint64_t data = blob_ + sizeof *header;
  const uint64_t end = roundUp(data + length, 8);
  std::memset(at(start_ + data + length), 0, end - data - length);
  used_ = end;
  return static_cast<uint32_t>(data);
}

void TraceWriter::addBlob(uint64_t address, layout::BlobKind kind, std::span<const uint8_t> bytes, layout::BlobStatus status) {
  const std::span<uint8_t> room = openBlob(address, kind, bytes.size());
  if (room.data() == nullptr) return;
  if (!room.empty()) std::memcpy(room.data(), bytes.data(), room.size());
  closeBlob(static_cast<uint32_t>(room.size()), room.size() < bytes.size() ? layout::kBlobStatusTruncated : status);
}

uint64_t TraceWriter::commit() {
  if (!recording_) return 0;
  recording_ = false;
  reinterpret_cast<layout::RecordHeader*>(at(start_))->size = static_cast<uint32_t>(used_);
  const uint64_t offset = start_;
  start_ += used_;
  std::atomic_ref(header_->committed).store(start_, std::memory_order_release);
  return offset;
}

void TraceWriter::lose() {
  recording_ = false;
  unreported_++;
  std::atomic_ref(header_->lost).fetch_add(1, std::memory_order_relaxed);
}

void TraceWriter::reportLoss(uint64_t timeNs) {
  if (limitReported_) return;
  if (!ensure(sizeof(layout::Note), maxBytes_ == 0 ? UINT64_MAX : maxBytes_)) return;
  auto* note = reinterpret_cast<layout::Note*>(placeHeader(sizeof(layout::Note), layout::kRecordTypeNote, 0, 0, timeNs, 0));
  note->code = limitReached_ ? layout::kNoteCodeLimit : layout::kNoteCodeLoss;
  note->count = unreported_;
  commit();
  used_ = 0;
  limitReported_ = limitReached_;
  unreported_ = 0;
}

/** Makes `bytes` from start_ on writable, the record's beginning kept. */
bool TraceWriter::ensure(uint64_t bytes, uint64_t limit) {
  const uint64_t end = start_ + bytes;
  if (end <= populated_ && end <= limit) [[likely]] return true;
  if (end > limit) {
    limitReached_ = true;
    return false;
  }
  if (end > allocated_ && !allocate(end)) return false;
  if (end > windowEnd_ && !moveWindow(bytes)) return false;
  populate(end);
  return true;
}

bool TraceWriter::allocate(uint64_t end) {
  const uint64_t chunk = allocated_ < kChunk ? kFirstChunk : kChunk;
  uint64_t target = roundUp(end, chunk);
  int error = posix_fallocate(fd_.get(), static_cast<off_t>(allocated_), static_cast<off_t>(target - allocated_));
  if (error == ENOSPC && roundUp(end, kPage) < target) {
    target = roundUp(end, kPage);
    error = posix_fallocate(fd_.get(), static_cast<off_t>(allocated_), static_cast<off_t>(target - allocated_));
  }
  if (error != 0) {
    errno = error;
    return false;
  }
  allocated_ = target;
  return true;
}

bool TraceWriter::moveWindow(uint64_t bytes) {
  const uint64_t from = start_ / kPage * kPage;
  const uint64_t length = roundUp(std::max(kWindowBytes, start_ - from + bytes), kPage);
  void* window = mmap(nullptr, length, PROT_READ | PROT_WRITE, MAP_SHARED, fd_.get(), static_cast<off_t>(from));
  if (window == MAP_FAILED) return false;
  if (window_ != nullptr) munmap(window_, windowEnd_ - windowStart_);
  window_ = static_cast<uint8_t*>(window);
  windowStart_ = from;
  windowEnd_ = from + length;
  populated_ = from;
  return true;
}

void TraceWriter::populate(uint64_t end) {
  if (end <= populated_) return;
  const uint64_t from = populated_;
  populated_ = std::min({roundUp(std::max(end, from + kPopulateStep), kPage), windowEnd_, allocated_ / kPage * kPage});
  populated_ = std::max(populated_, end);
  // Refused by kernels before 5.14: then each page faults in by itself.
  madvise(window_ + (from - windowStart_), roundUp(populated_ - from, kPage), MADV_POPULATE_WRITE);
}

void TraceWriter::consumed(uint64_t offset) {
  offset = std::min(offset, committed());
  if (offset <= consumed_.load(std::memory_order_relaxed)) return;
  consumed_.store(offset, std::memory_order_release);
  consumedSignal_.fetch_add(1, std::memory_order_release);
  syscall(SYS_futex, reinterpret_cast<uint32_t*>(&consumedSignal_), FUTEX_WAKE_PRIVATE, 1, nullptr, nullptr, 0);
  if (!temporary_ || offset < punched_ + kPunchStep) return;
  const uint64_t end = offset / kPage * kPage;
  // Not every file system can: then the file keeps its blocks until the session ends.
  fallocate(fd_.get(), FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, static_cast<off_t>(punched_), static_cast<off_t>(end - punched_));
  punched_ = end;
}

}  // namespace syscall_trace
