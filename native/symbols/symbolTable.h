#pragma once

#include <elfutils/libdwfl.h>

#include <cstdint>
#include <vector>

namespace syscall_trace {

struct ElfSymbol {
  uint64_t start;
  uint64_t size;     // 0: unknown (assembly); it then reaches to the next symbol
  const char* name;  // belongs to the ELF file
  uint8_t rank;      // among symbols at one address the greatest is shown
};

/** The code symbols of a module (.symtab, else .dynsym with mini-debuginfo), sorted by address. */
class SymbolTable {
 public:
  static SymbolTable read(Dwfl_Module* module);

  /** The symbol that holds `address`; null when none does. */
  const ElfSymbol* find(uint64_t address) const;
  size_t size() const { return symbols_.size(); }

 private:
  std::vector<ElfSymbol> symbols_;
};

}  // namespace syscall_trace
