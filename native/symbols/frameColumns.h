#pragma once

#include <napi.h>

#include "symbols/stackSymbolizer.h"

namespace syscall_trace {

/** FrameColumns of adapter/symbols/frameColumns.ts: an object a frame would cost more than finding the frame. */
Napi::Object frameColumns(Napi::Env env, const SymbolizedAddresses& addresses);

}  // namespace syscall_trace
