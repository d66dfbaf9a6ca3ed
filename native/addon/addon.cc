/** The addon’s entry point: registers each class of exports.h. */
#include <initializer_list>

#include "addon/exports.h"

namespace {

Napi::Object initialise(Napi::Env env, Napi::Object exports) {
  for (syscall_trace::Register add : std::initializer_list<syscall_trace::Register>{syscall_trace::registerBecomeProgram, syscall_trace::registerCaptureSession, syscall_trace::registerDisassembler, syscall_trace::registerEndBySignal, syscall_trace::registerPipe, syscall_trace::registerProcessSnapshot, syscall_trace::registerSymbolizer}) add(env, exports);
  return exports;
}

}  // namespace

NODE_API_MODULE(syscall_trace, initialise)
