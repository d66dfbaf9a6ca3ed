#pragma once
// The mappings of a process, as /proc/PID/maps prints them (proc(5), fs/proc/task_mmu.c).

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace syscall_trace {

struct Mapping {
  uint64_t start = 0;
  uint64_t end = 0;     // exclusive
  uint64_t offset = 0;  // bytes into the file
  uint64_t inode = 0;   // 0: anonymous
  uint32_t deviceMajor = 0;
  uint32_t deviceMinor = 0;
  bool readable = false;
  bool writable = false;
  bool executable = false;
  bool shared = false;
  bool deleted = false;  // the kernel said "(deleted)"; `name` is without it
  std::string name;      // path as the process sees it, or "[stack]", "anon_inode:…"; empty for anonymous memory

  /** Backed by something that has a path (files, deleted files, memfd). */
  bool isFile() const { return inode != 0 && !name.empty() && name.front() == '/'; }
  bool isVdso() const { return name == "[vdso]"; }
};

/** All mappings, sorted by address. Lines that do not parse are left out. */
class Mappings {
 public:
  static Mappings parse(std::string_view text);

  /** The mapping that holds `address`; null when there is none. */
  const Mapping* find(uint64_t address) const;
  const std::vector<Mapping>& all() const { return mappings_; }

 private:
  std::vector<Mapping> mappings_;
};

}  // namespace syscall_trace
