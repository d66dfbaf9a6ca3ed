#include "symbols/runtime/growingFile.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace syscall_trace {
namespace {

constexpr uint64_t kMaxFile = uint64_t{1} << 30;
constexpr size_t kPiece = 1 << 20;

}  // namespace

GrowingFile GrowingFile::ofProcess(pid_t pid, const std::string& path) {
  GrowingFile file;
  UniqueFd fd(open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY | O_NOFOLLOW));
  struct stat status {
  }, process{};
  if (!fd || fstat(fd.get(), &status) != 0 || !S_ISREG(status.st_mode)) return file;
  if (stat(("/proc/" + std::to_string(pid)).c_str(), &process) != 0 || process.st_uid != status.st_uid) return file;
  file.fd_ = std::move(fd);
  return file;
}

std::span<const uint8_t> GrowingFile::more() {
  bytes_.erase(bytes_.begin(), bytes_.begin() + static_cast<std::ptrdiff_t>(consumed_));
  offset_ += consumed_;
  consumed_ = 0;
  const uint64_t next = offset_ + bytes_.size();
  if (!fd_ || next >= kMaxFile) return {};
  const size_t before = bytes_.size();
  bytes_.resize(before + kPiece);
  const ssize_t got = pread(fd_.get(), bytes_.data() + before, kPiece, static_cast<off_t>(next));
  bytes_.resize(before + static_cast<size_t>(got > 0 ? got : 0));
  return got > 0 ? std::span<const uint8_t>(bytes_) : std::span<const uint8_t>();
}

}  // namespace syscall_trace
