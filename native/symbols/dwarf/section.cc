#include "symbols/dwarf/section.h"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstring>

namespace syscall_trace {
namespace {

/** Names of deeply nested templates reach tens of kilobytes; a longer text is damage. */
constexpr uint64_t kMaxText = 1 << 20;
constexpr size_t kTextPiece = 256;
constexpr uint64_t kWindow = 1 << 16;

bool readFully(int fd, uint8_t* out, size_t length, uint64_t offset) {
  for (size_t done = 0; done < length;) {
    const ssize_t got = pread(fd, out + done, length - done, static_cast<off_t>(offset + done));
    if (got <= 0) return false;
    done += static_cast<size_t>(got);
  }
  return true;
}

}  // namespace

Section Section::inFile(int fd, uint64_t fileOffset, uint64_t size) {
  Section section;
  section.fd_ = fd;
  section.fileOffset_ = fileOffset;
  section.size_ = size;
  return section;
}

Section Section::inMemory(std::span<const uint8_t> bytes, std::shared_ptr<const void> owner) {
  Section section;
  section.owner_ = std::move(owner);
  section.memory_ = bytes.data();
  section.size_ = bytes.size();
  return section;
}

Section Section::part(uint64_t offset, uint64_t size) const {
  if (offset > size_ || size > size_ - offset) return {};
  Section part = *this;
  if (memory_ != nullptr) part.memory_ += offset;
  part.fileOffset_ += offset;
  part.size_ = size;
  return part;
}

std::span<const uint8_t> Section::read(uint64_t offset, uint64_t length, std::vector<uint8_t>& buffer) const {
  if (offset > size_ || length > size_ - offset || length == 0) return {};
  if (memory_ != nullptr) return {memory_ + offset, static_cast<size_t>(length)};
  if (buffer.size() < length) buffer.resize(length);
  if (!readFully(fd_, buffer.data(), length, fileOffset_ + offset)) return {};
  return {buffer.data(), static_cast<size_t>(length)};
}

std::optional<std::string> Section::text(uint64_t offset) const {
  if (offset >= size_) return std::nullopt;
  const uint64_t most = std::min(size_ - offset, kMaxText);
  if (memory_ != nullptr) {
    const void* zero = std::memchr(memory_ + offset, 0, most);
    if (zero == nullptr) return std::nullopt;
    return std::string(reinterpret_cast<const char*>(memory_ + offset), static_cast<const char*>(zero));
  }
  std::string text;
  std::array<char, kTextPiece> piece;
  while (text.size() < most) {
    const size_t length = std::min<size_t>(piece.size(), most - text.size());
    if (!readFully(fd_, reinterpret_cast<uint8_t*>(piece.data()), length, fileOffset_ + offset + text.size())) return std::nullopt;
    const void* zero = std::memchr(piece.data(), 0, length);
    const size_t taken = zero != nullptr ? static_cast<size_t>(static_cast<const char*>(zero) - piece.data()) : length;
    text.append(piece.data(), taken);
    if (zero != nullptr) return text;
  }
  return std::nullopt;
}

std::span<const uint8_t> SectionWindow::at(uint64_t offset, size_t atLeast) {
  const uint64_t size = section_->size();
  if (offset >= size) return {};
  const uint64_t wanted = std::min<uint64_t>(atLeast, size - offset);
  if (offset < start_ || offset - start_ > bytes_.size() || bytes_.size() - (offset - start_) < wanted) {
    bytes_ = section_->read(offset, std::min(std::max(kWindow, wanted), size - offset), buffer_);
    start_ = offset;
    if (bytes_.empty()) return {};
  }
  return bytes_.subspan(offset - start_);
}

}  // namespace syscall_trace
