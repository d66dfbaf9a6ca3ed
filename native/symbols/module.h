#pragma once
// One ELF file with its unwind tables, symbols and debug information. Addresses are those of the file (link-time
// addresses): one Module serves every process that maps the file, wherever it lies there.

#include <elfutils/libdwfl.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "record/uniqueFd.h"
#include "symbols/debugPlaces.h"
#include "symbols/moduleSymbols.h"
#include "unwind/unwindRow.h"

namespace syscall_trace {

class Module {
 public:
  /** From a file; `path` as the process sees it and `places` serve to find separate debug files. */
  static std::unique_ptr<Module> open(UniqueFd fd, std::string path, DebugPlaces places);
  /** From an ELF image in memory, as the vdso. */
  static std::unique_ptr<Module> fromImage(std::vector<char> image, std::string path);

  Module(const Module&) = delete;
  Module& operator=(const Module&) = delete;
  ~Module();

  /** Different for each Module that was ever made, and new when its debug information is looked for again. */
  uint64_t id() const { return id_; }
  const std::string& buildId() const { return buildId_; }
  /** The same, shared by all who show it; null when there is none. */
  const Text& buildIdText() const { return buildIdText_; }
  /** Link-time address of a byte of the file that is mapped with or without execute permission. */
  std::optional<uint64_t> addressOfOffset(uint64_t fileOffset, bool executable) const;
  /** The unwind row at `address`, null when there is none. Valid until the next call. */
  const UnwindRow* rowAt(uint64_t address, const Architecture& architecture);
  /** Reads what the file holds at `address`. */
  bool read(uint64_t address, std::span<uint8_t> out) const;
  /** Functions, lines and symbol at `address`. */
  ResolvedAddress resolve(uint64_t address) { return symbols_->resolve(address); }
  /** The file is mapped in a process with other places, too: it may have the debug file that has been missing. */
  void alsoLookIn(const DebugPlaces& places);
  /** Looks for debug files again when an address is next asked for. */
  void refresh();
  std::vector<MissingDebugFile> takeMissing() { return symbols_->takeMissing(); }
  /** What could not be used of its debug information, since the last call. */
  Notices takeNotices() { return symbols_->takeNotices(); }

 private:
  struct Segment {
    uint64_t address;
    uint64_t offset;
    uint64_t fileSize;
    uint64_t memorySize;
    bool executable;
  };
  struct EndDwfl {
    void operator()(Dwfl* dwfl) const { dwfl_end(dwfl); }
  };

  Module(UniqueFd fd, std::vector<char> image, std::string path, DebugPlaces places);
  bool load();
  bool readSegments(Elf* elf);
  bool openSymbols();
  std::optional<UnwindRow> findRow(uint64_t address, const Architecture& architecture);
  static int findElf(Dwfl_Module*, void** userData, const char*, Dwarf_Addr, char**, Elf** elf);
  static int findDebugInfo(Dwfl_Module*, void** userData, const char*, Dwarf_Addr, const char*, const char* debugLink, GElf_Word crc, char** path);

  uint64_t id_;
  UniqueFd fd_;
  std::vector<char> image_;
  std::string path_;
  DebugPlaces places_;
  std::string buildId_;
  Text buildIdText_;
  std::vector<Segment> segments_;
  std::unique_ptr<Dwfl, EndDwfl> dwfl_;
  Dwfl_Module* dwflModule_ = nullptr;
  std::unique_ptr<ModuleSymbols> symbols_;
  std::unordered_map<uint64_t, std::optional<UnwindRow>> rows_;
};

}  // namespace syscall_trace
