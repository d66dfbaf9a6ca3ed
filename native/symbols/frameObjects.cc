#include "symbols/frameObjects.h"

namespace syscall_trace {
namespace {

/** Sets the properties that are known: an absent one stays absent. */
class FrameObject {
 public:
  explicit FrameObject(Napi::Env env) : env_(env), object_(Napi::Object::New(env)) {}

  void text(const char* name, const Text& value) {
    if (value) object_.Set(name, Napi::String::New(env_, *value));
  }
  void number(const char* name, uint32_t value) {
    if (value != 0) object_.Set(name, Napi::Number::New(env_, value));
  }
  void offset(const char* name, const std::optional<uint64_t>& value) {
    if (value) object_.Set(name, Napi::BigInt::New(env_, *value));
  }
  Napi::Object object() const { return object_; }

 private:
  Napi::Env env_;
  Napi::Object object_;
};

}  // namespace

const char* qualityName(FrameQuality quality) {
  switch (quality) {
    case FrameQuality::source:
      return "source";
    case FrameQuality::symbol:
      return "symbol";
    case FrameQuality::module:
      return "module";
    case FrameQuality::address:
      return "address";
  }
  return "address";
}

const char* endName(UnwindEnd end) {
  switch (end) {
    case UnwindEnd::start:
      return "start";
    case UnwindEnd::limit:
      return "limit";
    case UnwindEnd::noUnwindInfo:
      return "noUnwindInfo";
    case UnwindEnd::unreadableStack:
      return "unreadableStack";
    case UnwindEnd::noProgress:
      return "noProgress";
  }
  return "noProgress";
}

Napi::Array frameObjects(Napi::Env env, std::span<const SymbolizedFrame> frames) {
  Napi::Array array = Napi::Array::New(env, frames.size());
  for (size_t i = 0; i < frames.size(); i++) {
    const SymbolizedFrame& frame = frames[i];
    FrameObject out(env);
    out.object().Set("quality", Napi::String::New(env, qualityName(frame.quality)));
    out.object().Set("address", Napi::BigInt::New(env, frame.address));
    out.object().Set("inlined", Napi::Boolean::New(env, frame.inlined));
    if (frame.deleted) out.object().Set("moduleDeleted", Napi::Boolean::New(env, true));
    out.text("symbol", frame.symbol);
    out.text("rawSymbol", frame.rawSymbol);
    out.offset("symbolOffset", frame.symbolOffset);
    out.text("module", frame.module);
    out.offset("moduleOffset", frame.moduleOffset);
    out.offset("fileOffset", frame.fileOffset);
    out.text("buildId", frame.buildId);
    out.text("file", frame.file);
    out.number("line", frame.line);
    out.number("column", frame.column);
    array.Set(static_cast<uint32_t>(i), out.object());
  }
  return array;
}

}  // namespace syscall_trace
