#include "unwind/cfiFile.h"

#include <dwarf.h>
#include <gelf.h>
#include <libelf.h>

#include <algorithm>
#include <cstring>
#include <memory>
#include <string_view>

#include "symbols/buildId.h"
#include "unwind/dwarfReader.h"

namespace syscall_trace {
namespace {

constexpr size_t kMaxSegments = 256;
/** Of one section. The largest known one, of a browser with its tests, has a quarter of this. */
constexpr uint64_t kMaxSectionBytes = uint64_t{256} << 20;

struct EndElf {
  void operator()(Elf* elf) const { elf_end(elf); }
};

const Architecture* architectureOf(Elf* elf) {
  GElf_Ehdr header;
  if (elf_kind(elf) != ELF_K_ELF || gelf_getehdr(elf, &header) == nullptr) return nullptr;
  const int elfClass = gelf_getclass(elf);
  if (header.e_machine == EM_X86_64 && elfClass == ELFCLASS64) return &kX86_64;
  if (header.e_machine == EM_386 && elfClass == ELFCLASS32) return &kI386;
  return nullptr;
}

/** Reads segments; returns the address of .eh_frame_hdr, 0 when there is none. */
uint64_t readSegments(Elf* elf, CfiFile& file) {
  uint64_t header = 0;
  size_t count = 0;
  if (elf_getphdrnum(elf, &count) != 0) return 0;
  for (size_t i = 0; i < std::min(count, kMaxSegments); i++) {
    GElf_Phdr segment;
    if (gelf_getphdr(elf, static_cast<int>(i), &segment) == nullptr) continue;
    if (segment.p_type == PT_GNU_EH_FRAME) header = segment.p_vaddr;
    if (segment.p_type != PT_LOAD || segment.p_vaddr + segment.p_memsz < segment.p_vaddr || segment.p_offset + segment.p_filesz < segment.p_offset) continue;
    file.segments.push_back({segment.p_vaddr, segment.p_offset, segment.p_filesz, segment.p_memsz, (segment.p_flags & PF_X) != 0});
  }
  return header;
}

std::vector<uint8_t> contentOf(Elf_Scn* section, const GElf_Shdr& header) {
  if (header.sh_type == SHT_NOBITS || header.sh_size > kMaxSectionBytes) return {};
  if ((header.sh_flags & SHF_COMPRESSED) != 0) {
    GElf_Chdr compressed;
    if (gelf_getchdr(section, &compressed) == nullptr || compressed.ch_size > kMaxSectionBytes || elf_compress(section, 0, 0) < 0) return {};
  }
  const Elf_Data* data = elf_rawdata(section, nullptr);
  if (data == nullptr || data->d_buf == nullptr) return {};
  const auto* start = static_cast<const uint8_t*>(data->d_buf);
  return {start, start + data->d_size};
}

void readSections(Elf* elf, CfiFile& file) {
  size_t names = 0;
  if (elf_getshdrstrndx(elf, &names) != 0) return;
  for (Elf_Scn* section = elf_nextscn(elf, nullptr); section != nullptr; section = elf_nextscn(elf, section)) {
    GElf_Shdr header;
    if (gelf_getshdr(section, &header) == nullptr) continue;
    const char* name = elf_strptr(elf, names, header.sh_name);
    if (name == nullptr) continue;
    const bool ehFrame = std::string_view(name) == ".eh_frame";
    if (!ehFrame && std::string_view(name) != ".debug_frame") continue;
    std::vector<uint8_t> bytes = contentOf(section, header);
    if (!bytes.empty()) file.sections.push_back({std::move(bytes), header.sh_addr, ehFrame, false});
  }
  std::stable_sort(file.sections.begin(), file.sections.end(), [](const auto& a, const auto& b) { return a.ehFrame > b.ehFrame; });
}

/** What the file holds from `address` to the end of its segment. */
std::vector<uint8_t> contentAt(Elf* elf, const CfiFile& file, uint64_t address) {
  for (const CfiFile::Segment& segment : file.segments) {
    if (address < segment.address || address - segment.address >= segment.fileSize) continue;
    const uint64_t inside = address - segment.address;
    const uint64_t size = std::min(segment.fileSize - inside, kMaxSectionBytes);
    const Elf_Data* data = elf_getdata_rawchunk(elf, static_cast<int64_t>(segment.offset + inside), size, ELF_T_BYTE);
    if (data == nullptr || data->d_buf == nullptr) return {};
    const auto* start = static_cast<const uint8_t*>(data->d_buf);
    return {start, start + data->d_size};
  }
  return {};
}

/** A file whose section headers were stripped too: the program header leads to .eh_frame_hdr, and that to .eh_frame. */
void readFromHeader(Elf* elf, CfiFile& file, uint64_t headerAddress) {
  const std::vector<uint8_t> header = contentAt(elf, file, headerAddress);
  DwarfReader reader(header);
  const uint8_t version = reader.byte();
  const uint8_t encoding = reader.byte();
  reader.bytes(2);
  const int64_t distance = reader.fixed<int32_t>();
  if (!reader.ok() || version != 1 || encoding != (DW_EH_PE_pcrel | DW_EH_PE_sdata4)) return;
  const uint64_t address = headerAddress + 4 + static_cast<uint64_t>(distance);
  std::vector<uint8_t> bytes = contentAt(elf, file, address);
  if (!bytes.empty()) file.sections.push_back({std::move(bytes), address, true, true});
}

std::optional<CfiFile> readElf(Elf* elf) {
  CfiFile file;
  file.architecture = elf != nullptr ? architectureOf(elf) : nullptr;
  if (file.architecture == nullptr) return std::nullopt;
  const uint64_t header = readSegments(elf, file);
  if (file.segments.empty()) return std::nullopt;
  file.buildId = buildIdOf(elf);
  readSections(elf, file);
  if (header != 0 && (file.sections.empty() || !file.sections.front().ehFrame)) {
    readFromHeader(elf, file, header);
    std::stable_sort(file.sections.begin(), file.sections.end(), [](const auto& a, const auto& b) { return a.ehFrame > b.ehFrame; });
  }
  return file;
}

}  // namespace

std::optional<CfiFile> CfiFile::read(int fd) {
  elf_version(EV_CURRENT);
  // Read, not mapped: a file that shrinks while it is mapped would kill us with SIGBUS.
  const std::unique_ptr<Elf, EndElf> elf(elf_begin(fd, ELF_C_READ, nullptr));
  return readElf(elf.get());
}

std::optional<CfiFile> CfiFile::read(std::span<const char> image) {
  elf_version(EV_CURRENT);
  // libelf asks for writable memory, and writes nothing to it here.
  const std::unique_ptr<Elf, EndElf> elf(elf_memory(const_cast<char*>(image.data()), image.size()));
  return readElf(elf.get());
}

}  // namespace syscall_trace
