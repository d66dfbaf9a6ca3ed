#include "addon/launchTarget.h"

#include <string>

namespace syscall_trace {
namespace {

std::vector<std::string> strings(const Napi::Value& value) {
  std::vector<std::string> out;
  const auto array = value.As<Napi::Array>();
  for (uint32_t i = 0; i < array.Length(); i++) out.push_back(array.Get(i).As<Napi::String>().Utf8Value());
  return out;
}

}  // namespace

std::vector<int> integers(const Napi::Value& value) {
  std::vector<int> out;
  const auto array = value.As<Napi::Array>();
  for (uint32_t i = 0; i < array.Length(); i++) out.push_back(array.Get(i).As<Napi::Number>().Int32Value());
  return out;
}

uint64_t signalMask(const std::vector<int>& signals) {
  uint64_t mask = 0;
  for (const int signo : signals) {
    if (signo >= 1 && signo <= 64) mask |= uint64_t{1} << (signo - 1);
  }
  return mask;
}

bool flag(const Napi::Object& object, const char* name) { return object.Get(name).ToBoolean().Value(); }

LaunchTarget launchTarget(const Napi::Object& object) {
  LaunchTarget target;
  target.file = object.Get("file").As<Napi::String>().Utf8Value();
  target.argv = strings(object.Get("argv"));
  target.env = strings(object.Get("env"));
  target.cwd = object.Get("cwd").As<Napi::String>().Utf8Value();
  const std::vector<int> stdio = integers(object.Get("stdio"));
  for (size_t i = 0; i < target.stdio.size() && i < stdio.size(); i++) target.stdio[i] = stdio[i];
  if (object.Get("user").IsObject()) {
    const auto user = object.Get("user").As<Napi::Object>();
    User& out = target.user.emplace();
    out.uid = user.Get("uid").As<Napi::Number>().Uint32Value();
    out.gid = user.Get("gid").As<Napi::Number>().Uint32Value();
    for (const int group : integers(user.Get("groups"))) out.groups.push_back(static_cast<uint32_t>(group));
  }
  if (object.Get("alsoAttach").IsArray()) target.alsoAttach = integers(object.Get("alsoAttach"));
  if (object.Get("adopt").IsObject()) {
    const auto adopt = object.Get("adopt").As<Napi::Object>();
    target.adopt = Adoption{.pid = adopt.Get("pid").As<Napi::Number>().Int32Value(), .channel = adopt.Get("channel").As<Napi::Number>().Int32Value()};
  }
  target.exitKill = flag(object, "exitKill");
  target.newSession = flag(object, "newSession");
  if (object.Get("descriptors").IsArray()) target.descriptors = integers(object.Get("descriptors"));
  if (object.Get("ignoredSignals").IsArray()) target.ignoredSignals = signalMask(integers(object.Get("ignoredSignals")));
  if (object.Get("blockedSignals").IsArray()) target.blockedSignals = signalMask(integers(object.Get("blockedSignals")));
  if (const Napi::Value openFiles = object.Get("openFiles"); openFiles.IsNumber()) target.openFiles = static_cast<uint64_t>(openFiles.As<Napi::Number>().Int64Value());
  return target;
}

}  // namespace syscall_trace
