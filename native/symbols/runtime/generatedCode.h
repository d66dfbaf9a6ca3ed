#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "symbols/runtime/runtimeSymbols.h"

namespace syscall_trace {

/** Ranges of generated code with their symbols; what is made later takes the place of what was there. */
class GeneratedCode {
 public:
  void add(uint64_t size, RuntimeSymbol symbol);
  void remove(uint64_t start, uint64_t end);
  const RuntimeSymbol* find(uint64_t address) const;

 private:
  struct Range {
    uint64_t end;
    RuntimeSymbol symbol;
  };
  std::map<uint64_t, Range> ranges_;  // by start
};

/**
 * What a name says that a compiler wrote. V8 has `JS:*name /path/file.js:3:7` (the mark tells how it was compiled; older
 * versions have `LazyCompile:`); any other name is the function.
 */
RuntimeSymbol symbolNamed(std::string name, uint64_t start);

}  // namespace syscall_trace
