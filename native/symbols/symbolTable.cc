#include "symbols/symbolTable.h"

#include <gelf.h>

#include <algorithm>
#include <cstring>
#include <tuple>
#include <utility>

#include "symbols/dwarf/byteCursor.h"

namespace syscall_trace {
namespace {

constexpr size_t kMaxSymbols = 16 << 20;
/** How far a search looks back over symbols that end before the address (nested and overlapping symbols are rare). */
constexpr int kMaxLookBack = 64;

struct TableSections {
  size_t symbols = 0;  // 0: none
  size_t names = 0;
  std::vector<bool> isCode;  // by section index
};

TableSections findSections(Elf* elf, const char* wanted) {
  TableSections found;
  size_t names = 0;
  if (elf_getshdrstrndx(elf, &names) != 0) return found;
  found.isCode.push_back(false);
  for (Elf_Scn* section = elf_nextscn(elf, nullptr); section != nullptr; section = elf_nextscn(elf, section)) {
    GElf_Shdr header{};
    const bool readable = gelf_getshdr(section, &header) != nullptr;
    found.isCode.push_back(readable && (header.sh_flags & SHF_EXECINSTR) != 0);
    const char* name = readable ? elf_strptr(elf, names, header.sh_name) : nullptr;
    if (name == nullptr || std::strcmp(name, wanted) != 0 || header.sh_type == SHT_NOBITS) continue;
    found.symbols = elf_ndxscn(section);
    found.names = header.sh_link;
  }
  return found;
}

GElf_Sym readSymbol(ByteCursor& cursor, bool is64Bit) {
  GElf_Sym symbol{};
  symbol.st_name = cursor.u32();
  if (!is64Bit) symbol.st_value = cursor.u32();
  if (!is64Bit) symbol.st_size = cursor.u32();
  symbol.st_info = cursor.u8();
  symbol.st_other = cursor.u8();
  symbol.st_shndx = cursor.u16();
  if (is64Bit) symbol.st_value = cursor.u64();
  if (is64Bit) symbol.st_size = cursor.u64();
  return symbol;
}

/** Sized before unsized, then global, weak, local. */
uint8_t rankOf(const GElf_Sym& symbol) {
  const int binding = GELF_ST_BIND(symbol.st_info);
  const int strength = binding == STB_LOCAL ? 0 : binding == STB_WEAK ? 1 : 2;
  return static_cast<uint8_t>((symbol.st_size != 0 ? 64 : 0) + strength);
}

}  // namespace

bool SymbolTable::add(ElfFile& file, const char* section, uint64_t bias, Notices& notices) {
  const TableSections sections = findSections(file.elf(), section);
  if (sections.symbols == 0) return false;
  const Section table = file.section(sections.symbols, notices);
  const Section names = file.section(sections.names, notices);
  if (table.empty() || names.empty()) return false;
  std::vector<uint8_t> tableBuffer;
  const uint8_t tableIndex = static_cast<uint8_t>(names_.size());
  names_.push_back(names);
  const bool is64Bit = gelf_getclass(file.elf()) == ELFCLASS64;
  const size_t entrySize = is64Bit ? sizeof(Elf64_Sym) : sizeof(Elf32_Sym);
  ByteCursor cursor(table.read(0, table.size() / entrySize * entrySize, tableBuffer));
  while (!cursor.atEnd() && symbols_.size() < kMaxSymbols) {
    const GElf_Sym symbol = readSymbol(cursor, is64Bit);
    const int type = GELF_ST_TYPE(symbol.st_info);
    if (type != STT_FUNC && type != STT_NOTYPE && type != STT_GNU_IFUNC) continue;
    if (symbol.st_shndx >= sections.isCode.size() || !sections.isCode[symbol.st_shndx] || symbol.st_name == 0) continue;
    symbols_.push_back({symbol.st_value + bias, symbol.st_size, symbol.st_name, tableIndex, rankOf(symbol)});
  }
  return true;
}

bool SymbolTable::addCopy(ElfFile& file, const char* section, uint64_t bias, Notices& notices) {
  if (!add(file, section, bias, notices)) return false;
  std::vector<uint8_t> buffer;
  const std::span<const uint8_t> bytes = names_.back().read(0, names_.back().size(), buffer);
  const auto owner = std::make_shared<const std::vector<uint8_t>>(bytes.begin(), bytes.end());
  names_.back() = Section::inMemory(*owner, owner);
  return true;
}

void SymbolTable::sort() {
  std::sort(symbols_.begin(), symbols_.end(), [](const ElfSymbol& a, const ElfSymbol& b) { return std::tie(a.start, a.rank) < std::tie(b.start, b.rank); });
  symbols_.shrink_to_fit();
  for (size_t first = 0; first < symbols_.size();) {
    size_t end = first + 1;
    while (end < symbols_.size() && symbols_[end].start == symbols_[first].start && symbols_[end].rank == symbols_[first].rank) end++;
    if (end - first > 1) preferFewUnderscores(std::span(symbols_).subspan(first, end - first));
    first = end;
  }
}

/** Of several names that are equally good otherwise, the one that users know is the last: `write`, not `__write`. */
void SymbolTable::preferFewUnderscores(std::span<ElfSymbol> equals) const {
  std::vector<std::pair<size_t, ElfSymbol>> known;
  for (const ElfSymbol& symbol : equals) known.emplace_back(std::min<size_t>(nameOf(symbol).find_first_not_of('_'), 3), symbol);
  std::stable_sort(known.begin(), known.end(), [](const auto& a, const auto& b) { return a.first > b.first; });
  std::transform(known.begin(), known.end(), equals.begin(), [](const auto& each) { return each.second; });
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

std::string SymbolTable::nameOf(const ElfSymbol& symbol) const { return names_[symbol.table].text(symbol.name).value_or(std::string()); }

}  // namespace syscall_trace
