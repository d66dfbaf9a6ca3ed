#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "symbols/debugInfo.h"
#include "symbols/debugPlaces.h"
#include "symbols/symbolTable.h"
#include "symbols/text.h"

namespace syscall_trace {

/** One function of an address: the innermost inlined call first, the function with code of its own last. */
struct ResolvedFunction {
  Text name;     // demangled; null when unknown
  Text rawName;  // linkage name or name; null when unknown
  Text file;     // null when unknown
  uint32_t line = 0;
  uint32_t column = 0;
  bool inlined = false;
};

struct ResolvedAddress {
  std::vector<ResolvedFunction> functions;  // at least one when anything is known
  std::optional<uint64_t> symbolStart;      // of the function with code of its own
};

/** Functions, lines and symbols of one module (S3, S5), each read when it is first asked for. Addresses are link-time addresses. */
class ModuleSymbols {
 public:
  /** `code`: the module’s executable segments; `places`: where debug files are; `firstAddress`: of its first segment. */
  ModuleSymbols(std::shared_ptr<ElfFile> file, DebugPlaces places, std::vector<AddressRange> code, uint64_t firstAddress);

  ResolvedAddress resolve(uint64_t address);
  /** Whether it was looked for without success. */
  bool lacksDebugFile() const { return loaded_ && !debugFile_; }
  /** Debug files that a symbol server may have, since the last call; none where no server is asked. */
  std::vector<MissingDebugFile> takeMissing() { return std::exchange(missing_, {}); }
  /** What could not be used, since the last call. */
  Notices takeNotices() { return std::exchange(notices_, {}); }

 private:
  void load();
  void addSymbols();
  std::shared_ptr<ElfFile> openDebugFile();
  void missing(const std::string& buildId);
  const FunctionName& nameOf(const ElfSymbol& symbol);
  void nameFromSymbol(const FunctionName& known, const ElfSymbol& symbol, ResolvedFunction& function);

  std::shared_ptr<ElfFile> file_;
  DebugPlaces places_;
  CodeRanges code_;
  uint64_t firstAddress_;
  bool loaded_ = false;
  std::shared_ptr<ElfFile> debugFile_;  // the module itself when it has everything; null without any
  uint64_t debugBias_ = 0;              // module address - address in the debug file
  TextPool texts_;
  SymbolTable symbols_;
  LruCache<uint64_t, FunctionName> symbolNames_;  // by table and offset
  std::unique_ptr<DebugInfo> debugInfo_;
  Notices notices_;
  std::vector<MissingDebugFile> missing_;
};

}  // namespace syscall_trace
