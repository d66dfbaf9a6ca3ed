#pragma once

#include <string>

#include "symbols/textPool.h"

namespace syscall_trace {

struct FunctionName {
  Text name;  // demangled; null when unknown
  Text raw;   // linkage name or name
  bool mangled = false;

  size_t bytes() const { return sizeof *this + 64 + (raw ? raw->size() : 0) + (name && name != raw ? name->size() : 0); }
};

FunctionName functionName(std::string raw, TextPool& texts);

}  // namespace syscall_trace
