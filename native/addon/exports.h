/** What the addon exports: one function a JavaScript class, defined in the file that implements the class. */
#pragma once

#include <napi.h>

namespace syscall_trace {

/** Adds its class or functions to `exports`. */
using Register = void (*)(Napi::Env env, Napi::Object exports);

void registerBecomeProgram(Napi::Env env, Napi::Object exports);
void registerCaptureSession(Napi::Env env, Napi::Object exports);
void registerDisassembler(Napi::Env env, Napi::Object exports);
void registerEndBySignal(Napi::Env env, Napi::Object exports);
void registerPipe(Napi::Env env, Napi::Object exports);
void registerProcessSnapshot(Napi::Env env, Napi::Object exports);
void registerSymbolizer(Napi::Env env, Napi::Object exports);

}  // namespace syscall_trace
