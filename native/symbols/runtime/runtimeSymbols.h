#pragma once
// Code that is in no file: just-in-time compilers tell what they made, each in its own way (S11). One that tells in another way
// becomes another kind of RuntimeSymbols.

#include <sys/types.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "symbols/text.h"
#include "unwind/mappings.h"

namespace syscall_trace {

struct RuntimeSymbol {
  Text name;
  Text rawName;  // as the compiler wrote it
  Text file;     // null: unknown
  uint32_t line = 0;
  uint32_t column = 0;
  uint64_t start = 0;
};

/** What one source knows of the code that a living process has made. Grows as the process goes on. */
class RuntimeSymbols {
 public:
  virtual ~RuntimeSymbols() = default;
  /** The code at `address` of the process. */
  virtual std::optional<RuntimeSymbol> find(uint64_t address) = 0;
};

/** All sources that a process has: its jitdump files among `mappings`, and /tmp/perf-PID.map. */
std::vector<std::unique_ptr<RuntimeSymbols>> runtimeSymbolsOf(pid_t pid, const Mappings& mappings);

/** Whether code that a process made itself may lie here: what is no ELF file. */
bool mayBeGenerated(const Mapping& mapping);

}  // namespace syscall_trace
