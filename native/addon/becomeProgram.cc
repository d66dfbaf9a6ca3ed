/** For a tracer that is not the parent of its program (-D): this very process becomes the program. */
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <string>

#include "addon/exports.h"
#include "addon/launchTarget.h"
#include "ptrace/launcher.h"

namespace syscall_trace {
namespace {

/** The two ends of the channel over which the program-to-be and its tracer agree, both close-on-exec; the caller’s. */
Napi::Value openChannel(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  std::array<int, 2> ends{};
  if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends.data()) != 0) {
    Napi::Error::New(env, std::string("socketpair: ") + std::strerror(errno)).ThrowAsJavaScriptException();
    return env.Undefined();
  }
  const auto result = Napi::Array::New(env, ends.size());
  for (uint32_t i = 0; i < ends.size(); i++) result.Set(i, Napi::Number::New(env, ends[i]));
  return result;
}

/** becomeProgram(target, channel): does not return. Exits with status 1 when the tracer does not come, or execve fails. */
Napi::Value becomeProgram(const Napi::CallbackInfo& info) {
  becomeTarget(launchTarget(info[0].As<Napi::Object>()), info[1].As<Napi::Number>().Int32Value());
}

/** leaveGroup(session): this process goes into a process group of its own, or a session. No error: one that leads its group stays. */
Napi::Value leaveGroup(const Napi::CallbackInfo& info) {
  if (info[0].ToBoolean().Value()) setsid();
  else setpgid(0, 0);
  return info.Env().Undefined();
}

}  // namespace

void registerBecomeProgram(Napi::Env env, Napi::Object exports) {
  exports.Set("openChannel", Napi::Function::New(env, openChannel, "openChannel"));
  exports.Set("leaveGroup", Napi::Function::New(env, leaveGroup, "leaveGroup"));
  exports.Set("becomeProgram", Napi::Function::New(env, becomeProgram, "becomeProgram"));
}

}  // namespace syscall_trace
