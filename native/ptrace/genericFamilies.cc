#include "ptrace/genericFamilies.h"

#include <linux/genetlink.h>
#include <linux/netlink.h>
#include <sys/socket.h>
#include <sys/time.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <span>

#include "record/uniqueFd.h"

namespace syscall_trace {
namespace {

/** Far more than a kernel has: bounds a dump that does not end. */
constexpr size_t kMostFamilies = 1024;
constexpr timeval kPatience{.tv_sec = 1, .tv_usec = 0};

using Bytes = std::span<const uint8_t>;

/** The family that one answer describes, added to `families`. */
void take(Bytes attributes, std::vector<GenericFamily>& families) {
  GenericFamily family{};
  while (attributes.size() >= sizeof(nlattr)) {
    nlattr head;
    std::memcpy(&head, attributes.data(), sizeof head);
    if (head.nla_len < sizeof head || head.nla_len > attributes.size()) break;
    const Bytes value = attributes.subspan(sizeof head, head.nla_len - sizeof head);
    const int type = head.nla_type & NLA_TYPE_MASK;
    if (type == CTRL_ATTR_FAMILY_ID && value.size() >= sizeof(uint16_t)) {
      uint16_t id;
      std::memcpy(&id, value.data(), sizeof id);
      family.type = id;
    } else if (type == CTRL_ATTR_FAMILY_NAME) {
      std::memcpy(family.name, value.data(), std::min(value.size(), sizeof family.name));
    }
    attributes = attributes.subspan(std::min<size_t>(NLA_ALIGN(head.nla_len), attributes.size()));
  }
  if (family.type != 0 && families.size() < kMostFamilies) families.push_back(family);
}

/** False when the dump is over. */
bool takeAll(Bytes datagram, std::vector<GenericFamily>& families) {
  while (datagram.size() >= sizeof(nlmsghdr)) {
    nlmsghdr header;
    std::memcpy(&header, datagram.data(), sizeof header);
    if (header.nlmsg_len < NLMSG_LENGTH(GENL_HDRLEN) || header.nlmsg_len > datagram.size()) return false;
    if (header.nlmsg_type != GENL_ID_CTRL) return false;
    take(datagram.subspan(NLMSG_LENGTH(GENL_HDRLEN), header.nlmsg_len - NLMSG_LENGTH(GENL_HDRLEN)), families);
    datagram = datagram.subspan(std::min<size_t>(NLMSG_ALIGN(header.nlmsg_len), datagram.size()));
  }
  return true;
}

}  // namespace

std::vector<GenericFamily> genericFamilies() {
  std::vector<GenericFamily> families;
  const UniqueFd fd(socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_GENERIC));
  if (!fd || setsockopt(fd.get(), SOL_SOCKET, SO_RCVTIMEO, &kPatience, sizeof kPatience) != 0) return families;
  struct {
    nlmsghdr header;
    genlmsghdr generic;
  } request{};
  request.header = {.nlmsg_len = sizeof request, .nlmsg_type = GENL_ID_CTRL, .nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP, .nlmsg_seq = 0, .nlmsg_pid = 0};
  request.generic = {.cmd = CTRL_CMD_GETFAMILY, .version = 1, .reserved = 0};
  if (send(fd.get(), &request, sizeof request, 0) != static_cast<ssize_t>(sizeof request)) return families;
  std::array<uint8_t, 32768> buffer;
  while (families.size() < kMostFamilies) {
    const ssize_t got = recv(fd.get(), buffer.data(), buffer.size(), 0);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0 || !takeAll({buffer.data(), static_cast<size_t>(got)}, families)) break;
  }
  return families;
}

}  // namespace syscall_trace
