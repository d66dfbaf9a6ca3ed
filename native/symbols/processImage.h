#pragma once

#include <sys/types.h>

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "symbols/moduleCache.h"
#include "symbols/runtime/runtimeSymbols.h"
#include "symbols/text.h"
#include "unwind/mappings.h"
#include "unwind/rowTableCache.h"
#include "unwind/unwinder.h"

namespace syscall_trace {

/** The address space of a process at one moment: its mappings and the modules behind them. */
class ProcessImage final : public RowSource {
 public:
  /** `pid`: while the process lives, its own view of the file system is preferred. `modules` outlives this. */
  ProcessImage(std::string_view maps, std::optional<pid_t> pid, ModuleCache& modules);

  struct Place {
    const Mapping* mapping = nullptr;  // null: nothing is mapped there
    Module* module = nullptr;          // null: anonymous, or the file cannot be had
    Text name;                         // of the mapping; null: it has none
    uint64_t loadBias = 0;             // with a module: address - loadBias is the link-time address
  };
  Place locate(uint64_t address);
  /** What the process itself tells of code that it made; nothing when it has gone or tells nothing. */
  std::optional<RuntimeSymbol> generatedCode(uint64_t address);
  /** Address as an offset from where the file was loaded, as far as the mappings alone tell. */
  uint64_t offsetFromFirstMapping(const Mapping& mapping, uint64_t address) const;

  void useArchitecture(const Architecture& architecture) { architecture_ = &architecture; }
  Found find(uint64_t pc) override;
  bool isExecutable(uint64_t pc) const override;

 private:
  struct Slot {
    bool tried = false;
    Text name;
    std::shared_ptr<Module> module;
    bool rowsTried = false;
    std::shared_ptr<const FileRows> rows;
  };

  const RowTable* tableOf(const Mapping& mapping);

  Mappings mappings_;
  std::optional<pid_t> pid_;
  ModuleCache& modules_;
  std::shared_ptr<RowTableCache> rowTables_ = RowTableCache::shared();
  std::vector<Slot> slots_;  // one for each mapping
  std::optional<std::vector<std::unique_ptr<RuntimeSymbols>>> runtimes_;
  const Architecture* architecture_ = &kX86_64;
};

}  // namespace syscall_trace
