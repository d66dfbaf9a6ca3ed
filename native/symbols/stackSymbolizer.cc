#include "symbols/stackSymbolizer.h"

#include <cstring>

namespace syscall_trace {
namespace {

constexpr size_t kMaxImages = 32;
constexpr size_t kMaxImageBytes = 16u << 20;
constexpr size_t kMaxAddresses = 1u << 16;
constexpr size_t kMaxAddressBytes = 32u << 20;
constexpr size_t kMaxNotices = 1000;

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
  for (const ResolvedFunction& f : resolved.functions) {
    bytes += sizeof f;
    // Shared texts are paid for by all who hold them.
    for (const Text& text : {f.name, f.rawName, f.file}) bytes += text ? text->size() / static_cast<size_t>(text.use_count()) : 0;
  }
  return bytes;
}

FrameQuality qualityOf(const SymbolizedFrame& frame) {
  if (frame.file && frame.line != 0) return FrameQuality::source;
  if (frame.rawSymbol) return FrameQuality::symbol;
  return frame.module ? FrameQuality::module : FrameQuality::address;
}

SymbolizedFrame generatedFrame(SymbolizedFrame frame, const ProcessImage::Place& place, const RuntimeSymbol& symbol) {
  frame.module = place.name;
  frame.symbol = symbol.name;
  frame.rawSymbol = symbol.rawName;
  frame.symbolOffset = frame.address - symbol.start;
  frame.file = symbol.file;
  frame.line = symbol.line;
  frame.column = symbol.column;
  frame.quality = qualityOf(frame);
  return frame;
}

}  // namespace

StackSymbolizer::StackSymbolizer(size_t maxAddresses, std::string debugCache)
    : modules_(std::move(debugCache)), images_(kMaxImages, kMaxImageBytes), addresses_(maxAddresses == 0 ? kMaxAddresses : maxAddresses, kMaxAddressBytes) {}

ProcessImage& StackSymbolizer::image(const std::string& maps, std::optional<pid_t> pid) {
  const std::string key = std::to_string(pid.value_or(0)) + '\n' + maps;
  if (const std::unique_ptr<ProcessImage>* known = images_.get(key)) return **known;
  return *images_.put(key, std::make_unique<ProcessImage>(maps, pid, modules_), key.size() * 2);
}

const ResolvedAddress& StackSymbolizer::resolve(Module& module, uint64_t address) {
  const AddressKey key{module.id(), address};
  if (const ResolvedAddress* known = addresses_.get(key)) return *known;
  ResolvedAddress resolved = module.resolve(address);
  for (std::string& notice : module.takeNotices()) {
    if (noticed_.size() < kMaxNotices && noticed_.insert(notice).second) notices_.push_back(std::move(notice));
  }
  for (MissingDebugFile& file : module.takeMissing()) missing_.push_back(std::move(file));
  const size_t bytes = bytesOf(resolved);
  return addresses_.put(key, std::move(resolved), bytes);
}

void StackSymbolizer::symbolize(ProcessImage& image, uint64_t pc, bool exact, std::vector<SymbolizedFrame>& out) {
  const uint64_t lookup = exact ? pc : pc - 1;
  const ProcessImage::Place place = image.locate(lookup);
  SymbolizedFrame base;
  base.address = pc;
  if (place.mapping != nullptr && place.module == nullptr && mayBeGenerated(*place.mapping)) {
    if (const std::optional<RuntimeSymbol> generated = image.generatedCode(lookup)) {
      out.push_back(generatedFrame(std::move(base), place, *generated));
      return;
    }
  }
  if (place.mapping == nullptr || !place.name) {
    out.push_back(std::move(base));
    return;
  }
  base.module = place.name;
  base.deleted = place.mapping->deleted;
  base.fileOffset = pc - place.mapping->start + place.mapping->offset;
  if (place.module == nullptr) {
    base.moduleOffset = image.offsetFromFirstMapping(*place.mapping, pc);
    base.quality = FrameQuality::module;
    out.push_back(std::move(base));
    return;
  }
  base.moduleOffset = pc - place.loadBias;
  symbolizeIn(*place.module, lookup - place.loadBias, std::move(base), out);
}

void StackSymbolizer::symbolizeIn(Module& module, uint64_t address, SymbolizedFrame base, std::vector<SymbolizedFrame>& out) {
  base.buildId = module.buildIdText();
  const ResolvedAddress& resolved = resolve(module, address);
  if (resolved.functions.empty()) {
    base.quality = FrameQuality::module;
    out.push_back(std::move(base));
    return;
  }
  for (const ResolvedFunction& function : resolved.functions) {
    SymbolizedFrame& frame = out.emplace_back(base);
    frame.symbol = function.name;
    frame.rawSymbol = function.rawName;
    frame.file = function.file;
    frame.line = function.line;
    frame.column = function.column;
    frame.inlined = function.inlined;
    if (resolved.symbolStart && !function.inlined) frame.symbolOffset = *base.moduleOffset - *resolved.symbolStart;
    frame.quality = qualityOf(frame);
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

SymbolizedAddresses StackSymbolizer::addresses(const std::string& maps, std::span<const uint64_t> addresses, std::optional<pid_t> pid) {
  ProcessImage& process = image(maps, pid);
  SymbolizedAddresses result;
  result.counts.reserve(addresses.size());
  result.frames.reserve(addresses.size() * 2);
  for (const uint64_t address : addresses) {
    const size_t before = result.frames.size();
    symbolize(process, address, true, result.frames);
    result.counts.push_back(static_cast<uint32_t>(result.frames.size() - before));
  }
  return result;
}

std::optional<SymbolizedAddresses> StackSymbolizer::fileAddresses(const std::string& path, std::span<const uint64_t> addresses) {
  const std::shared_ptr<Module> module = modules_.findFile(path);
  if (!module) return std::nullopt;
  SymbolizedFrame base;
  base.module = makeText(path);
  SymbolizedAddresses result;
  result.counts.reserve(addresses.size());
  result.frames.reserve(addresses.size() * 2);
  for (const uint64_t address : addresses) {
    const size_t before = result.frames.size();
    base.address = address;
    base.moduleOffset = address;
    symbolizeIn(*module, address, base, result.frames);
    result.counts.push_back(static_cast<uint32_t>(result.frames.size() - before));
  }
  return result;
}

SymbolizerCounters StackSymbolizer::counters() const { return {modules_.counters(), images_.counters(), addresses_.counters()}; }

}  // namespace syscall_trace
