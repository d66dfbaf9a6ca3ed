#include "symbols/runtime/runtimeSymbols.h"

#include <fstream>
#include <set>
#include <string>

#include "symbols/runtime/jitDump.h"
#include "symbols/runtime/perfMap.h"

namespace syscall_trace {
namespace {

/** The process id as the process itself knows it: the last of NSpid (proc(5)). */
std::string ownPid(pid_t pid) {
  std::ifstream status("/proc/" + std::to_string(pid) + "/status");
  for (std::string line; std::getline(status, line);) {
    if (!line.starts_with("NSpid:")) continue;
    const size_t last = line.find_last_of(" \t");
    return line.substr(last + 1);
  }
  return std::to_string(pid);
}

bool isJitDump(const std::string& name) { return name.ends_with(".dump") && name.find("/jit-") != std::string::npos; }

}  // namespace

std::vector<std::unique_ptr<RuntimeSymbols>> runtimeSymbolsOf(pid_t pid, const Mappings& mappings) {
  std::vector<std::unique_ptr<RuntimeSymbols>> found;
  const std::string root = "/proc/" + std::to_string(pid) + "/root";
  std::set<std::string> dumps;
  for (const Mapping& mapping : mappings.all()) {
    if (!isJitDump(mapping.name) || !dumps.insert(mapping.name).second) continue;
    GrowingFile file = GrowingFile::ofProcess(pid, root + mapping.name);
    if (file.isOpen()) found.push_back(std::make_unique<JitDump>(std::move(file)));
  }
  GrowingFile map = GrowingFile::ofProcess(pid, root + "/tmp/perf-" + ownPid(pid) + ".map");
  if (map.isOpen()) found.push_back(std::make_unique<PerfMap>(std::move(map)));
  return found;
}

bool mayBeGenerated(const Mapping& mapping) {
  if (!mapping.executable || mapping.isVdso()) return false;
  return mapping.name.empty() || mapping.name.starts_with("[anon") || mapping.name.starts_with("/memfd:") || mapping.name.starts_with("/dev/zero") ||
         isJitDump(mapping.name);
}

}  // namespace syscall_trace
