// Ends as its argument says, by a check of the C or C++ library.
#include <cstdio>
#include <cstring>
#include <stdexcept>
#include <sys/mman.h>

#define FUNCTION __attribute__((noinline)) static

FUNCTION void uncaught() {
  throw std::runtime_error("nobody catches this");  // uncaught
}

FUNCTION void fortified(const char *text) {
  char buffer[8];
  std::strcpy(buffer, text);  // fortified
  std::puts(buffer);
}

FUNCTION void protectionKey() {
  const int key = pkey_alloc(0, PKEY_DISABLE_ACCESS);
  auto *memory = static_cast<volatile char *>(mmap(nullptr, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
  if (key < 0 || pkey_mprotect(const_cast<char *>(memory), 4096, PROT_READ | PROT_WRITE, key) != 0) return;
  memory[100] = 1;  // protectionKey
}

int main(int argc, char **argv) {
  const char *kind = argc > 1 ? argv[1] : "";
  if (std::strcmp(kind, "uncaught") == 0) uncaught();
  if (std::strcmp(kind, "fortified") == 0) fortified("more text than there is room for");
  if (std::strcmp(kind, "protectionKey") == 0) protectionKey();
  return 0;
}
