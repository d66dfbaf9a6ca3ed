#include "symbols/moduleFile.h"

#include <fcntl.h>
#include <sys/sysmacros.h>

#include <charconv>
#include <cstdio>

namespace syscall_trace {
namespace {

/**
 * False when another file has taken the path. Overlay and btrfs report another device in maps than in stat(2), so a
 * different inode proves something only on the same device.
 */
bool maybeSameFile(const Mapping& mapping, const struct stat& status) {
  const bool sameDevice = major(status.st_dev) == mapping.deviceMajor && minor(status.st_dev) == mapping.deviceMinor;
  return status.st_ino == mapping.inode || !sameDevice;
}

}  // namespace

std::optional<ModuleFile> openPath(const std::string& path) {
  // O_NONBLOCK: by that name there may be a fifo by now.
  UniqueFd fd(open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY));
  if (!fd) return std::nullopt;
  ModuleFile file{std::move(fd), {}, {}};
  if (fstat(file.fd.get(), &file.status) != 0 || !S_ISREG(file.status.st_mode)) return std::nullopt;
  return file;
}

std::optional<ModuleFile> openModuleFile(const Mapping& mapping, std::optional<pid_t> pid) {
  if (!mapping.isFile()) return std::nullopt;
  if (pid) {
    const std::string process = "/proc/" + std::to_string(*pid);
    if (!mapping.deleted) {
      std::optional<ModuleFile> file = openPath(process + "/root" + mapping.name);
      if (file && maybeSameFile(mapping, file->status)) {
        struct stat ownRoot {
        }, itsRoot{};
        const bool otherRoot = stat("/", &ownRoot) == 0 && stat((process + "/root/").c_str(), &itsRoot) == 0 &&
                               (ownRoot.st_ino != itsRoot.st_ino || ownRoot.st_dev != itsRoot.st_dev);
        if (otherRoot) file->root = process + "/root";
        return file;
      }
    }
    char range[64];
    std::snprintf(range, sizeof range, "/map_files/%llx-%llx", static_cast<unsigned long long>(mapping.start), static_cast<unsigned long long>(mapping.end));
    if (std::optional<ModuleFile> file = openPath(process + range); file && maybeSameFile(mapping, file->status)) return file;
    // map_files needs CAP_CHECKPOINT_RESTORE; the executable can be had without.
    if (std::optional<ModuleFile> file = openPath(process + "/exe"); file && file->status.st_ino == mapping.inode) return file;
  }
  if (mapping.deleted) return std::nullopt;
  std::optional<ModuleFile> file = openPath(mapping.name);
  if (file && !maybeSameFile(mapping, file->status)) return std::nullopt;
  return file;
}

}  // namespace syscall_trace
