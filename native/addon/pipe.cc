/** openPipe(): a pipe for a program’s output, both ends close-on-exec. */
#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <string>

#include "addon/exports.h"

namespace syscall_trace {
namespace {

/** Returns [readFd, writeFd], owned by the caller. Throws when no descriptor is left. */
Napi::Value openPipe(const Napi::CallbackInfo& info) {
  Napi::Env env = info.Env();
  std::array<int, 2> ends{};
  if (pipe2(ends.data(), O_CLOEXEC) != 0) {
    Napi::Error::New(env, std::string("pipe: ") + std::strerror(errno)).ThrowAsJavaScriptException();
    return env.Undefined();
  }
  Napi::Array result = Napi::Array::New(env, ends.size());
  for (uint32_t i = 0; i < ends.size(); i++) result.Set(i, Napi::Number::New(env, ends[i]));
  return result;
}

}  // namespace

void registerPipe(Napi::Env env, Napi::Object exports) { exports.Set("openPipe", Napi::Function::New(env, openPipe, "openPipe")); }

}  // namespace syscall_trace
