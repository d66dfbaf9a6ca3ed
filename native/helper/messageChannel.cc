#include "helper/messageChannel.h"

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace syscall_trace {
namespace {

/** A client says little: more than this without a whole record is no client of ours. */
constexpr size_t kMostReceived = 4096;
constexpr int kLastWordsMs = 5000;

void makeNonBlocking(int fd) { fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) | O_NONBLOCK); }

bool wouldBlock() { return errno == EAGAIN || errno == EINTR; }

}  // namespace

MessageChannel::MessageChannel(int input, int output) : input_(input), output_(output) {
  makeNonBlocking(input);
  makeNonBlocking(output);
}

void MessageChannel::send(std::vector<uint8_t> record) {
  waiting_ += record.size();
  queue_.push_back(std::move(record));
}

bool MessageChannel::flush() {
  while (!queue_.empty()) {
    const std::vector<uint8_t>& first = queue_.front();
    const ssize_t count = write(output_, first.data() + written_, first.size() - written_);
    if (count < 0) return wouldBlock();
    written_ += static_cast<size_t>(count);
    waiting_ -= static_cast<uint64_t>(count);
    if (written_ < first.size()) continue;
    queue_.pop_front();
    written_ = 0;
  }
  return true;
}

void MessageChannel::flushWhole() {
  while (flush() && !queue_.empty()) {
    pollfd wait{.fd = output_, .events = POLLOUT, .revents = 0};
    if (poll(&wait, 1, kLastWordsMs) == 0) return;
  }
}

bool MessageChannel::receive() {
  for (;;) {
    uint8_t block[512];
    const ssize_t count = read(input_, block, sizeof block);
    if (count < 0) return wouldBlock();
    if (count == 0 || received_.size() + static_cast<size_t>(count) > kMostReceived) return false;
    received_.insert(received_.end(), block, block + count);
  }
}

bool MessageChannel::takeRecord(void* to, size_t size, layout::RecordType type) {
  layout::RecordHeader header;
  if (received_.size() < sizeof header || broken_) return false;
  std::memcpy(&header, received_.data(), sizeof header);
  if (header.type != type || header.size != size) {
    broken_ = true;
    return false;
  }
  if (received_.size() < size) return false;
  std::memcpy(to, received_.data(), size);
  received_.erase(received_.begin(), received_.begin() + static_cast<ptrdiff_t>(size));
  return true;
}

}  // namespace syscall_trace
