#pragma once

#include <napi.h>

#include <span>

#include "symbols/stackSymbolizer.h"

namespace syscall_trace {

/** An array of Frame as adapter/symbols/frame.ts declares it. */
Napi::Array frameObjects(Napi::Env env, std::span<const SymbolizedFrame> frames);

/** A value of FrameQuality in adapter/symbols/frame.ts. */
const char* qualityName(FrameQuality quality);

/** A value of UnwindEnd in adapter/symbols/frame.ts. */
const char* endName(UnwindEnd end);

}  // namespace syscall_trace
