#include "symbols/demangle.h"

#include <cxxabi.h>

#include <cstdlib>
#include <cstring>
#include <memory>
#include <optional>

#include "symbols/rustSymbol.h"

namespace syscall_trace {
namespace {

/** Longer names are left as they are: the demangler’s stack use grows with the length. */
constexpr size_t kMaxLength = 8192;

struct Free {
  void operator()(char* text) const { std::free(text); }
};

}  // namespace

std::string demangle(const char* symbol) {
  if (std::strlen(symbol) > kMaxLength) return symbol;
  if (const std::optional<std::string> rust = demangleRust(symbol)) return *rust;
  if (std::strncmp(symbol, "_Z", 2) != 0 && std::strncmp(symbol, "___Z", 4) != 0) return symbol;
  int status = 0;
  const std::unique_ptr<char, Free> text(abi::__cxa_demangle(symbol, nullptr, nullptr, &status));
  return status == 0 && text ? std::string(text.get()) : std::string(symbol);
}

}  // namespace syscall_trace
