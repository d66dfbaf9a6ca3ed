#pragma once

#include <string>
#include <vector>

#include "symbols/runtime/generatedCode.h"
#include "symbols/runtime/growingFile.h"

namespace syscall_trace {

/** jit-PID.dump: records of loaded, moved and described code (tools/perf/Documentation/jitdump-specification.txt). */
class JitDump final : public RuntimeSymbols {
 public:
  explicit JitDump(GrowingFile file) : file_(std::move(file)) {}
  std::optional<RuntimeSymbol> find(uint64_t address) override;

 private:
  struct Line {
    uint64_t address;
    uint32_t line;
    Text file;
  };

  void read();
  void record(uint32_t kind, std::span<const uint8_t> body);
  void load(std::span<const uint8_t> body);
  void move(std::span<const uint8_t> body);
  void describe(std::span<const uint8_t> body);

  GrowingFile file_;
  bool headerRead_ = false;
  bool usable_ = true;
  GeneratedCode code_;
  std::map<uint64_t, std::vector<Line>> lines_;  // by start of the code
};

}  // namespace syscall_trace
