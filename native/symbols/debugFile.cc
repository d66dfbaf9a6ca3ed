#include "symbols/debugFile.h"

#include <fcntl.h>
#include <libelf.h>

#include <array>
#include <memory>
#include <span>
#include <vector>

#include "symbols/buildId.h"

namespace syscall_trace {
namespace {

constexpr const char* kGlobalDirectory = "/usr/lib/debug";

std::vector<std::string> candidates(const DebugFileQuery& query) {
  std::vector<std::string> paths;
  if (query.buildId.size() > 2) {
    const std::string name = "/.build-id/" + query.buildId.substr(0, 2) + "/" + query.buildId.substr(2) + ".debug";
    paths.push_back(kGlobalDirectory + name);
  }
  // A link with a slash would reach outside of the directories that are searched.
  if (!query.debugLink.empty() && query.debugLink.find('/') == std::string::npos) {
    const std::string directory = query.modulePath.substr(0, query.modulePath.rfind('/') + 1);
    paths.push_back(directory + query.debugLink);
    paths.push_back(directory + ".debug/" + query.debugLink);
    paths.push_back(kGlobalDirectory + directory + query.debugLink);
  }
  return paths;
}

/** The CRC-32 of zlib and .gnu_debuglink: polynomial 0xedb88320, reflected. */
uint32_t crc32(int fd) {
  static const std::array<uint32_t, 256> table = [] {
    std::array<uint32_t, 256> t{};
    for (uint32_t i = 0; i < 256; i++) {
      uint32_t c = i;
      for (int bit = 0; bit < 8; bit++) c = (c & 1) != 0 ? (c >> 1) ^ 0xedb88320u : c >> 1;
      t[i] = c;
    }
    return t;
  }();
  std::vector<uint8_t> buffer(size_t{1} << 16);
  uint32_t crc = 0xffffffffu;
  off_t offset = 0;
  for (ssize_t got; (got = pread(fd, buffer.data(), buffer.size(), offset)) > 0; offset += got) {
    for (const uint8_t byte : std::span(buffer.data(), static_cast<size_t>(got))) crc = table[(crc ^ byte) & 0xff] ^ (crc >> 8);
  }
  return ~crc;
}

bool fits(int fd, const DebugFileQuery& query) {
  const std::string buildId = query.buildId.empty() ? std::string() : buildIdOfFile(fd);
  if (!buildId.empty()) return buildId == query.buildId;
  return !query.debugLink.empty() && crc32(fd) == query.debugLinkCrc;
}

}  // namespace

DebugFile findDebugFile(const DebugFileQuery& query) {
  const DebugPlaces& places = query.places;
  std::vector<std::string> roots{places.root};
  if (!places.root.empty()) roots.emplace_back();
  for (const std::string& root : roots) {
    for (const std::string& path : candidates(query)) {
      UniqueFd fd(open((root + path).c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY));
      // A link to the stripped file’s own name is no debug file.
      if (fd && path != query.modulePath && fits(fd.get(), query)) return {std::move(fd), root + path};
    }
  }
  if (places.cacheDirectory.empty() || query.buildId.empty()) return {};
  const std::string cached = cachedDebugFile(places, query.buildId);
  UniqueFd fd(open(cached.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY));
  // What comes over a network must name itself. An empty file remembers that no server has it.
  if (!fd || buildIdOfFile(fd.get()) != query.buildId) return {};
  return {std::move(fd), cached};
}

}  // namespace syscall_trace
