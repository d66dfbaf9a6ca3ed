#include "ptrace/procFiles.h"

#include <dirent.h>
#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <string_view>

#include "record/uniqueFd.h"

namespace syscall_trace {
namespace {

UniqueFd openProc(int id, const char* name) {
  char path[64];
  std::snprintf(path, sizeof path, "/proc/%d/%s", id, name);
  return UniqueFd(::open(path, O_RDONLY | O_CLOEXEC));
}

/** Reads what fits, NUL-terminated. Returns the length. */
template <size_t N>
size_t readStart(int fd, std::array<char, N>& text) {
  const ssize_t got = fd < 0 ? -1 : pread(fd, text.data(), N - 1, 0);
  const size_t length = got < 0 ? 0 : static_cast<size_t>(got);
  text[length] = '\0';
  return length;
}

/** The number behind `label` at the start of a line; 0 when it is not there. */
int numberAfter(const char* text, const char* label) {
  const char* found = std::strstr(text, label);
  return found == nullptr ? 0 : std::atoi(found + std::strlen(label));
}

/** The fields behind the name of a stat file (the name may hold spaces and parentheses); null when it is cut. */
const char* afterName(const char* stat) {
  const char* close = std::strrchr(stat, ')');
  return close == nullptr || close[1] != ' ' ? nullptr : close + 2;
}

}  // namespace

std::optional<TaskIds> taskIds(int tid) {
  std::array<char, 1024> text;
  if (readStart(openProc(tid, "status").get(), text) == 0) return std::nullopt;
  return TaskIds{numberAfter(text.data(), "\nTgid:"), numberAfter(text.data(), "\nPPid:")};
}

std::vector<int> threadsOf(int pid) {
  char path[64];
  std::snprintf(path, sizeof path, "/proc/%d/task", pid);
  std::vector<int> out;
  const std::unique_ptr<DIR, int (*)(DIR*)> directory(opendir(path), closedir);
  if (!directory) return out;
  while (const dirent* entry = readdir(directory.get())) {
    const int tid = std::atoi(entry->d_name);
    if (tid > 0) out.push_back(tid);
  }
  return out;
}

std::string commOf(int tid) {
  std::array<char, 64> text;
  size_t length = readStart(openProc(tid, "comm").get(), text);
  if (length > 0 && text[length - 1] == '\n') length--;
  return {text.data(), length};
}

std::string exeOf(int pid) {
  char path[64];
  std::snprintf(path, sizeof path, "/proc/%d/exe", pid);
  std::array<char, 4096> target;
  const ssize_t length = readlink(path, target.data(), target.size());
  return length < 0 ? std::string() : std::string(target.data(), static_cast<size_t>(length));
}

bool readMaps(int pid, std::string& text) {
  text.clear();
  const UniqueFd file = openProc(pid, "maps");
  if (!file) return false;
  std::array<char, 16384> part;
  for (;;) {
    const ssize_t got = read(file.get(), part.data(), part.size());
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return got == 0 && !text.empty();
    text.append(part.data(), static_cast<size_t>(got));
  }
}

std::string procFile(int tid, const char* name, size_t limit) {
  std::string text(limit, '\0');
  const UniqueFd file = openProc(tid, name);
  size_t length = 0;
  while (file && length < limit) {
    const ssize_t got = read(file.get(), text.data() + length, limit - length);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) break;
    length += static_cast<size_t>(got);
  }
  text.resize(length);
  return text;
}

std::string namespacesOf(int tid) {
  static constexpr const char* names[] = {"cgroup", "ipc", "mnt", "net", "pid", "pid_for_children", "time", "time_for_children", "user", "uts"};
  std::string lines;
  for (const char* name : names) {
    char path[64];
    std::snprintf(path, sizeof path, "/proc/%d/ns/%s", tid, name);
    std::array<char, 64> target;
    const ssize_t length = readlink(path, target.data(), target.size());
    if (length <= 0) continue;
    const std::string_view text(target.data(), static_cast<size_t>(length));
    lines.append(name).append(text.substr(std::min(text.find(':'), text.size()))).append("\n");
  }
  return lines;
}

namespace {

/** The ids of a task, from our PID namespace to its own (NSpid of its status file). */
std::vector<int> idsInNamespaces(int tid) {
  const std::string status = procFile(tid, "status", 4096);
  const size_t at = status.find("\nNSpid:");
  std::vector<int> ids;
  if (at == std::string::npos) return ids;
  const char* next = status.c_str() + at + std::strlen("\nNSpid:");
  char* end = nullptr;
  for (long id = std::strtol(next, &end, 10); end != next && id > 0; id = std::strtol(next, &end, 10)) {
    ids.push_back(static_cast<int>(id));
    if (*end == '\n') break;
    next = end;
  }
  return ids;
}

}  // namespace

int childOf(int tid, int idInNamespace) {
  const size_t depth = idsInNamespaces(tid).size();
  char name[64];
  std::snprintf(name, sizeof name, "task/%d/children", tid);
  const std::string children = procFile(tid, name, 65536);
  const char* next = children.c_str();
  char* end = nullptr;
  for (long child = std::strtol(next, &end, 10); end != next; child = std::strtol(next, &end, 10)) {
    const std::vector<int> ids = idsInNamespaces(static_cast<int>(child));
    if (depth > 0 && depth <= ids.size() && ids[depth - 1] == idInNamespace) return static_cast<int>(child);
    next = end;
  }
  return 0;
}

char stateOf(int tid) {
  std::array<char, 512> text;
  readStart(openProc(tid, "stat").get(), text);
  const char* state = afterName(text.data());
  return state == nullptr ? '\0' : *state;
}

int lastCpu(int statFd) {
  std::array<char, 512> text;
  if (readStart(statFd, text) == 0) return -1;
  const char* at = afterName(text.data());  // field 3
  for (int field = 3; at != nullptr && field < 39; field++) {
    at = std::strchr(at, ' ');
    if (at != nullptr) at++;
  }
  return at == nullptr ? -1 : std::atoi(at);
}

}  // namespace syscall_trace
