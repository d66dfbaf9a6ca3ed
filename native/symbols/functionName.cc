#include "symbols/functionName.h"

#include "symbols/demangle.h"

namespace syscall_trace {

FunctionName functionName(std::string raw, TextPool& texts) {
  FunctionName name;
  name.mangled = raw.starts_with("_Z") || raw.starts_with("_R");
  name.raw = texts.share(std::move(raw));
  if (!name.raw) return name;
  std::string plain = demangle(name.raw->c_str());
  name.name = plain == *name.raw ? name.raw : texts.share(std::move(plain));
  return name;
}

}  // namespace syscall_trace
