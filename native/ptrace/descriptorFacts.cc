#include "ptrace/descriptorFacts.h"

#include <fcntl.h>
#include <linux/netlink.h>
#include <linux/netlink_diag.h>
#include <net/if.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/xattr.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdio>
#include <cstring>
#include <memory>
#include <string_view>

#include "ptrace/socketDetails.h"
#include "record/traceWriter.h"

namespace syscall_trace {
namespace {

constexpr size_t kMaxTarget = 4096;
constexpr size_t kMaxInfo = 4096;
constexpr size_t kMaxInterfaces = 512;
/** xattr(7) of sockets in /proc/PID/fd: the name of the protocol. */
constexpr const char* kProtocolName = "system.sockprotoname";

struct ProcPath {
  ProcPath(int tid, const char* folder, uint32_t fd) {
    if (fd == kWorkingDirectory) std::snprintf(text.data(), text.size(), "/proc/%d/cwd", tid);
    else std::snprintf(text.data(), text.size(), "/proc/%d/%s/%u", tid, folder, fd);
  }
  std::array<char, 64> text;
};

std::span<const uint8_t> bytesOf(std::string_view text) { return {reinterpret_cast<const uint8_t*>(text.data()), text.size()}; }

/** The protocol’s name in `name`; empty for what is no socket. */
std::string_view protocolName(const ProcPath& path, std::array<char, 64>& name) {
  const ssize_t length = getxattr(path.text.data(), kProtocolName, name.data(), name.size());
  if (length <= 0) return {};
  return {name.data(), strnlen(name.data(), static_cast<size_t>(length))};
}

/** N of `socket:[N]`; 0 for any other target. */
uint64_t socketInode(std::string_view target) {
  constexpr std::string_view kPrefix = "socket:[";
  uint64_t inode = 0;
  if (!target.starts_with(kPrefix)) return 0;
  std::from_chars(target.data() + kPrefix.size(), target.data() + target.size(), inode);
  return inode;
}

void addDevice(const ProcPath& path, uint32_t fd, TraceWriter& writer) {
  struct stat status;
  if (stat(path.text.data(), &status) != 0 || (!S_ISCHR(status.st_mode) && !S_ISBLK(status.st_mode))) return;
  const std::array<uint32_t, 3> device{status.st_mode, major(status.st_rdev), minor(status.st_rdev)};
  writer.addBlob(fd, layout::kBlobKindDevice, {reinterpret_cast<const uint8_t*>(device.data()), sizeof device});
}

void addInfo(int tid, uint32_t fd, TraceWriter& writer) {
  const ProcPath path(tid, "fdinfo", fd);
  const UniqueFd file(open(path.text.data(), O_RDONLY | O_CLOEXEC));
  std::array<uint8_t, kMaxInfo> text;
  const ssize_t length = file ? read(file.get(), text.data(), text.size()) : -1;
  if (length > 0) writer.addBlob(fd, layout::kBlobKindFdInfo, {text.data(), static_cast<size_t>(length)});
}

void addSocket(uint32_t fd, uint64_t inode, std::string_view protocol, SocketDetails& sockets, TraceWriter& writer) {
  SocketKind kind;
  writer.addBlob(fd, layout::kBlobKindSocketProtocol, bytesOf(protocol));
  if (!socketKindOf(protocol, kind)) return;
  const std::span<const uint8_t> diagnosis = sockets.find(inode, kind);
  if (!diagnosis.empty()) writer.addBlob(fd, layout::kBlobKindSocketDiag, diagnosis);
}

}  // namespace

void addDescriptor(int tid, uint32_t fd, bool details, SocketDetails& sockets, TraceWriter& writer) {
  if (fd > INT32_MAX && fd != kWorkingDirectory) return;
  const ProcPath path(tid, "fd", fd);
  std::array<char, kMaxTarget> text;
  const ssize_t length = readlink(path.text.data(), text.data(), text.size());
  const std::string_view target(text.data(), static_cast<size_t>(std::max<ssize_t>(length, 0)));
  writer.addBlob(fd, layout::kBlobKindFd, bytesOf(target), length < 0 ? layout::kBlobStatusFault : layout::kBlobStatusOk);
  if (!details || length < 0 || fd == kWorkingDirectory) return;
  if (target.starts_with('/')) addDevice(path, fd, writer);
  else if (const uint64_t inode = socketInode(target); inode != 0) {
    std::array<char, 64> name;
    const std::string_view protocol = protocolName(path, name);
    if (!protocol.empty()) addSocket(fd, inode, protocol, sockets, writer);
  } else if (target.starts_with("anon_inode:") || target.starts_with("pidfd:")) addInfo(tid, fd, writer);
}

bool addNetlinkSocket(int tid, uint32_t fd, SocketDetails& sockets, TraceWriter& writer) {
  if (fd > INT32_MAX) return false;
  const ProcPath path(tid, "fd", fd);
  std::array<char, 64> name;
  if (protocolName(path, name) != "NETLINK") return false;
  std::array<char, kMaxTarget> text;
  const ssize_t length = readlink(path.text.data(), text.data(), text.size());
  if (length <= 0) return false;
  const uint64_t inode = socketInode({text.data(), static_cast<size_t>(length)});
  addSocket(fd, inode, "NETLINK", sockets, writer);
  addInterfaces(writer);
  netlink_diag_msg diagnosis{};
  const std::span<const uint8_t> known = sockets.find(inode, {.family = AF_NETLINK, .protocol = 0});
  std::memcpy(&diagnosis, known.data(), std::min(known.size(), sizeof diagnosis));
  if (known.empty() || diagnosis.ndiag_protocol != NETLINK_GENERIC) return true;
  const std::span<const GenericFamily> families = sockets.families();
  writer.addBlob(0, layout::kBlobKindGenericFamilies, {reinterpret_cast<const uint8_t*>(families.data()), families.size_bytes()});
  return true;
}

void addInterfaces(TraceWriter& writer) {
  struct Entry {
    uint32_t index;
    char name[IF_NAMESIZE];
  };
  const std::unique_ptr<struct if_nameindex, void (*)(struct if_nameindex*)> list(if_nameindex(), if_freenameindex);
  if (!list) return;
  std::array<Entry, kMaxInterfaces> entries;
  size_t count = 0;
  for (const struct if_nameindex* one = list.get(); one->if_index != 0 && count < entries.size(); one++, count++) {
    entries[count].index = one->if_index;
    std::memset(entries[count].name, 0, sizeof entries[count].name);
    std::memcpy(entries[count].name, one->if_name, strnlen(one->if_name, sizeof entries[count].name));
  }
  writer.addBlob(0, layout::kBlobKindInterfaces, {reinterpret_cast<const uint8_t*>(entries.data()), count * sizeof(Entry)});
}

}  // namespace syscall_trace
