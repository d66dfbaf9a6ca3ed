#include "symbols/moduleSymbols.h"

#include <gelf.h>

#include <cstring>
#include <utility>

#include "symbols/debugFile.h"
#include "symbols/dwarf/xz.h"

namespace syscall_trace {
namespace {

constexpr size_t kMaxSymbolNames = 1 << 16;
constexpr size_t kMaxSymbolNameBytes = size_t{8} << 20;
constexpr uint64_t kMaxMiniDebugInfo = 64u << 20;

/** "name(int) [clone .constprop.0]" and "name.constprop.0" are the source's "name(int)" and "name". */
std::string withoutClone(const std::string& name) {
  const size_t clone = name.find(" [clone ");
  if (clone != std::string::npos) return name.substr(0, clone);
  // A leading dot or one in a demangled name is none of GCC's.
  const size_t dot = name.find('.', 1);
  return name.find('(') == std::string::npos ? name.substr(0, dot) : name;
}

std::optional<uint64_t> firstLoadAddress(Elf* elf) {
  size_t count = 0;
  if (elf_getphdrnum(elf, &count) != 0) return std::nullopt;
  for (size_t i = 0; i < count; i++) {
    GElf_Phdr header;
    if (gelf_getphdr(elf, static_cast<int>(i), &header) != nullptr && header.p_type == PT_LOAD) return header.p_vaddr;
  }
  return std::nullopt;
}

struct DebugLink {
  std::string name;  // empty: none
  uint32_t crc = 0;
};

/** .gnu_debuglink: a file name, zeros up to a multiple of 4, and a CRC (GDB manual, "Separate Debug Files"). */
DebugLink debugLinkOf(ElfFile& file, Notices& notices) {
  const Section section = file.section(".gnu_debuglink", notices);
  std::vector<uint8_t> buffer;
  ByteCursor cursor(section.read(0, std::min<uint64_t>(section.size(), 4096), buffer));
  DebugLink link{std::string(cursor.text()), 0};
  cursor.skip((4 - cursor.position() % 4) % 4);
  link.crc = cursor.u32();
  return cursor.ok() ? link : DebugLink{};
}

}  // namespace

ModuleSymbols::ModuleSymbols(std::shared_ptr<ElfFile> file, DebugPlaces places, std::vector<AddressRange> code, uint64_t firstAddress)
    : file_(std::move(file)),
      places_(std::move(places)),
      code_(std::move(code)),
      firstAddress_(firstAddress),
      symbolNames_(kMaxSymbolNames, kMaxSymbolNameBytes) {}

void ModuleSymbols::load() {
  loaded_ = true;
  const bool hasInfo = file_->hasSection(".debug_info") || file_->hasSection(".zdebug_info");
  debugFile_ = hasInfo ? file_ : openDebugFile();
  if (debugFile_ && debugFile_ != file_) {
    // Equal but for prelinked files, whose addresses were moved after the debug information was split off.
    debugBias_ = firstAddress_ - firstLoadAddress(debugFile_->elf()).value_or(firstAddress_);
  }
  addSymbols();
  if (!debugFile_) return;
  std::vector<AddressRange> code;
  for (const AddressRange& range : code_.all()) code.push_back({range.low - debugBias_, range.high - debugBias_});
  debugInfo_ = DebugInfo::open(debugFile_, CodeRanges(std::move(code)), places_, texts_, notices_);
  if (debugInfo_) missing(debugInfo_->missingAlternate());
}

std::shared_ptr<ElfFile> ModuleSymbols::openDebugFile() {
  const DebugLink link = debugLinkOf(*file_, notices_);
  DebugFile found = findDebugFile({file_->path(), places_, file_->buildId(), link.name, link.crc});
  if (found.fd) return ElfFile::open(std::move(found.fd), found.path);
  missing(file_->buildId());
  return nullptr;
}

/** The vdso has no places: no server has its debug file. */
void ModuleSymbols::missing(const std::string& buildId) {
  if (!places_.cacheDirectory.empty() && !buildId.empty()) missing_.push_back({buildId, file_->buildId(), file_->path()});
}

void ModuleSymbols::addSymbols() {
  bool whole = symbols_.add(*file_, ".symtab", 0, notices_);
  if (!whole && debugFile_ && debugFile_ != file_) whole = symbols_.add(*debugFile_, ".symtab", debugBias_, notices_);
  if (!whole) {
    symbols_.add(*file_, ".dynsym", 0, notices_);
    // Fedora's mini-debuginfo: the rest of the symbols, as an ELF file packed by xz.
    const Section packed = file_->section(".gnu_debugdata", notices_);
    std::vector<uint8_t> buffer;
    const auto plain = packed.size() > kMaxMiniDebugInfo ? std::nullopt : decompressXz(packed.read(0, packed.size(), buffer));
    if (plain) {
      const std::span<const char> image(reinterpret_cast<const char*>(plain->data()), plain->size());
      // What is kept of it must not outlive the image.
      if (const auto mini = ElfFile::fromImage(image, file_->path())) symbols_.addCopy(*mini, ".symtab", 0, notices_);
    }
  }
  symbols_.sort();
}

const FunctionName& ModuleSymbols::nameOf(const ElfSymbol& symbol) {
  const uint64_t key = uint64_t{symbol.table} << 32 | symbol.name;
  if (const FunctionName* known = symbolNames_.get(key)) return *known;
  std::string name = symbols_.nameOf(symbol);
  // .symtab appends the version: "name@@GLIBC_2.34".
  name.resize(std::min(name.find('@'), name.size()));
  FunctionName found = functionName(std::move(name), texts_);
  const size_t bytes = found.bytes();
  return symbolNames_.put(key, std::move(found), bytes);
}

/**
 * The name of a function with code of its own. The symbol table knows what DWARF does not: the mangled names of GCC's
 * static functions, and which alias of a C function a program links to (`write` for `__GI___libc_write`).
 */
void ModuleSymbols::nameFromSymbol(const FunctionName& known, const ElfSymbol& symbol, ResolvedFunction& function) {
  const FunctionName& name = nameOf(symbol);
  if (!name.raw) return;
  // Equal code that was merged has several names; DWARF's is the one that the lines belong to.
  if (known.mangled && !name.raw->starts_with(*known.raw)) return;
  function.rawName = name.raw;
  if (known.mangled) return;
  const std::string plain = withoutClone(*name.name);
  function.name = plain == *name.name ? name.name : texts_.share(plain);
}

ResolvedAddress ModuleSymbols::resolve(uint64_t address) {
  if (!loaded_) load();
  ResolvedAddress result;
  // A symbol without a size reaches to the next one, but not out of the code.
  const ElfSymbol* symbol = code_.contains(address) ? symbols_.find(address) : nullptr;
  const uint64_t debugAddress = address - debugBias_;
  DebugInfo::UnitTables* unit = debugInfo_ ? debugInfo_->unitAt(debugAddress, notices_) : nullptr;
  const std::optional<LineRow> line = unit != nullptr ? unit->lines.find(debugAddress) : std::nullopt;

  ResolvedFunction place;
  if (line) place = {nullptr, nullptr, debugInfo_->pathOf(*unit, line->file), line->line, line->column, false};
  for (int32_t index = unit != nullptr ? unit->functions.find(debugAddress) : -1; index >= 0;) {
    const FunctionNode& node = unit->functions.node(index);
    const FunctionName& name = debugInfo_->nameOf(*unit, node);
    place.rawName = name.raw;
    place.name = name.name;
    place.inlined = node.parent >= 0;
    if (!place.inlined) {
      result.symbolStart = unit->functions.startOf(node) + debugBias_;
      // A symbol of another function may reach over this one in handwritten code.
      if (symbol != nullptr && unit->functions.outermost(symbol->start - debugBias_) == index) nameFromSymbol(name, *symbol, place);
    }
    result.functions.push_back(place);
    place = {nullptr, nullptr, debugInfo_->pathOf(*unit, node.callFile), node.callLine, node.callColumn, false};
    index = node.parent;
  }
  if (result.functions.empty() && (symbol != nullptr || line)) {
    if (symbol != nullptr) {
      place.rawName = nameOf(*symbol).raw;
      place.name = nameOf(*symbol).name;
    }
    result.functions.push_back(place);
  }
  if (symbol != nullptr) result.symbolStart = symbol->start;
  return result;
}

}  // namespace syscall_trace
