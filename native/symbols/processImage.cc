#include "symbols/processImage.h"

#include "symbols/moduleFile.h"

namespace syscall_trace {
namespace {

/** Position-independent files are loaded above this, fixed ones (0x400000 …) below. */
constexpr uint64_t kLowestLoadAddress = 0x10000000;

}  // namespace

ProcessImage::ProcessImage(std::string_view maps, std::optional<pid_t> pid, ModuleCache& modules)
    : mappings_(Mappings::parse(maps)), pid_(pid), modules_(modules), slots_(mappings_.all().size()) {}

ProcessImage::Place ProcessImage::locate(uint64_t address) {
  Place place{mappings_.find(address), nullptr, nullptr, 0};
  if (place.mapping == nullptr) return place;
  Slot& slot = slots_[static_cast<size_t>(place.mapping - mappings_.all().data())];
  if (!slot.tried) {
    slot.tried = true;
    slot.name = makeText(place.mapping->name);
    if (place.mapping->isFile() || place.mapping->isVdso()) slot.module = modules_.find(*place.mapping, pid_);
  }
  place.name = slot.name;
  if (!slot.module) return place;
  const uint64_t fileOffset = address - place.mapping->start + place.mapping->offset;
  const std::optional<uint64_t> linked = slot.module->addressOfOffset(fileOffset, place.mapping->executable);
  if (!linked) return place;
  place.module = slot.module.get();
  place.loadBias = address - *linked;
  return place;
}

std::optional<RuntimeSymbol> ProcessImage::generatedCode(uint64_t address) {
  if (!pid_) return std::nullopt;
  if (!runtimes_ || runtimes_->empty()) runtimes_ = runtimeSymbolsOf(*pid_, mappings_);
  for (const std::unique_ptr<RuntimeSymbols>& runtime : *runtimes_) {
    if (std::optional<RuntimeSymbol> symbol = runtime->find(address)) return symbol;
  }
  return std::nullopt;
}

uint64_t ProcessImage::offsetFromFirstMapping(const Mapping& mapping, uint64_t address) const {
  for (const Mapping& other : mappings_.all()) {
    if (other.inode == mapping.inode && other.name == mapping.name && other.offset == 0 && other.start <= address) {
      return other.start < kLowestLoadAddress ? address : address - other.start;
    }
  }
  return address - mapping.start + mapping.offset;
}

/** The file’s compiled rows, which stacks of running tasks use too. */
const RowTable* ProcessImage::tableOf(const Mapping& mapping) {
  Slot& slot = slots_[static_cast<size_t>(&mapping - mappings_.all().data())];
  if (!slot.rowsTried) {
    slot.rowsTried = true;
    if (mapping.isFile()) {
      std::optional<ModuleFile> file = openModuleFile(mapping, pid_);
      if (file) slot.rows = rowTables_->compileNow(std::move(file->fd), file->status);
    }
  }
  return slot.rows && slot.rows->state() == FileRows::State::ready ? &slot.rows->table() : nullptr;
}

RowSource::Found ProcessImage::find(uint64_t pc) {
  const Mapping* mapping = mappings_.find(pc);
  const RowTable* table = mapping != nullptr ? tableOf(*mapping) : nullptr;
  if (table != nullptr && &table->architecture() == architecture_) {
    const std::optional<uint64_t> linked = table->addressOfOffset(pc - mapping->start + mapping->offset);
    const RowTable::Found found = linked ? table->find(*linked) : RowTable::Found{};
    if (found.kind == RowTable::Kind::row) return {found.row, pc - *linked};
  }
  // What a separate debug file holds, the vdso, and entries that only libdw understands.
  const Place place = locate(pc);
  if (place.module == nullptr) return {};
  return {place.module->rowAt(pc - place.loadBias, *architecture_), place.loadBias};
}

bool ProcessImage::isExecutable(uint64_t pc) const {
  const Mapping* mapping = mappings_.find(pc);
  return mapping != nullptr && mapping->executable;
}

}  // namespace syscall_trace
