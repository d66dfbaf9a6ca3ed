#include "symbols/stackSymbolizer.h"

#include <cstring>

namespace syscall_trace {
namespace {

constexpr size_t kMaxImages = 32;
constexpr size_t kMaxImageBytes = 16u << 20;
constexpr size_t kMaxAddresses = 1u << 16;
constexpr size_t kMaxAddressBytes = 32u << 20;

/** The stack as it was copied, and beside it what the files hold and nobody may have written to. */
class SnapshotMemory final : public MemoryReader {
 public:
  SnapshotMemory(const StackSnapshot& snapshot, ProcessImage& image) : snapshot_(snapshot), image_(image) {}

  bool read(uint64_t address, std::span<uint8_t> out) const override {
    const uint64_t inside = address - snapshot_.stackAddress;
    if (address >= snapshot_.stackAddress && inside < snapshot_.stack.size()) {
      if (out.size() > snapshot_.stack.size() - inside) return false;
      std::memcpy(out.data(), snapshot_.stack.data() + inside, out.size());
      return true;
    }
    const ProcessImage::Place place = image_.locate(address);
    return place.module != nullptr && !place.mapping->writable && place.module->read(address - place.loadBias, out);
  }

 private:
  const StackSnapshot& snapshot_;
  ProcessImage& image_;
};

size_t bytesOf(const ResolvedAddress& resolved) {
  size_t bytes = sizeof resolved;
  for (const ResolvedFunction& f : resolved.functions) bytes += sizeof f;
  return bytes;
}

FrameQuality qualityOf(const SymbolizedFrame& frame) {
  if (!frame.file.empty() && frame.line != 0) return FrameQuality::source;
  if (!frame.rawSymbol.empty()) return FrameQuality::symbol;
  return frame.module.empty() ? FrameQuality::address : FrameQuality::module;
}

}  // namespace

StackSymbolizer::StackSymbolizer() : images_(kMaxImages, kMaxImageBytes), addresses_(kMaxAddresses, kMaxAddressBytes) {}

ProcessImage& StackSymbolizer::image(const std::string& maps, std::optional<pid_t> pid) {
  const std::string key = std::to_string(pid.value_or(0)) + '\n' + maps;
  if (const std::unique_ptr<ProcessImage>* known = images_.get(key)) return **known;
  return *images_.put(key, std::make_unique<ProcessImage>(maps, pid, modules_), key.size() * 2);
}

const ResolvedAddress& StackSymbolizer::resolve(Module& module, uint64_t address) {
  const AddressKey key{module.id(), address};
  if (const ResolvedAddress* known = addresses_.get(key)) return *known;
  ResolvedAddress resolved = module.resolve(address);
  const size_t bytes = bytesOf(resolved);
  return addresses_.put(key, std::move(resolved), bytes);
}

void StackSymbolizer::symbolize(ProcessImage& image, uint64_t pc, bool exact, std::vector<SymbolizedFrame>& out) {
  const uint64_t lookup = exact ? pc : pc - 1;
  const ProcessImage::Place place = image.locate(lookup);
  SymbolizedFrame base;
  base.address = pc;
  if (place.mapping == nullptr || place.mapping->name.empty()) {
    out.push_back(std::move(base));
    return;
  }
  base.module = place.mapping->name;
  base.deleted = place.mapping->deleted;
  base.fileOffset = pc - place.mapping->start + place.mapping->offset;
  if (place.module == nullptr) {
    base.moduleOffset = image.offsetFromFirstMapping(*place.mapping, pc);
    base.quality = FrameQuality::module;
    out.push_back(std::move(base));
    return;
  }
  base.moduleOffset = pc - place.loadBias;
  base.buildId = place.module->buildId();
  const ResolvedAddress& resolved = resolve(*place.module, lookup - place.loadBias);
  if (resolved.functions.empty()) {
    base.quality = FrameQuality::module;
    out.push_back(std::move(base));
    return;
  }
  for (const ResolvedFunction& function : resolved.functions) {
    SymbolizedFrame frame = base;
    frame.symbol = function.name ? *function.name : std::string();
    frame.rawSymbol = function.rawName ? *function.rawName : std::string();
    frame.file = function.file ? *function.file : std::string();
    frame.line = function.line;
    frame.column = function.column;
    frame.inlined = function.inlined;
    if (resolved.symbolStart && !function.inlined) frame.symbolOffset = *base.moduleOffset - *resolved.symbolStart;
    frame.quality = qualityOf(frame);
    out.push_back(std::move(frame));
  }
}

SymbolizedStack StackSymbolizer::stack(const StackSnapshot& snapshot, size_t limit) {
  ProcessImage& process = image(snapshot.maps, snapshot.pid);
  const Architecture& architecture = architectureOf(snapshot.registers);
  process.useArchitecture(architecture);
  const SnapshotMemory memory(snapshot, process);
  const UnwoundStack unwound = unwind(architecture, registersOf(snapshot.registers, architecture), memory, process, limit);
  SymbolizedStack result;
  result.end = unwound.end;
  for (const UnwoundFrame& frame : unwound.frames) symbolize(process, frame.pc, frame.exact, result.frames);
  return result;
}

std::vector<std::vector<SymbolizedFrame>> StackSymbolizer::addresses(const std::string& maps, std::span<const uint64_t> addresses, std::optional<pid_t> pid) {
  ProcessImage& process = image(maps, pid);
  std::vector<std::vector<SymbolizedFrame>> result(addresses.size());
  for (size_t i = 0; i < addresses.size(); i++) symbolize(process, addresses[i], true, result[i]);
  return result;
}

SymbolizerCounters StackSymbolizer::counters() const { return {modules_.counters(), images_.counters(), addresses_.counters()}; }

}  // namespace syscall_trace
