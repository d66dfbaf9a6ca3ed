#include "addon/eventObject.h"

namespace syscall_trace {
namespace {

/** An object under construction; after a failure it is null and stays so. */
class Builder {
 public:
  explicit Builder(napi_env env) : env_(env) {
    if (napi_create_object(env, &object_) != napi_ok) object_ = nullptr;
  }
  void text(const char* name, const char* value) {
    napi_value out = nullptr;
    const napi_status made = napi_create_string_utf8(env_, value, NAPI_AUTO_LENGTH, &out);
    set(name, made, out);
  }
  void number(const char* name, double value) {
    napi_value out = nullptr;
    const napi_status made = napi_create_double(env_, value, &out);
    set(name, made, out);
  }
  void boolean(const char* name, bool value) {
    napi_value out = nullptr;
    const napi_status made = napi_get_boolean(env_, value, &out);
    set(name, made, out);
  }
  void object(const char* name, napi_value value) { set(name, value == nullptr ? napi_generic_failure : napi_ok, value); }
  napi_value done() const { return object_; }

 private:
  void set(const char* name, napi_status made, napi_value value) {
    if (object_ == nullptr) return;
    if (made != napi_ok || napi_set_named_property(env_, object_, name, value) != napi_ok) object_ = nullptr;
  }

  napi_env env_;
  napi_value object_ = nullptr;
};

const char* kindName(HaltKind kind) {
  switch (kind) {
    case HaltKind::entry:
      return "entry";
    case HaltKind::pause:
      return "pause";
    case HaltKind::signal:
      return "signal";
    case HaltKind::syscallEntry:
      return "syscallEntry";
    case HaltKind::syscallExit:
      return "syscallExit";
  }
  return "pause";
}

napi_value reasonObject(napi_env env, const Halt& halt) {
  Builder reason(env);
  reason.text("kind", kindName(halt.kind));
  if (halt.kind == HaltKind::signal) reason.number("signo", halt.signo);
  if (halt.kind == HaltKind::syscallEntry || halt.kind == HaltKind::syscallExit) reason.boolean("step", halt.step);
  return reason.done();
}

}  // namespace

napi_value failureObject(napi_env env, const Failure& failure) {
  Builder object(env);
  object.text("step", stepName(failure.step));
  object.number("errno", failure.error);
  if (failure.pid != 0) object.number("pid", failure.pid);
  return object.done();
}

napi_value eventObject(napi_env env, const CaptureEvent& event, uint64_t committed) {
  Builder object(env);
  switch (event.kind) {
    case CaptureEvent::Kind::progress:
      object.text("kind", "progress");
      object.number("committed", static_cast<double>(committed));
      break;
    case CaptureEvent::Kind::halted:
      object.text("kind", "halted");
      object.object("reason", reasonObject(env, event.halt));
      object.number("pid", event.halt.pid);
      object.number("tid", event.halt.tid);
      object.number("offset", static_cast<double>(event.halt.offset));
      break;
    case CaptureEvent::Kind::ended:
      object.text("kind", "ended");
      object.number("status", event.status);
      object.number("committed", static_cast<double>(committed));
      if (event.failure) object.object("failure", failureObject(env, *event.failure));
      break;
  }
  return object.done();
}

}  // namespace syscall_trace
