#pragma once

#include <libelf.h>

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "record/uniqueFd.h"
#include "symbols/dwarf/section.h"

namespace syscall_trace {

/** What could not be used, each in words for the user. */
using Notices = std::vector<std::string>;

/** One ELF file, little-endian, of 32 or 64 bits. Its sections stay valid as long as it does. */
class ElfFile {
 public:
  /** Null when it is no such file. `path` is for messages and for finding files beside it. */
  static std::unique_ptr<ElfFile> open(UniqueFd fd, std::string path);
  /** `image` outlives the file. */
  static std::unique_ptr<ElfFile> fromImage(std::span<const char> image, std::string path);

  const std::string& path() const { return path_; }
  const std::string& buildId() const { return buildId_; }
  Elf* elf() const { return elf_.get(); }
  int fd() const { return fd_.get(); }

  bool hasSection(std::string_view name) const { return find(name) != nullptr; }
  /** A section by its name, decompressed; empty when there is none or it cannot be read, with a notice in the second case. */
  Section section(std::string_view name, Notices& notices);
  /** A section by its index. */
  Section section(size_t index, Notices& notices);

 private:
  struct EndElf {
    void operator()(Elf* elf) const { elf_end(elf); }
  };

  ElfFile(UniqueFd fd, std::span<const char> image, std::string path);
  bool load();
  Elf_Scn* find(std::string_view name) const;
  Section contents(Elf_Scn* section, std::string_view name, Notices& notices);
  Section decompressed(Elf_Scn* section, std::string_view name, bool gnu, Notices& notices);
  Section zstd(Elf_Scn* section, std::string_view name, uint64_t size, Notices& notices);

  UniqueFd fd_;
  std::span<const char> image_;
  std::string path_;
  std::string buildId_;
  std::unique_ptr<Elf, EndElf> elf_;
};

}  // namespace syscall_trace
