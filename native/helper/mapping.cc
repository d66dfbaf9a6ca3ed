#include "helper/mapping.h"

#include <algorithm>
#include <cinttypes>
#include <cstdio>

#include "record/layout.gen.h"

namespace syscall_trace {
namespace {

/** Column at which /proc/PID/maps begins the path. */
constexpr size_t kPathColumn = 73;

bool endsBefore(const Mapping& mapping, uint64_t address) { return mapping.end <= address; }

}  // namespace

void MappingList::insert(Mapping mapping) {
  if (mapping.start >= mapping.end || mappings_.size() >= kLimit) return;
  auto first = std::lower_bound(mappings_.begin(), mappings_.end(), mapping.start, endsBefore);
  if (first != mappings_.end() && first->start < mapping.start) {
    // The new one begins inside of it: its lower part stays, and its upper part if it reaches further.
    Mapping lower = *first;
    lower.end = mapping.start;
    if (first->file) first->offset += mapping.start - first->start;
    first->start = mapping.start;
    first = mappings_.insert(first, std::move(lower)) + 1;
  }
  auto last = first;
  while (last != mappings_.end() && last->end <= mapping.end) ++last;
  if (last != mappings_.end() && last->start < mapping.end) {
    if (last->file) last->offset += mapping.end - last->start;
    last->start = mapping.end;
  }
  first = mappings_.erase(first, last);
  mappings_.insert(first, std::move(mapping));
}

const Mapping* MappingList::find(uint64_t address) const {
  const auto found = std::lower_bound(mappings_.begin(), mappings_.end(), address, endsBefore);
  // endsBefore compares with `end <= address`, so the one found is the first that ends behind it.
  return found != mappings_.end() && found->start <= address ? &*found : nullptr;
}

const Mapping* MappingList::findFile(uint32_t device, uint64_t inode) const {
  const auto found = std::find_if(mappings_.begin(), mappings_.end(), [&](const Mapping& mapping) {
    return mapping.file && mapping.file->inode == inode && mapping.file->major == majorOf(device) && mapping.file->minor == minorOf(device);
  });
  return found != mappings_.end() && inode != 0 ? &*found : nullptr;
}

std::string MappingList::text() const {
  static const MappedFile none;
  std::string text;
  text.reserve(mappings_.size() * 100);
  for (const Mapping& mapping : mappings_) {
    const MappedFile& file = mapping.file ? *mapping.file : none;
    char line[128];
    int length = std::snprintf(line, sizeof line, "%08" PRIx64 "-%08" PRIx64 " %c%c%c%c %08" PRIx64 " %02x:%02x %" PRIu64 " ", mapping.start, mapping.end,
                               (mapping.protection & layout::kMappingProtectionRead) != 0 ? 'r' : '-',
                               (mapping.protection & layout::kMappingProtectionWrite) != 0 ? 'w' : '-',
                               (mapping.protection & layout::kMappingProtectionExecute) != 0 ? 'x' : '-',
                               (mapping.protection & layout::kMappingProtectionShared) != 0 ? 's' : 'p', mapping.offset, file.major, file.minor, file.inode);
    text.append(line, static_cast<size_t>(length));
    if (!file.path.empty()) {
      if (static_cast<size_t>(length) < kPathColumn) text.append(kPathColumn - static_cast<size_t>(length), ' ');
      for (const char byte : file.path) {
        // As the kernel writes it: a newline would end the line.
        if (byte == '\n')
          text += "\\012";
        else
          text += byte;
      }
    }
    text += '\n';
  }
  return text;
}

}  // namespace syscall_trace
