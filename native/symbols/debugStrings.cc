#include "symbols/debugStrings.h"

#include <gelf.h>

#include <string_view>

namespace syscall_trace {
namespace {

bool isStringSection(std::string_view name) {
  for (const std::string_view known : {".debug_str", ".debug_line_str", ".zdebug_str", ".zdebug_line_str", ".debug_str.dwo"}) {
    if (name == known) return true;
  }
  return false;
}

}  // namespace

bool debugStringsEnd(Dwarf* dwarf) {
  Elf* elf = dwarf_getelf(dwarf);
  size_t names = 0;
  if (elf == nullptr || elf_getshdrstrndx(elf, &names) != 0) return true;
  for (Elf_Scn* section = elf_nextscn(elf, nullptr); section != nullptr; section = elf_nextscn(elf, section)) {
    GElf_Shdr header;
    if (gelf_getshdr(section, &header) == nullptr || header.sh_type == SHT_NOBITS) continue;
    const char* name = elf_strptr(elf, names, header.sh_name);
    if (name == nullptr || !isStringSection(name)) continue;
    // libdw has decompressed in place what it can: this is what it reads.
    const Elf_Data* data = elf_getdata(section, nullptr);
    if (data != nullptr && data->d_buf != nullptr && data->d_size > 0 && static_cast<const char*>(data->d_buf)[data->d_size - 1] != '\0') return false;
  }
  return true;
}

}  // namespace syscall_trace
