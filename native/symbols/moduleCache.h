#pragma once

#include <sys/types.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "symbols/lruCache.h"
#include "symbols/module.h"
#include "symbols/moduleFile.h"
#include "unwind/mappings.h"

namespace syscall_trace {

/** Every file is parsed once, however many processes map it and under whatever name (S8). */
class ModuleCache {
 public:
  ModuleCache();

  /** The module behind a mapping; null when its file is gone, replaced or not ELF. */
  std::shared_ptr<Module> find(const Mapping& mapping, std::optional<pid_t> pid);

  /** The file at `path` of our own file system; null when it cannot be read or is not ELF. */
  std::shared_ptr<Module> findFile(const std::string& path);

  const CacheCounters& counters() const { return modules_.counters(); }
  size_t size() const { return modules_.size(); }

 private:
  std::shared_ptr<Module> parsed(ModuleFile file, const std::string& path);
  std::shared_ptr<Module> vdso(const Mapping& mapping, std::optional<pid_t> pid);

  LruCache<std::string, std::shared_ptr<Module>> modules_;
};

}  // namespace syscall_trace
