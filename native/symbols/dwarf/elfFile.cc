#include "symbols/dwarf/elfFile.h"

#include <gelf.h>
#include <sys/stat.h>

#include "symbols/buildId.h"
#include "symbols/dwarf/zstd.h"

namespace syscall_trace {
namespace {

/** zlib packs at most 1032:1 (deflate, RFC 1951), zstd’s run-length blocks more: what claims to grow further is damaged. */
constexpr uint64_t kMaxGrowth = 4096;
constexpr uint64_t kMaxDecompressed = uint64_t{8} << 30;
constexpr uint32_t kCompressedByZstd = 2;  // ELFCOMPRESS_ZSTD (gABI; newer than libelf 0.188)

bool isPlausible(uint64_t size, uint64_t from) { return size <= kMaxDecompressed && size / kMaxGrowth <= from; }

}  // namespace

ElfFile::ElfFile(UniqueFd fd, std::span<const char> image, std::string path) : fd_(std::move(fd)), image_(image), path_(std::move(path)) {}

std::unique_ptr<ElfFile> ElfFile::open(UniqueFd fd, std::string path) {
  std::unique_ptr<ElfFile> file(new ElfFile(std::move(fd), {}, std::move(path)));
  return file->load() ? std::move(file) : nullptr;
}

std::unique_ptr<ElfFile> ElfFile::fromImage(std::span<const char> image, std::string path) {
  std::unique_ptr<ElfFile> file(new ElfFile(UniqueFd(), image, std::move(path)));
  return file->load() ? std::move(file) : nullptr;
}

bool ElfFile::load() {
  elf_version(EV_CURRENT);
  // elf_memory wants to write, but does so only when asked to.
  elf_.reset(image_.empty() ? elf_begin(fd_.get(), ELF_C_READ, nullptr) : elf_memory(const_cast<char*>(image_.data()), image_.size()));
  if (!elf_ || elf_kind(elf_.get()) != ELF_K_ELF) return false;
  GElf_Ehdr header;
  if (gelf_getehdr(elf_.get(), &header) == nullptr || header.e_ident[EI_DATA] != ELFDATA2LSB) return false;
  buildId_ = buildIdOf(elf_.get());
  return true;
}

Elf_Scn* ElfFile::find(std::string_view name) const {
  size_t names = 0;
  if (elf_getshdrstrndx(elf_.get(), &names) != 0) return nullptr;
  for (Elf_Scn* section = elf_nextscn(elf_.get(), nullptr); section != nullptr; section = elf_nextscn(elf_.get(), section)) {
    GElf_Shdr header;
    if (gelf_getshdr(section, &header) == nullptr || header.sh_type == SHT_NOBITS) continue;
    const char* own = elf_strptr(elf_.get(), names, header.sh_name);
    if (own != nullptr && name == own) return section;
  }
  return nullptr;
}

Section ElfFile::section(std::string_view name, Notices& notices) {
  if (Elf_Scn* found = find(name)) return contents(found, name, notices);
  if (!name.starts_with(".debug_")) return {};
  // The older way of GNU tools: ".zdebug_info" starts with "ZLIB" and the size.
  Elf_Scn* old = find(".z" + std::string(name.substr(1)));
  return old == nullptr ? Section() : decompressed(old, name, true, notices);
}

Section ElfFile::section(size_t index, Notices& notices) {
  Elf_Scn* found = elf_getscn(elf_.get(), index);
  return found == nullptr ? Section() : contents(found, "section " + std::to_string(index), notices);
}

Section ElfFile::contents(Elf_Scn* section, std::string_view name, Notices& notices) {
  GElf_Shdr header;
  if (gelf_getshdr(section, &header) == nullptr || header.sh_type == SHT_NOBITS) return {};
  if ((header.sh_flags & SHF_COMPRESSED) != 0) return decompressed(section, name, false, notices);
  if (!image_.empty()) {
    if (header.sh_offset > image_.size() || header.sh_size > image_.size() - header.sh_offset) return {};
    return Section::inMemory({reinterpret_cast<const uint8_t*>(image_.data()) + header.sh_offset, header.sh_size}, nullptr);
  }
  struct stat status {};
  if (fstat(fd_.get(), &status) != 0) return {};
  const uint64_t end = static_cast<uint64_t>(status.st_size);
  if (header.sh_offset > end || header.sh_size > end - header.sh_offset) {
    notices.push_back(path_ + ": " + std::string(name) + " is cut off; the file is damaged");
    return {};
  }
  return Section::inFile(fd_.get(), header.sh_offset, header.sh_size);
}

Section ElfFile::decompressed(Elf_Scn* section, std::string_view name, bool gnu, Notices& notices) {
  GElf_Chdr compression;
  if (!gnu) {
    if (gelf_getchdr(section, &compression) == nullptr) return {};
    GElf_Shdr header;
    if (gelf_getshdr(section, &header) == nullptr || !isPlausible(compression.ch_size, header.sh_size)) return {};
    if (compression.ch_type == kCompressedByZstd) return zstd(section, name, compression.ch_size, notices);
    if (compression.ch_type != ELFCOMPRESS_ZLIB) {
      notices.push_back(path_ + ": " + std::string(name) + " is compressed in a way that is not known here (type " + std::to_string(compression.ch_type) + ")");
      return {};
    }
  }
  const int result = gnu ? elf_compress_gnu(section, 0, 0) : elf_compress(section, 0, 0);
  const Elf_Data* data = result < 0 ? nullptr : elf_rawdata(section, nullptr);
  if (data == nullptr || data->d_buf == nullptr) {
    notices.push_back(path_ + ": " + std::string(name) + " cannot be decompressed; the file is damaged");
    return {};
  }
  return Section::inMemory({static_cast<const uint8_t*>(data->d_buf), data->d_size}, nullptr);
}

Section ElfFile::zstd(Elf_Scn* section, std::string_view name, uint64_t size, Notices& notices) {
  const Elf_Data* data = elf_rawdata(section, nullptr);
  const size_t headerSize = gelf_getclass(elf_.get()) == ELFCLASS64 ? sizeof(Elf64_Chdr) : sizeof(Elf32_Chdr);
  if (data == nullptr || data->d_buf == nullptr || data->d_size <= headerSize) return {};
  if (!zstdIsThere()) {
    notices.push_back(path_ + ": debug information is compressed by zstd, and libzstd.so.1 is not installed (Debian: libzstd1)");
    return {};
  }
  auto plain = decompressZstd({static_cast<const uint8_t*>(data->d_buf) + headerSize, data->d_size - headerSize}, size);
  if (!plain) {
    notices.push_back(path_ + ": " + std::string(name) + " cannot be decompressed; the file is damaged");
    return {};
  }
  const auto owner = std::make_shared<std::vector<uint8_t>>(std::move(*plain));
  return Section::inMemory(*owner, owner);
}

}  // namespace syscall_trace
