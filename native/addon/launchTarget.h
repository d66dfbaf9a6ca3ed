/** LaunchTarget and its parts out of the JavaScript objects that adapter/capture/backend.ts declares. */
#pragma once

#include <napi.h>

#include <vector>

#include "ptrace/target.h"

namespace syscall_trace {

LaunchTarget launchTarget(const Napi::Object& object);
std::vector<int> integers(const Napi::Value& value);
/** Bit n−1 for signal n. */
uint64_t signalMask(const std::vector<int>& signals);
bool flag(const Napi::Object& object, const char* name);

}  // namespace syscall_trace
