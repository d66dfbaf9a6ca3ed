#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "symbols/dwarf/elfFile.h"

namespace syscall_trace {

struct ElfSymbol {
  uint64_t start;
  uint64_t size;  // 0: unknown (assembly); it then reaches to the next symbol
  uint32_t name;  // offset in the string table
  uint8_t table;  // index into the string tables
  uint8_t rank;   // among symbols at one address the greatest is shown
};

/** The code symbols of a module, sorted by address. */
class SymbolTable {
 public:
  SymbolTable() = default;

  /** Adds the symbols of .symtab or .dynsym of `file`, whose addresses are `bias` less than the module’s. False when it has no such table. */
  bool add(ElfFile& file, const char* section, uint64_t bias, Notices& notices);
  /** The same for a file in memory that does not live as long as the table. */
  bool addCopy(ElfFile& file, const char* section, uint64_t bias, Notices& notices);
  /** Once all are added. */
  void sort();

  /** The symbol that holds `address`; null when none does. */
  const ElfSymbol* find(uint64_t address) const;
  std::string nameOf(const ElfSymbol& symbol) const;
  size_t size() const { return symbols_.size(); }
  size_t bytes() const { return symbols_.size() * sizeof(ElfSymbol); }

 private:
  void preferFewUnderscores(std::span<ElfSymbol> equals) const;

  std::vector<ElfSymbol> symbols_;
  std::vector<Section> names_;
};

}  // namespace syscall_trace
