#pragma once
// Finds the file that a mapping really shows (S2).

#include <sys/stat.h>
#include <sys/types.h>

#include <optional>
#include <string>

#include "record/uniqueFd.h"
#include "unwind/mappings.h"

namespace syscall_trace {

struct ModuleFile {
  UniqueFd fd;
  struct stat status {};
  /** Where separate debug files are looked for first: "/proc/PID/root" of a living process in another mount namespace, else empty. */
  std::string root;
};

/**
 * Opens the file behind `mapping`: below /proc/PID/root and as /proc/PID/map_files while the process lives (deleted and
 * replaced files too), else by its path. Nothing when there is only another file by that name, or none.
 */
std::optional<ModuleFile> openModuleFile(const Mapping& mapping, std::optional<pid_t> pid);

/** Opens a regular file by its path in our own file system. */
std::optional<ModuleFile> openPath(const std::string& path);

}  // namespace syscall_trace
