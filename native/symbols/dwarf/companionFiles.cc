#include "symbols/dwarf/companionFiles.h"

#include <fcntl.h>

#include <algorithm>

namespace syscall_trace {
namespace {

std::string directoryOf(const std::string& path) { return path.substr(0, path.rfind('/') + 1); }

std::unique_ptr<ElfFile> openElf(const std::string& path) {
  UniqueFd fd(open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY));
  return fd ? ElfFile::open(std::move(fd), path) : nullptr;
}

/** Each path below the process’s root first, then in our own. */
std::vector<std::string> belowRoots(const std::string& root, const std::vector<std::string>& paths) {
  std::vector<std::string> all;
  for (const std::string& path : paths) {
    if (!root.empty() && !path.starts_with(root)) all.push_back(root + path);
    all.push_back(path);
  }
  return all;
}

std::string hexadecimal(std::span<const uint8_t> bytes) {
  constexpr char kDigits[] = "0123456789abcdef";
  std::string text;
  for (const uint8_t byte : bytes) {
    text.push_back(kDigits[byte >> 4]);
    text.push_back(kDigits[byte & 15]);
  }
  return text;
}

bool holdsUnit(const DwarfFile& file, uint64_t dwoId) {
  return std::any_of(file.units().begin(), file.units().end(), [&](const Unit& unit) { return unit.type != 0 && unit.dwoId == dwoId; });
}

}  // namespace

std::unique_ptr<DwarfFile> openAlternate(ElfFile& file, const DebugPlaces& places, std::string& missing, Notices& notices) {
  const Section link = file.section(".gnu_debugaltlink", notices);
  std::vector<uint8_t> buffer;
  const std::span<const uint8_t> bytes = link.read(0, std::min<uint64_t>(link.size(), 4096), buffer);
  ByteCursor cursor(bytes);
  const std::string name(cursor.text());
  if (!cursor.ok() || name.empty()) return nullptr;
  const std::string buildId = hexadecimal(bytes.subspan(cursor.position()));
  std::vector<std::string> paths{name.front() == '/' ? name : directoryOf(file.path()) + name};
  if (buildId.size() > 2) paths.push_back("/usr/lib/debug/.build-id/" + buildId.substr(0, 2) + "/" + buildId.substr(2) + ".debug");
  std::vector<std::string> everywhere = belowRoots(places.root, paths);
  if (!places.cacheDirectory.empty() && !buildId.empty()) everywhere.push_back(cachedDebugFile(places, buildId));
  for (const std::string& path : everywhere) {
    std::shared_ptr<ElfFile> alternate = openElf(path);
    if (alternate && alternate->buildId() == buildId) return DwarfFile::open(std::move(alternate), nullptr, notices);
  }
  missing = buildId;
  notices.push_back(file.path() + ": its shared debug information (dwz) is not there: " + paths.front());
  return nullptr;
}

std::unique_ptr<SplitPackage> openSplitPackage(const std::string& path, const std::string& root, Notices& notices) {
  std::vector<std::string> paths{path + ".dwp"};
  constexpr std::string_view kDebug = ".debug";
  if (path.ends_with(kDebug)) paths.push_back(path.substr(0, path.size() - kDebug.size()) + ".dwp");
  return SplitPackage::open(belowRoots(root, paths), notices);
}

std::unique_ptr<DwarfFile> openSplitUnit(DwarfFile& main, const SplitPackage* package, const Unit& skeleton, const std::string& root, Notices& notices) {
  if (package != nullptr) {
    std::unique_ptr<DwarfFile> packed = package->unit(skeleton.dwoId, main);
    if (packed && holdsUnit(*packed, skeleton.dwoId)) {
      packed->adoptSkeleton(skeleton);
      return packed;
    }
  }
  const auto textOf = [](const TextRef& ref) { return ref.section == nullptr ? std::string() : ref.section->text(ref.offset).value_or(std::string()); };
  const std::string name = textOf(skeleton.splitFile);
  if (name.empty()) return nullptr;
  const std::string compiled = name.front() == '/' ? name : textOf(skeleton.compilationDirectory) + '/' + name;
  const std::vector<std::string> paths{compiled, directoryOf(main.path()) + name.substr(name.rfind('/') + 1)};
  for (const std::string& path : belowRoots(root, paths)) {
    std::shared_ptr<ElfFile> file = openElf(path);
    if (!file) continue;
    DwarfSections sections = DwarfSections::read(*file, true, notices);
    std::unique_ptr<DwarfFile> split = DwarfFile::split(std::move(file), std::move(sections), main);
    if (!split || !holdsUnit(*split, skeleton.dwoId)) continue;
    split->adoptSkeleton(skeleton);
    return split;
  }
  notices.push_back(main.path() + ": split debug information is not there, or is of another build: " + compiled);
  return nullptr;
}

}  // namespace syscall_trace
