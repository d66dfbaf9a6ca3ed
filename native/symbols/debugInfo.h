#pragma once

#include <cstdint>
#include <memory>
#include <unordered_map>
#include <vector>

#include "symbols/debugPlaces.h"
#include "symbols/dwarf/dwarfFile.h"
#include "symbols/dwarf/functionScan.h"
#include "symbols/dwarf/splitPackage.h"
#include "symbols/functionName.h"
#include "symbols/functionTable.h"
#include "symbols/lineTable.h"
#include "symbols/lruCache.h"
#include "symbols/textPool.h"

namespace syscall_trace {

/** Functions and lines of the compilation units of one file. A unit is read when an address in it is first asked for. */
class DebugInfo {
 public:
  /** Null when `file` has no debug information. Addresses are those of the file. `places`: where other files of it are; `texts` outlives it. */
  static std::unique_ptr<DebugInfo> open(std::shared_ptr<ElfFile> file, CodeRanges code, DebugPlaces places, TextPool& texts, Notices& notices);

  struct UnitTables {
    FunctionTable functions;
    LineTable lines;
    DwarfFile* entries = nullptr;  // where the functions’ entries are: the split file where there is one
    TextRef compilationDirectory;
    std::vector<Text> paths;  // by file index, as far as asked for
  };

  /** The unit whose code holds `address`; null when there is none. Valid until the next call. */
  UnitTables* unitAt(uint64_t address, Notices& notices);
  const FunctionName& nameOf(const UnitTables& unit, const FunctionNode& node);
  Text pathOf(UnitTables& unit, uint32_t file);

  /** Build-id of the shared debug information (dwz) that is needed and not there; empty: nothing is missing. */
  const std::string& missingAlternate() const { return missingAlternate_; }

  size_t bytes() const { return stretches_.capacity() * sizeof(Stretch) + units_.bytes(); }

 private:
  struct Stretch {
    uint64_t low;
    uint32_t length;
    uint32_t unit;  // index into the main file’s units
  };
  struct SplitUnit {
    std::unique_ptr<DwarfFile> file;  // null: it was not to be found
    const Unit* unit = nullptr;
  };

  DebugInfo(std::unique_ptr<DwarfFile> alternate, std::unique_ptr<DwarfFile> main, CodeRanges code, DebugPlaces places, TextPool& texts);
  void index();
  void addStretches(uint32_t unit, const std::vector<AddressRange>& ranges);
  std::unique_ptr<UnitTables> read(uint32_t unit, Notices& notices);
  const SplitUnit& splitUnit(uint32_t unit, Notices& notices);

  std::unique_ptr<DwarfFile> alternate_;
  std::unique_ptr<DwarfFile> main_;
  CodeRanges code_;
  DebugPlaces places_;
  std::string missingAlternate_;
  TextPool& texts_;
  std::vector<Stretch> stretches_;  // sorted by low
  bool packageSought_ = false;
  std::unique_ptr<SplitPackage> package_;
  std::unordered_map<uint32_t, SplitUnit> split_;
  LruCache<uint32_t, std::unique_ptr<UnitTables>> units_;
  LruCache<uint64_t, FunctionName> names_;
};

}  // namespace syscall_trace
