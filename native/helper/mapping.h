/** The mappings of a process, kept in order of address and shared between processes until one of them changes. */
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace syscall_trace {

/** A mapped file, or a pseudo name such as [stack]; shared by all mappings of it. */
struct MappedFile {
  /** As the process sees it; with " (deleted)" behind it as in /proc/PID/maps. */
  std::string path{};
  uint32_t major = 0;
  uint32_t minor = 0;
  uint64_t inode = 0;
};

struct Mapping {
  uint64_t start = 0;
  /** First address behind it. */
  uint64_t end = 0;
  /** Bytes into the file. */
  uint64_t offset = 0;
  /** Bits of layout::MappingProtection. */
  uint32_t protection = 0;
  /** Null: anonymous. */
  std::shared_ptr<const MappedFile> file{};
};

/** Sorted by address, without overlaps. */
class MappingList {
 public:
  /** Beyond this many a list takes no more: a process must not fill our memory. */
  static constexpr size_t kLimit = 65536;

  /** Takes the place of whatever lies in its range. */
  void insert(Mapping mapping);
  /** The mapping that holds `address`; null when there is none. */
  const Mapping* find(uint64_t address) const;
  /** A mapping of this file; null when there is none. `device` is the kernel's dev_t. */
  const Mapping* findFile(uint32_t device, uint64_t inode) const;
  const std::vector<Mapping>& all() const { return mappings_; }
  bool empty() const { return mappings_.empty(); }

  /** The text of /proc/PID/maps. */
  std::string text() const;

 private:
  std::vector<Mapping> mappings_;
};

/** MAJOR and MINOR of include/linux/kdev_t.h. */
constexpr uint32_t majorOf(uint32_t device) { return device >> 20; }
constexpr uint32_t minorOf(uint32_t device) { return device & 0xfffff; }

}  // namespace syscall_trace
