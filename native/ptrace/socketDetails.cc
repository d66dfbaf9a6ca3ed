#include "ptrace/socketDetails.h"

#include <linux/inet_diag.h>
#include <linux/netlink.h>
#include <linux/netlink_diag.h>
#include <linux/sock_diag.h>
#include <linux/unix_diag.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/time.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <string_view>

namespace syscall_trace {
namespace {

/** Sockets remembered; beyond it all are forgotten. */
constexpr size_t kMostKnown = 4096;
/** A dump that is longer is given up: the tracee is stopped meanwhile. */
constexpr int kMostDatagrams = 4096;
/** Bytes of one answer that are kept. */
constexpr size_t kMostBytes = 1024;
constexpr timeval kPatience{.tv_sec = 1, .tv_usec = 0};

struct NamedKind {
  std::string_view name;
  SocketKind kind;
};

constexpr std::array kKinds{
    NamedKind{"TCP", {AF_INET, IPPROTO_TCP}},
    NamedKind{"UDP", {AF_INET, IPPROTO_UDP}},
    NamedKind{"UDP-Lite", {AF_INET, IPPROTO_UDPLITE}},
    NamedKind{"RAW", {AF_INET, IPPROTO_RAW}},
    NamedKind{"TCPv6", {AF_INET6, IPPROTO_TCP}},
    NamedKind{"UDPv6", {AF_INET6, IPPROTO_UDP}},
    NamedKind{"UDPLITEv6", {AF_INET6, IPPROTO_UDPLITE}},
    NamedKind{"RAWv6", {AF_INET6, IPPROTO_RAW}},
    // The first subflow of MPTCP is a TCP socket of the same inode.
    NamedKind{"MPTCP", {AF_INET, IPPROTO_TCP}},
    NamedKind{"MPTCPv6", {AF_INET6, IPPROTO_TCP}},
    NamedKind{"UNIX", {AF_UNIX, 0}},
    NamedKind{"UNIX-STREAM", {AF_UNIX, 0}},
    NamedKind{"NETLINK", {AF_NETLINK, 0}},
};

template <class T>
bool send(int fd, const T& request, uint16_t flags) {
  struct {
    nlmsghdr header;
    T request;
  } message{};
  message.header.nlmsg_len = sizeof message;
  message.header.nlmsg_type = SOCK_DIAG_BY_FAMILY;
  message.header.nlmsg_flags = NLM_F_REQUEST | flags;
  message.request = request;
  sockaddr_nl kernel{};
  kernel.nl_family = AF_NETLINK;
  return sendto(fd, &message, sizeof message, 0, reinterpret_cast<const sockaddr*>(&kernel), sizeof kernel) == static_cast<ssize_t>(sizeof message);
}

/** Inode of the socket that a diagnosis is about; 0 when it is cut. */
uint64_t inodeOf(std::span<const uint8_t> payload, const SocketKind& kind) {
  uint32_t inode = 0;
  size_t at = offsetof(inet_diag_msg, idiag_inode);
  if (kind.family == AF_UNIX) at = offsetof(unix_diag_msg, udiag_ino);
  if (kind.family == AF_NETLINK) at = offsetof(netlink_diag_msg, ndiag_ino);
  if (payload.size() < at + sizeof inode) return 0;
  std::memcpy(&inode, payload.data() + at, sizeof inode);
  return inode;
}

/** A local socket without name and peer may get them yet: nothing is known of it so far. */
bool isSettled(std::span<const uint8_t> payload, const SocketKind& kind) {
  if (kind.family != AF_UNIX) return true;
  for (auto rest = payload.subspan(std::min(sizeof(unix_diag_msg), payload.size())); rest.size() >= sizeof(nlattr);) {
    nlattr head;
    std::memcpy(&head, rest.data(), sizeof head);
    if (head.nla_len < sizeof head || head.nla_len > rest.size()) return false;
    if (head.nla_type == UNIX_DIAG_NAME) return true;
    uint32_t peer = 0;
    if (head.nla_type == UNIX_DIAG_PEER && head.nla_len >= sizeof head + sizeof peer) std::memcpy(&peer, rest.data() + sizeof head, sizeof peer);
    if (peer != 0) return true;
    rest = rest.subspan(std::min<size_t>(NLA_ALIGN(head.nla_len), rest.size()));
  }
  return false;
}

}  // namespace

bool socketKindOf(std::string_view protocolName, SocketKind& kind) {
  for (const NamedKind& known : kKinds) {
    if (known.name != protocolName) continue;
    kind = known.kind;
    return true;
  }
  return false;
}

std::span<const uint8_t> SocketDetails::find(uint64_t inode, SocketKind kind) {
  if (const auto found = known_.find(inode); found != known_.end()) return found->second;
  if (refused_) return {};
  if (!socket_) {
    socket_ = UniqueFd(::socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_SOCK_DIAG));
    refused_ = !socket_ || setsockopt(socket_.get(), SOL_SOCKET, SO_RCVTIMEO, &kPatience, sizeof kPatience) != 0;
    if (refused_) return {};
  }
  if (known_.size() >= kMostKnown) known_.clear();
  if (!ask(kind, inode)) {
    // Answers to a request given up would be taken for those of the next.
    socket_.reset();
  }
  const auto found = known_.find(inode);
  return found == known_.end() ? std::span<const uint8_t>{} : std::span<const uint8_t>(found->second);
}

std::span<const GenericFamily> SocketDetails::families() {
  if (!askedForFamilies_) {
    askedForFamilies_ = true;
    families_ = genericFamilies();
  }
  return families_;
}

bool SocketDetails::ask(const SocketKind& kind, uint64_t inode) {
  bool sent = false;
  switch (kind.family) {
    case AF_UNIX: {
      unix_diag_req request{};
      request.sdiag_family = AF_UNIX;
      request.udiag_states = UINT32_MAX;
      request.udiag_ino = static_cast<uint32_t>(inode);
      request.udiag_show = UDIAG_SHOW_NAME | UDIAG_SHOW_PEER;
      request.udiag_cookie[0] = request.udiag_cookie[1] = UINT32_MAX;
      sent = send(socket_.get(), request, 0);
      break;
    }
    case AF_NETLINK: {
      netlink_diag_req request{};
      request.sdiag_family = AF_NETLINK;
      request.sdiag_protocol = NDIAG_PROTO_ALL;
      sent = send(socket_.get(), request, NLM_F_DUMP);
      break;
    }
    default: {
      inet_diag_req_v2 request{};
      request.sdiag_family = kind.family;
      request.sdiag_protocol = kind.protocol;
      request.idiag_states = UINT32_MAX;
      sent = send(socket_.get(), request, NLM_F_DUMP);
    }
  }
  if (!sent) return false;
  alignas(nlmsghdr) std::array<uint8_t, 32768> buffer;
  for (int left = kMostDatagrams; left > 0; left--) {
    const ssize_t got = recv(socket_.get(), buffer.data(), buffer.size(), 0);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return false;
    if (!take({buffer.data(), static_cast<size_t>(got)}, kind, inode)) return true;
  }
  return false;
}

bool SocketDetails::take(std::span<const uint8_t> datagram, const SocketKind& kind, uint64_t inode) {
  const bool dump = kind.family != AF_UNIX;
  while (datagram.size() >= sizeof(nlmsghdr)) {
    nlmsghdr header;
    std::memcpy(&header, datagram.data(), sizeof header);
    if (header.nlmsg_len < sizeof header || header.nlmsg_len > datagram.size()) return false;
    if (header.nlmsg_type == NLMSG_DONE || header.nlmsg_type == NLMSG_ERROR) return false;
    const auto payload = datagram.subspan(sizeof header, header.nlmsg_len - sizeof header);
    if (header.nlmsg_type == SOCK_DIAG_BY_FAMILY && inodeOf(payload, kind) == inode && payload.size() <= kMostBytes && isSettled(payload, kind)) {
      known_.insert_or_assign(inode, std::vector<uint8_t>(payload.begin(), payload.end()));
    }
    const size_t step = NLMSG_ALIGN(header.nlmsg_len);
    datagram = datagram.subspan(std::min(step, datagram.size()));
  }
  return dump;
}

}  // namespace syscall_trace
