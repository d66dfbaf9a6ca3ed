#pragma once

#include <sys/types.h>

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "record/uniqueFd.h"

namespace syscall_trace {

/** A file that somebody else goes on writing; read from front to back, whole pieces only. */
class GrowingFile {
 public:
  /** Opens `path` when it belongs to the owner of process `pid`: anybody may put a file of that name into /tmp. */
  static GrowingFile ofProcess(pid_t pid, const std::string& path);

  bool isOpen() const { return static_cast<bool>(fd_); }
  /** What is there and was not consumed yet, as far as it was read so far and can be kept in mind. */
  std::span<const uint8_t> more();
  /** `count` bytes of what `more` gave are done with. */
  void consume(size_t count) { consumed_ += count; }

 private:
  UniqueFd fd_;
  uint64_t offset_ = 0;  // of bytes_ in the file
  size_t consumed_ = 0;
  std::vector<uint8_t> bytes_;
};

}  // namespace syscall_trace
