#pragma once

#include <napi.h>

#include "symbols/stackSymbolizer.h"

namespace syscall_trace {

/** An array of Frame as adapter/symbols/frame.ts declares it. */
Napi::Array frameObjects(Napi::Env env, const std::vector<SymbolizedFrame>& frames);

/** A value of UnwindEnd in adapter/symbols/frame.ts. */
const char* endName(UnwindEnd end);

}  // namespace syscall_trace
