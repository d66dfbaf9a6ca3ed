#include "ptrace/remoteMemory.h"

#include <fcntl.h>
#include <sys/ptrace.h>
#include <sys/uio.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <vector>

#include "record/uniqueFd.h"

namespace syscall_trace {
namespace {

constexpr uint64_t kPage = 4096;

ssize_t readByVm(int tid, uint64_t address, std::span<uint8_t> out) {
  iovec local{out.data(), out.size()};
  iovec remote{reinterpret_cast<void*>(address), out.size()};
  return process_vm_readv(tid, &local, 1, &remote, 1, 0);
}

/** Works for the tracer thread only, and only while the task is stopped. */
size_t readByPeek(int tid, uint64_t address, std::span<uint8_t> out) {
  size_t have = 0;
  while (have < out.size()) {
    const uint64_t at = (address + have) & ~(sizeof(long) - 1);
    const size_t skip = address + have - at;
    errno = 0;
    const long word = ptrace(PTRACE_PEEKDATA, tid, at, nullptr);
    if (errno != 0) break;
    const size_t bytes = std::min(sizeof word - skip, out.size() - have);
    std::memcpy(out.data() + have, reinterpret_cast<const char*>(&word) + skip, bytes);
    have += bytes;
  }
  return have;
}

size_t readByFile(int tid, uint64_t address, std::span<uint8_t> out) {
  char path[32];
  std::snprintf(path, sizeof path, "/proc/%d/mem", tid);
  const UniqueFd file(::open(path, O_RDONLY | O_CLOEXEC));
  if (!file) return readByPeek(tid, address, out);
  size_t have = 0;
  while (have < out.size()) {
    const ssize_t got = pread(file.get(), out.data() + have, out.size() - have, static_cast<off_t>(address + have));
    if (got <= 0) break;
    have += static_cast<size_t>(got);
  }
  return have;
}

}  // namespace

size_t RemoteMemory::read(int tid, uint64_t address, std::span<uint8_t> out) {
  if (out.empty() || address + out.size() - 1 < address) return 0;
  if (refused_) return readByFile(tid, address, out);
  ssize_t got = readByVm(tid, address, out);
  if (got == static_cast<ssize_t>(out.size())) [[likely]] return out.size();
  if (got < 0 && (errno == EPERM || errno == ENOSYS)) {
    refused_ = errno == ENOSYS;
    return readByFile(tid, address, out);
  }
  // Partial transfers are promised by whole iovec only: go on page by page.
  size_t have = static_cast<size_t>(std::max<ssize_t>(got, 0));
  while (have < out.size()) {
    const size_t step = std::min<size_t>(out.size() - have, kPage - (address + have) % kPage);
    got = readByVm(tid, address + have, out.subspan(have, step));
    if (got > 0) have += static_cast<size_t>(got);
    if (got < static_cast<ssize_t>(step)) break;
  }
  return have;
}

bool RemoteMemory::write(int tid, uint64_t address, std::span<const uint8_t> bytes) {
  if (bytes.empty()) return false;
  std::vector<uint8_t> before(bytes.size());
  if (read(tid, address, before) != before.size()) return false;
  char path[32];
  std::snprintf(path, sizeof path, "/proc/%d/mem", tid);
  const UniqueFd file(::open(path, O_RDWR | O_CLOEXEC));
  if (!file) return false;
  const auto put = [&](std::span<const uint8_t> what) { return pwrite(file.get(), what.data(), what.size(), static_cast<off_t>(address)); };
  const ssize_t done = put(bytes);
  if (done == static_cast<ssize_t>(bytes.size())) return true;
  if (done > 0) put(std::span(before).first(static_cast<size_t>(done)));
  return false;
}

}  // namespace syscall_trace
