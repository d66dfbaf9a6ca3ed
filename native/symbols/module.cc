#include "symbols/module.h"

#include <fcntl.h>
#include <gelf.h>

#include <algorithm>
#include <atomic>
#include <cstring>

#include "symbols/buildId.h"
#include "symbols/debugFile.h"

namespace syscall_trace {
namespace {

constexpr size_t kMaxRows = 8192;
constexpr uint64_t kPage = 4096;

std::atomic<uint64_t> nextModuleId{1};

}  // namespace

Module::Module(UniqueFd fd, std::vector<char> image, std::string path, DebugPlaces places)
    : id_(nextModuleId++), fd_(std::move(fd)), image_(std::move(image)), path_(std::move(path)), places_(std::move(places)) {}

Module::~Module() = default;

std::unique_ptr<Module> Module::open(UniqueFd fd, std::string path, DebugPlaces places) {
  std::unique_ptr<Module> module(new Module(std::move(fd), {}, std::move(path), std::move(places)));
  return module->load() ? std::move(module) : nullptr;
}

std::unique_ptr<Module> Module::fromImage(std::vector<char> image, std::string path) {
  std::unique_ptr<Module> module(new Module(UniqueFd(), std::move(image), std::move(path), {}));
  return module->load() ? std::move(module) : nullptr;
}

// The file is read, not mapped: a file that shrinks while it is mapped would kill us with SIGBUS.
int Module::findElf(Dwfl_Module*, void** userData, const char*, Dwarf_Addr, char**, Elf** elf) {
  Module& self = *static_cast<Module*>(*userData);
  *elf = self.image_.empty() ? elf_begin(self.fd_.get(), ELF_C_READ, nullptr) : elf_memory(self.image_.data(), self.image_.size());
  return -1;
}

int Module::findDebugInfo(Dwfl_Module*, void** userData, const char*, Dwarf_Addr, const char*, const char* debugLink, GElf_Word crc, char** path) {
  const Module& self = *static_cast<const Module*>(*userData);
  const DebugFile file = findDebugFile({self.path_, self.places_, self.buildId_, debugLink != nullptr ? debugLink : "", crc});
  if (!file.fd) return -1;
  // libdw frees the name with free(3) and closes the descriptor.
  *path = strdup(file.path.c_str());
  return fcntl(file.fd.get(), F_DUPFD_CLOEXEC, 0);
}

bool Module::load() {
  static const Dwfl_Callbacks callbacks{findElf, findDebugInfo, nullptr, nullptr};
  elf_version(EV_CURRENT);
  void* userData = this;
  Elf* probe = nullptr;
  findElf(nullptr, &userData, nullptr, 0, nullptr, &probe);
  const bool usable = probe != nullptr && readSegments(probe);
  if (usable) buildId_ = buildIdOf(probe);
  buildIdText_ = makeText(buildId_);
  elf_end(probe);
  if (!usable) return false;

  uint64_t low = UINT64_MAX;
  uint64_t high = 0;
  for (const Segment& segment : segments_) {
    low = std::min(low, segment.address & ~(kPage - 1));
    high = std::max(high, segment.address + segment.memorySize);
  }
  if (low >= high) return false;
  dwfl_.reset(dwfl_begin(&callbacks));
  if (!dwfl_) return false;
  dwfl_report_begin(dwfl_.get());
  // Reported at its link-time address, so that libdw's idea of the load bias is 0.
  dwflModule_ = dwfl_report_module(dwfl_.get(), path_.c_str(), low, high);
  dwfl_report_end(dwfl_.get(), nullptr, nullptr);
  if (dwflModule_ == nullptr) return false;
  void** slot = nullptr;
  dwfl_module_info(dwflModule_, &slot, nullptr, nullptr, nullptr, nullptr, nullptr, nullptr);
  *slot = this;
  GElf_Addr bias = 0;
  return dwfl_module_getelf(dwflModule_, &bias) != nullptr && openSymbols();
}

bool Module::readSegments(Elf* elf) {
  size_t count = 0;
  if (elf_kind(elf) != ELF_K_ELF || elf_getphdrnum(elf, &count) != 0) return false;
  for (size_t i = 0; i < std::min<size_t>(count, 256); i++) {
    GElf_Phdr header;
    if (gelf_getphdr(elf, static_cast<int>(i), &header) == nullptr || header.p_type != PT_LOAD) continue;
    if (header.p_vaddr + header.p_memsz < header.p_vaddr) continue;
    segments_.push_back({header.p_vaddr, header.p_offset, header.p_filesz, header.p_memsz, (header.p_flags & PF_X) != 0});
  }
  return !segments_.empty();
}

std::optional<uint64_t> Module::addressOfOffset(uint64_t fileOffset, bool executable) const {
  const Segment* best = nullptr;
  for (const Segment& segment : segments_) {
    // Whole pages are mapped, so neighbouring segments can show one page twice: the permission tells which is meant.
    const uint64_t low = segment.offset & ~(kPage - 1);
    const uint64_t high = (segment.offset + segment.fileSize + kPage - 1) & ~(kPage - 1);
    if (fileOffset < low || fileOffset >= high) continue;
    if (best == nullptr || (best->executable != executable && segment.executable == executable)) best = &segment;
  }
  if (best == nullptr) return std::nullopt;
  return fileOffset - best->offset + best->address;
}

bool Module::read(uint64_t address, std::span<uint8_t> out) const {
  for (const Segment& segment : segments_) {
    if (address < segment.address || address - segment.address >= segment.fileSize) continue;
    const uint64_t inside = address - segment.address;
    if (out.size() > segment.fileSize - inside) return false;
    const uint64_t offset = segment.offset + inside;
    if (image_.empty()) return pread(fd_.get(), out.data(), out.size(), static_cast<off_t>(offset)) == static_cast<ssize_t>(out.size());
    if (offset > image_.size() || out.size() > image_.size() - offset) return false;
    std::memcpy(out.data(), image_.data() + offset, out.size());
    return true;
  }
  return false;
}

std::optional<UnwindRow> Module::findRow(uint64_t address, const Architecture& architecture) {
  Dwarf_Addr bias = 0;
  if (Dwarf_CFI* cfi = dwfl_module_eh_cfi(dwflModule_, &bias)) {
    if (std::optional<UnwindRow> row = rowFromCfi(cfi, address - bias, architecture)) return row;
  }
  if (Dwarf_CFI* cfi = dwfl_module_dwarf_cfi(dwflModule_, &bias)) return rowFromCfi(cfi, address - bias, architecture);
  return std::nullopt;
}

const UnwindRow* Module::rowAt(uint64_t address, const Architecture& architecture) {
  auto found = rows_.find(address);
  if (found == rows_.end()) {
    if (rows_.size() >= kMaxRows) rows_.clear();
    found = rows_.emplace(address, findRow(address, architecture)).first;
  }
  return found->second ? &*found->second : nullptr;
}

void Module::alsoLookIn(const DebugPlaces& places) {
  if (places.root == places_.root || !symbols_->lacksDebugFile()) return;
  places_ = places;
  refresh();
}

void Module::refresh() {
  // What was found before stays when memory or descriptors are short.
  if (openSymbols()) id_ = nextModuleId++;
}

bool Module::openSymbols() {
  std::shared_ptr<ElfFile> file;
  if (image_.empty()) {
    file = ElfFile::open(UniqueFd(fcntl(fd_.get(), F_DUPFD_CLOEXEC, 0)), path_);
  } else {
    file = ElfFile::fromImage(image_, path_);
  }
  if (!file) return false;
  std::vector<AddressRange> code;
  for (const Segment& s : segments_) {
    if (s.executable) code.push_back({s.address, s.address + s.memorySize});
  }
  symbols_ = std::make_unique<ModuleSymbols>(std::move(file), places_, std::move(code), segments_.front().address);
  return true;
}

}  // namespace syscall_trace
