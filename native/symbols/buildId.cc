#include "symbols/buildId.h"

#include <elfutils/libdwelf.h>

#include <cstdint>
#include <memory>
#include <span>

namespace syscall_trace {

std::string buildIdOf(Elf* elf) {
  const void* bytes = nullptr;
  const ssize_t length = dwelf_elf_gnu_build_id(elf, &bytes);
  std::string text;
  if (length <= 0 || length > 64) return text;
  constexpr char kDigits[] = "0123456789abcdef";
  for (const uint8_t byte : std::span(static_cast<const uint8_t*>(bytes), static_cast<size_t>(length))) {
    text.push_back(kDigits[byte >> 4]);
    text.push_back(kDigits[byte & 15]);
  }
  return text;
}

std::string buildIdOfFile(int fd) {
  struct EndElf {
    void operator()(Elf* elf) const { elf_end(elf); }
  };
  elf_version(EV_CURRENT);
  const std::unique_ptr<Elf, EndElf> elf(elf_begin(fd, ELF_C_READ, nullptr));
  return elf ? buildIdOf(elf.get()) : std::string();
}

}  // namespace syscall_trace
