#include "helper/procProcess.h"

#include <dirent.h>
#include <fcntl.h>
#include <unistd.h>

#include <cinttypes>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string_view>

#include "record/layout.gen.h"
#include "record/uniqueFd.h"

namespace syscall_trace {
namespace {

/** No file of /proc that we read is larger, but for maps of programs with over 100,000 mappings. */
constexpr size_t kMostBytes = 16 << 20;

std::string procPath(int pid, const char* name) { return "/proc/" + std::to_string(pid) + '/' + name; }

std::optional<std::string> readWhole(const std::string& path) {
  const UniqueFd fd(open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!fd) return std::nullopt;
  std::string text;
  char block[65536];
  ssize_t got = 0;
  while (text.size() < kMostBytes && (got = read(fd.get(), block, sizeof block)) > 0) text.append(block, static_cast<size_t>(got));
  if (got < 0) return std::nullopt;
  return text;
}

/** The number behind `name` in /proc/PID/status. */
std::optional<uint64_t> statusField(int pid, std::string_view name) {
  const std::optional<std::string> status = readWhole(procPath(pid, "status"));
  if (!status) return std::nullopt;
  const size_t at = status->find(name);
  if (at == std::string::npos) return std::nullopt;
  return std::strtoull(status->c_str() + at + name.size(), nullptr, 10);
}

bool parseLine(const std::string& line, ProcessTable& table, Mapping& mapping) {
  MappedFile file;
  char permissions[5] = {};
  int path = 0;
  const int fields = std::sscanf(line.c_str(), "%" SCNx64 "-%" SCNx64 " %4s %" SCNx64 " %x:%x %" SCNu64 " %n", &mapping.start, &mapping.end, permissions,
                                 &mapping.offset, &file.major, &file.minor, &file.inode, &path);
  if (fields < 7) return false;
  if (permissions[0] == 'r') mapping.protection |= layout::kMappingProtectionRead;
  if (permissions[1] == 'w') mapping.protection |= layout::kMappingProtectionWrite;
  if (permissions[2] == 'x') mapping.protection |= layout::kMappingProtectionExecute;
  if (permissions[3] == 's') mapping.protection |= layout::kMappingProtectionShared;
  file.path = line.substr(static_cast<size_t>(path));
  if (!file.path.empty()) mapping.file = table.intern(std::move(file));
  return true;
}

}  // namespace

std::vector<int> allProcesses() {
  std::vector<int> pids;
  DIR* directory = opendir("/proc");
  if (directory == nullptr) return pids;
  while (const dirent* entry = readdir(directory)) {
    const int pid = std::atoi(entry->d_name);
    if (pid > 0) pids.push_back(pid);
  }
  closedir(directory);
  return pids;
}

std::optional<MappingList> readMappings(int pid, ProcessTable& table) {
  const std::optional<std::string> text = readWhole(procPath(pid, "maps"));
  // A process that is exiting has no mappings any more.
  if (!text || text->empty()) return std::nullopt;
  MappingList list;
  for (size_t start = 0; start < text->size();) {
    size_t end = text->find('\n', start);
    if (end == std::string::npos) end = text->size();
    Mapping mapping;
    if (parseLine(text->substr(start, end - start), table, mapping)) list.insert(std::move(mapping));
    start = end + 1;
  }
  return list;
}

uint32_t countThreads(int pid) { return static_cast<uint32_t>(statusField(pid, "\nThreads:").value_or(1)); }

std::optional<uint32_t> readOwner(int pid) {
  const std::optional<uint64_t> uid = statusField(pid, "\nUid:");
  if (!uid) return std::nullopt;
  return static_cast<uint32_t>(*uid);
}

std::string readExecutable(int pid) {
  char target[4096];
  const ssize_t length = readlink(procPath(pid, "exe").c_str(), target, sizeof target);
  return length < 0 ? std::string() : std::string(target, static_cast<size_t>(length));
}

uint64_t readStartTicks(int pid) {
  const std::optional<std::string> stat = readWhole(procPath(pid, "stat"));
  if (!stat) return 0;
  // The name, in parentheses, may hold anything; behind it fields 3 … are separated by single spaces (proc(5)).
  size_t at = stat->rfind(')');
  for (int field = 2; field < 22 && at != std::string::npos; field++) at = stat->find(' ', at + 1);
  return at == std::string::npos ? 0 : std::strtoull(stat->c_str() + at, nullptr, 10);
}

uint64_t ownMemoryBytes() {
  const std::optional<std::string> statm = readWhole("/proc/self/statm");
  unsigned long total = 0;
  unsigned long resident = 0;
  unsigned long shared = 0;
  if (!statm || std::sscanf(statm->c_str(), "%lu %lu %lu", &total, &resident, &shared) != 3) return 0;
  return (resident - shared) * static_cast<uint64_t>(sysconf(_SC_PAGESIZE));
}

}  // namespace syscall_trace
