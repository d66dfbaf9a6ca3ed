/**
 * Appends records to a trace file (layout in adapter/record/layout.ts) through a mapped window of it.
 *
 * One thread writes; `committed` and `consumed` may be called by any. Disk blocks are reserved before they are
 * touched, so that a full disk is a lost record, counted in the file's header, and never a SIGBUS.
 */
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <span>
#include <string>

#include "record/layout.gen.h"
#include "record/uniqueFd.h"

namespace syscall_trace {

class TraceWriter {
 public:
  struct Options {
    std::string path;
    /** Unlink the file at once, and free what was consumed. */
    bool temporary = false;
    /** Write no further than this many bytes; 0: no limit. */
    uint64_t maxBytes = 0;
  };

  /** Creates or truncates the file, readable by its owner alone. Null on failure, with its errno in `error`. */
  static std::unique_ptr<TraceWriter> create(const Options& options, int& error);
  ~TraceWriter();
  TraceWriter(const TraceWriter&) = delete;
  TraceWriter& operator=(const TraceWriter&) = delete;

  /**
   * Begins a record of type T, zero-filled but for its header. Null when there is no room: the record counts as
   * lost. The pointer is valid until the next call.
   */
  template <class T>
  T* begin(layout::RecordType type, int pid, int tid, uint64_t timeNs, uint16_t flags = 0) {
    return reinterpret_cast<T*>(beginRecord(sizeof(T), type, pid, tid, timeNs, flags));
  }

  /**
   * Room for a blob of at most `capacity` bytes in the record begun. The span is shorter when a limit of the layout
   * is near, and without data when there is none left. It is valid until the next call; closeBlob must follow, unless it has no data.
   */
  std::span<uint8_t> openBlob(uint64_t address, layout::BlobKind kind, uint64_t capacity);
  /** Keeps the first `length` bytes of the opened blob. Returns where they lie, as an offset for bytesAt. */
  uint32_t closeBlob(uint32_t length, layout::BlobStatus status);
  /** Copies a whole blob; cut (status truncated) where it does not fit. */
  void addBlob(uint64_t address, layout::BlobKind kind, std::span<const uint8_t> bytes, layout::BlobStatus status = layout::kBlobStatusOk);

  /** Bytes of a closed blob of the current record. Valid until the next call that writes. */
  const uint8_t* bytesAt(uint32_t offset) const { return window_ + (start_ - windowStart_) + offset; }

  /** Makes the record visible. Returns its file offset, or 0 when it was lost. */
  uint64_t commit();

  /** Truncates to what was written and marks the file as closed in order. The descriptor stays open. */
  void close();

  /** File offset behind the last whole record. */
  uint64_t committed() const;
  /** The reader is done with everything before `offset`. */
  void consumed(uint64_t offset);
  uint64_t consumedOffset() const { return consumed_.load(std::memory_order_acquire); }
  /** Futex word that changes with each consumed(). */
  std::atomic<uint32_t>& consumedSignal() { return consumedSignal_; }

  /** For reading, owned by the writer. */
  int fd() const { return fd_.get(); }

 private:
  explicit TraceWriter(UniqueFd fd, const Options& options) : fd_(std::move(fd)), temporary_(options.temporary), maxBytes_(options.maxBytes) {}

  bool initialise(int& error);
  uint8_t* beginRecord(uint32_t bytes, layout::RecordType type, int pid, int tid, uint64_t timeNs, uint16_t flags);
  uint8_t* placeHeader(uint32_t bytes, layout::RecordType type, int pid, int tid, uint64_t timeNs, uint16_t flags);
  bool ensure(uint64_t bytes, uint64_t limit);
  bool moveWindow(uint64_t bytes);
  bool allocate(uint64_t end);
  void populate(uint64_t end);
  void lose();
  void reportLoss(uint64_t timeNs);
  uint64_t dataLimit() const;
  uint8_t* at(uint64_t offset) { return window_ + (offset - windowStart_); }

  UniqueFd fd_;
  const bool temporary_;
  const uint64_t maxBytes_;
  layout::FileHeader* header_ = nullptr;

  uint8_t* window_ = nullptr;
  uint64_t windowStart_ = 0;
  uint64_t windowEnd_ = 0;
  /** Up to here the file has disk blocks. */
  uint64_t allocated_ = 0;
  /** Up to here the window's pages are mapped for writing. */
  uint64_t populated_ = 0;
  /** File offset of the current record, or of the next one. */
  uint64_t start_ = 0;
  /** Bytes of the current record so far. */
  uint64_t used_ = 0;
  /** Where the opened blob's header lies, from start_. */
  uint64_t blob_ = 0;
  bool recording_ = false;
  /** Records lost since the last Note about it. */
  uint32_t unreported_ = 0;
  /** A record would have exceeded maxBytes: nothing but the Note about it is written any more. */
  bool limitReached_ = false;
  bool limitReported_ = false;
  bool closed_ = false;

  std::atomic<uint64_t> consumed_{0};
  std::atomic<uint32_t> consumedSignal_{0};
  /** Up to here the disk blocks are freed; JavaScript's thread only. */
  uint64_t punched_ = layout::kFileHeaderSize;
};

}  // namespace syscall_trace
