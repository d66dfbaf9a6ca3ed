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

/** Every file is parsed once, however many processes map it, under whatever name, and copied into however many containers (S8). */
class ModuleCache {
 public:
  /** `debugCache`: see DebugPlaces. */
  explicit ModuleCache(std::string debugCache = {});

  /** The module behind a mapping; null when its file is gone, replaced or not ELF. */
  std::shared_ptr<Module> find(const Mapping& mapping, std::optional<pid_t> pid);

  /** The file at `path` of our own file system; null when it cannot be read or is not ELF. */
  std::shared_ptr<Module> findFile(const std::string& path);

  /** The debug information of this file is looked for again. */
  void refresh(const std::string& buildId);

  const CacheCounters& counters() const { return modules_.counters(); }
  size_t size() const { return modules_.size(); }

 private:
  std::shared_ptr<Module> parsed(ModuleFile file, const std::string& path);
  std::shared_ptr<Module> vdso(const Mapping& mapping, std::optional<pid_t> pid);

  std::string debugCache_;
  /** By what copies of a file have in common, else by its place on the disk. */
  LruCache<std::string, std::shared_ptr<Module>> modules_;
  /** Keys of `modules_` by places on the disk. */
  LruCache<std::string, std::string> keys_;
};

}  // namespace syscall_trace
