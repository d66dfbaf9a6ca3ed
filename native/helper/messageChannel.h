/** The connection to the client: requests come on one descriptor, records go on another; neither is ever waited for. */
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <vector>

#include "record/layout.gen.h"

namespace syscall_trace {

class MessageChannel {
 public:
  /** Descriptors of the caller's; made non-blocking. */
  MessageChannel(int input, int output);

  int input() const { return input_; }
  int output() const { return output_; }

  void send(std::vector<uint8_t> record);
  /** Writes what the client takes. False when it has gone. */
  bool flush();
  /** Bytes that wait to be written. */
  uint64_t waiting() const { return waiting_; }
  /** Waits up to a few seconds for the client to take everything. */
  void flushWhole();

  /** Reads what has come. False when the client has gone, or sent what is no record. */
  bool receive();
  /** The next record of this type and size; nothing while none is whole. Any other one breaks the connection. */
  template <class T>
  std::optional<T> next(layout::RecordType type) {
    T record;
    if (!takeRecord(&record, sizeof record, type)) return std::nullopt;
    return record;
  }
  bool broken() const { return broken_; }

 private:
  bool takeRecord(void* to, size_t size, layout::RecordType type);

  int input_;
  int output_;
  std::vector<uint8_t> received_;
  std::deque<std::vector<uint8_t>> queue_;
  /** Bytes of the queue's first that are written. */
  size_t written_ = 0;
  uint64_t waiting_ = 0;
  bool broken_ = false;
};

}  // namespace syscall_trace
