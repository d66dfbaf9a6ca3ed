#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace syscall_trace {

/**
 * A section of a file. It stays in the file, and pieces are read as they are asked for: debug information is larger than what
 * is ever looked at. It is not mapped either: a file that shrinks while it is mapped would kill us with SIGBUS. Sections that
 * were compressed, and those of an image in memory, are kept whole.
 */
class Section {
 public:
  Section() = default;
  /** `fd` outlives the section. */
  static Section inFile(int fd, uint64_t fileOffset, uint64_t size);
  /** `owner` keeps `bytes` alive. */
  static Section inMemory(std::span<const uint8_t> bytes, std::shared_ptr<const void> owner);
  /** `size` bytes of this section from `offset` on, as a section of its own; empty when they are not all there. */
  Section part(uint64_t offset, uint64_t size) const;

  uint64_t size() const { return size_; }
  bool empty() const { return size_ == 0; }

  /** The bytes from `offset` on, read into `buffer` where they are not in memory; empty when they are not all there. */
  std::span<const uint8_t> read(uint64_t offset, uint64_t length, std::vector<uint8_t>& buffer) const;
  /** The text at `offset` up to a zero byte; nothing when there is no such byte within reason. */
  std::optional<std::string> text(uint64_t offset) const;

 private:
  std::shared_ptr<const void> owner_;
  const uint8_t* memory_ = nullptr;  // null: in the file
  int fd_ = -1;
  uint64_t fileOffset_ = 0;
  uint64_t size_ = 0;
};

/** A view that moves over a section: what is asked for next is mostly near. */
class SectionWindow {
 public:
  explicit SectionWindow(const Section& section) : section_(&section) {}

  const Section& section() const { return *section_; }
  /** What is there from `offset` on: at least `atLeast` bytes, fewer only at the end of the section. Valid until the next call. */
  std::span<const uint8_t> at(uint64_t offset, size_t atLeast);

 private:
  const Section* section_;
  std::vector<uint8_t> buffer_;
  std::span<const uint8_t> bytes_;
  uint64_t start_ = 0;
};

}  // namespace syscall_trace
