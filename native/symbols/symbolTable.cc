#include "symbols/symbolTable.h"

#include <gelf.h>

#include <algorithm>
#include <cstring>
#include <map>
#include <tuple>

namespace syscall_trace {
namespace {

constexpr int kMaxSymbols = 16 << 20;
/** How far a search looks back over symbols that end before the address (nested and overlapping symbols are rare). */
constexpr int kMaxLookBack = 64;

/** Whether symbols of a section are code; asks each section once. */
class CodeSections {
 public:
  bool contains(Elf* elf, GElf_Word index) {
    const auto [entry, isNew] = known_.try_emplace({elf, index}, false);
    if (isNew && elf != nullptr) {
      GElf_Shdr header;
      Elf_Scn* section = elf_getscn(elf, index);
      entry->second = section != nullptr && gelf_getshdr(section, &header) != nullptr && (header.sh_flags & SHF_EXECINSTR) != 0;
    }
    return entry->second;
  }

 private:
  std::map<std::pair<Elf*, GElf_Word>, bool> known_;
};

/** Sized before unsized, then global, weak, local; fewer leading underscores at last. */
uint8_t rankOf(const GElf_Sym& symbol, const char* name) {
  const int binding = GELF_ST_BIND(symbol.st_info);
  const int strength = binding == STB_LOCAL ? 0 : binding == STB_WEAK ? 1 : 2;
  const size_t underscores = std::min<size_t>(std::strspn(name, "_"), 3);
  return static_cast<uint8_t>((symbol.st_size != 0 ? 64 : 0) + strength * 8 + static_cast<int>(3 - underscores));
}

}  // namespace

SymbolTable SymbolTable::read(Dwfl_Module* module) {
  SymbolTable table;
  const int count = std::min(dwfl_module_getsymtab(module), kMaxSymbols);
  CodeSections code;
  for (int i = 1; i < count; i++) {
    GElf_Sym symbol;
    GElf_Addr address = 0;
    GElf_Word section = 0;
    Elf* elf = nullptr;
    Dwarf_Addr bias = 0;
    const char* name = dwfl_module_getsym_info(module, i, &symbol, &address, &section, &elf, &bias);
    if (name == nullptr || *name == '\0') continue;
    const int type = GELF_ST_TYPE(symbol.st_info);
    if (type != STT_FUNC && type != STT_NOTYPE && type != STT_GNU_IFUNC) continue;
    if (symbol.st_shndx == SHN_UNDEF || !code.contains(elf, section)) continue;
    table.symbols_.push_back({address, symbol.st_size, name, rankOf(symbol, name)});
  }
  std::sort(table.symbols_.begin(), table.symbols_.end(),
            [](const ElfSymbol& a, const ElfSymbol& b) { return std::tie(a.start, a.rank) < std::tie(b.start, b.rank); });
  return table;
}

const ElfSymbol* SymbolTable::find(uint64_t address) const {
  auto after = std::upper_bound(symbols_.begin(), symbols_.end(), address, [](uint64_t wanted, const ElfSymbol& s) { return wanted < s.start; });
  for (int back = 0; back < kMaxLookBack && after != symbols_.begin(); back++) {
    const ElfSymbol& candidate = *--after;
    if (address - candidate.start < candidate.size) return &candidate;
    if (candidate.size == 0 && back == 0) return &candidate;
  }
  return nullptr;
}

}  // namespace syscall_trace
