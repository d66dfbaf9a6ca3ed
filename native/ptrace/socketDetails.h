/**
 * What the kernel tells about a socket by its inode: the answer of NETLINK_SOCK_DIAG (sock_diag(7)), as it came.
 * Asked from the tracer's own network namespace; the first answer about an inode is kept, so that a socket is
 * called by one name for as long as it lives, and so that each costs one query.
 */
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "ptrace/genericFamilies.h"
#include "record/uniqueFd.h"

namespace syscall_trace {

/** Which sockets to look among: the arguments of one sock_diag request. */
struct SocketKind {
  uint8_t family = 0;
  /** IPPROTO_… of AF_INET and AF_INET6; 0 for the others. */
  uint8_t protocol = 0;
};

/** The kind behind a protocol name of the kernel (struct proto), as the attribute system.sockprotoname has it. False for one without diagnosis. */
bool socketKindOf(std::string_view protocolName, SocketKind& kind);

class SocketDetails {
 public:
  /** The diagnosis message of the socket (inet_diag_msg, unix_diag_msg, netlink_diag_msg; attributes behind it). Empty when the kernel tells none. Valid until the next call. */
  std::span<const uint8_t> find(uint64_t inode, SocketKind kind);

  /** The families of generic netlink, asked for once. */
  std::span<const GenericFamily> families();

 private:
  bool ask(const SocketKind& kind, uint64_t inode);
  /** Keeps the answers of one dump that are about `inode`. False when the dump is over. */
  bool take(std::span<const uint8_t> datagram, const SocketKind& kind, uint64_t inode);

  UniqueFd socket_;
  bool refused_ = false;
  std::unordered_map<uint64_t, std::vector<uint8_t>> known_;
  bool askedForFamilies_ = false;
  std::vector<GenericFamily> families_;
};

}  // namespace syscall_trace
