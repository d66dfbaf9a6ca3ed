#include "symbols/moduleCache.h"

#include <elf.h>
#include <fcntl.h>
#include <sys/auxv.h>

#include <utility>
#include <vector>

#include "symbols/buildId.h"

namespace syscall_trace {
namespace {

constexpr size_t kMaxModules = 256;
constexpr size_t kMaxKeys = 4096;
constexpr size_t kMaxKeyBytes = 4 << 20;
/** Counted by file size, which bounds what libelf and libdw read of it. */
constexpr size_t kMaxFileBytes = size_t{4} << 30;
constexpr uint64_t kMaxVdsoBytes = 1 << 20;

/** What is at this place of the disk, in this state. */
std::string identityOf(const struct stat& status) {
  std::string key;
  for (const uint64_t part : {static_cast<uint64_t>(status.st_dev), static_cast<uint64_t>(status.st_ino), static_cast<uint64_t>(status.st_size),
                              static_cast<uint64_t>(status.st_mtim.tv_sec), static_cast<uint64_t>(status.st_mtim.tv_nsec),
                              static_cast<uint64_t>(status.st_ctim.tv_sec), static_cast<uint64_t>(status.st_ctim.tv_nsec)}) {
    key += std::to_string(part);
    key += ' ';
  }
  return key;
}

/**
 * What copies of one file have in common: the build-id alone would take a stripped file for the whole one. Packages and
 * images keep the time of a file; of one that was changed in place it is another. Empty: copies cannot be told.
 */
std::string contentOf(const ModuleFile& file) {
  const std::string buildId = buildIdOfFile(file.fd.get());
  if (buildId.empty()) return buildId;
  const struct stat& status = file.status;
  return buildId + ' ' + std::to_string(status.st_size) + ' ' + std::to_string(status.st_mtim.tv_sec) + ' ' + std::to_string(status.st_mtim.tv_nsec);
}

std::vector<char> readMemory(const std::string& memoryFile, uint64_t address, uint64_t length) {
  std::vector<char> image(length);
  const UniqueFd fd(open(memoryFile.c_str(), O_RDONLY | O_CLOEXEC));
  if (!fd || pread(fd.get(), image.data(), image.size(), static_cast<off_t>(address)) != static_cast<ssize_t>(image.size())) image.clear();
  return image;
}

/** Our own vdso: every 64-bit process of this kernel has the same. */
std::vector<char> ownVdso() {
  const uint64_t base = getauxval(AT_SYSINFO_EHDR);
  if (base == 0) return {};
  const Elf64_Ehdr& header = *reinterpret_cast<const Elf64_Ehdr*>(base);
  // The section headers are the last thing in the image.
  const uint64_t length = header.e_shoff + uint64_t{header.e_shnum} * header.e_shentsize;
  if (length > kMaxVdsoBytes) return {};
  const char* bytes = reinterpret_cast<const char*>(base);
  return {bytes, bytes + length};
}

}  // namespace

ModuleCache::ModuleCache(std::string debugCache) : debugCache_(std::move(debugCache)), modules_(kMaxModules, kMaxFileBytes), keys_(kMaxKeys, kMaxKeyBytes) {}

std::shared_ptr<Module> ModuleCache::find(const Mapping& mapping, std::optional<pid_t> pid) {
  if (mapping.isVdso()) return vdso(mapping, pid);
  std::optional<ModuleFile> file = openModuleFile(mapping, pid);
  return file ? parsed(std::move(*file), mapping.name) : nullptr;
}

std::shared_ptr<Module> ModuleCache::findFile(const std::string& path) {
  std::optional<ModuleFile> file = openPath(path);
  return file ? parsed(std::move(*file), path) : nullptr;
}

std::shared_ptr<Module> ModuleCache::parsed(ModuleFile file, const std::string& path) {
  const std::string identity = identityOf(file.status);
  const std::string* known = keys_.get(identity);
  if (known == nullptr) {
    const std::string content = contentOf(file);
    known = &keys_.put(identity, content.empty() ? identity : content, identity.size() + content.size());
  }
  const std::string key = *known;
  const DebugPlaces places{file.root, debugCache_};
  if (const std::shared_ptr<Module>* module = modules_.get(key)) {
    if (*module) (*module)->alsoLookIn(places);
    return *module;
  }
  const size_t bytes = static_cast<size_t>(file.status.st_size);
  // A file that is not ELF is remembered too.
  return modules_.put(key, Module::open(std::move(file.fd), path, places), bytes);
}

void ModuleCache::refresh(const std::string& buildId) {
  modules_.forEach([&](const std::shared_ptr<Module>& module) {
    if (module && module->buildId() == buildId) module->refresh();
  });
}

std::shared_ptr<Module> ModuleCache::vdso(const Mapping& mapping, std::optional<pid_t> pid) {
  const bool is32Bit = mapping.end <= uint64_t{1} << 32;
  const std::string key = is32Bit ? "vdso32" : "vdso";
  if (const std::shared_ptr<Module>* known = modules_.get(key)) return *known;
  std::vector<char> image;
  if (!is32Bit) {
    image = ownVdso();
  } else if (pid && mapping.end - mapping.start <= kMaxVdsoBytes) {
    image = readMemory("/proc/" + std::to_string(*pid) + "/mem", mapping.start, mapping.end - mapping.start);
  }
  if (image.empty()) return nullptr;
  const size_t bytes = image.size();
  return modules_.put(key, Module::fromImage(std::move(image), "[vdso]"), bytes);
}

}  // namespace syscall_trace
