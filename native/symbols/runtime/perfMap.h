#pragma once

#include "symbols/runtime/generatedCode.h"
#include "symbols/runtime/growingFile.h"

namespace syscall_trace {

/** perf-PID.map: a line `START SIZE NAME` for each function, numbers in hexadecimal (tools/perf/Documentation/jit-interface.txt). */
class PerfMap final : public RuntimeSymbols {
 public:
  explicit PerfMap(GrowingFile file) : file_(std::move(file)) {}
  std::optional<RuntimeSymbol> find(uint64_t address) override;

 private:
  void read();

  GrowingFile file_;
  GeneratedCode code_;
};

}  // namespace syscall_trace
