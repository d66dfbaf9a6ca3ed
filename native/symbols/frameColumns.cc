#include "symbols/frameColumns.h"

#include <array>
#include <unordered_map>

#include "symbols/frameObjects.h"

namespace syscall_trace {
namespace {

/** The bits of the column `flags`. */
enum Flag : uint8_t { kInlined = 1, kModuleDeleted = 2, kHasSymbolOffset = 4, kHasModuleOffset = 8, kHasFileOffset = 16 };

/** Each text once; number 0 stands for none. */
class TextNumbers {
 public:
  TextNumbers(Napi::Env env) : env_(env), texts_(Napi::Array::New(env)) { texts_.Set(0u, env.Undefined()); }

  uint32_t number(const Text& text) {
    if (!text) return 0;
    const auto [entry, isNew] = numbers_.try_emplace(text.get(), count_);
    if (isNew) texts_.Set(count_++, Napi::String::New(env_, *text));
    return entry->second;
  }
  Napi::Array array() const { return texts_; }

 private:
  Napi::Env env_;
  Napi::Array texts_;
  uint32_t count_ = 1;
  std::unordered_map<const std::string*, uint32_t> numbers_;
};

class Columns {
 public:
  Columns(Napi::Env env, size_t rows) : env_(env), rows_(rows), object_(Napi::Object::New(env)) {}

  template <typename T, typename Get>
  void add(const char* name, Get get) {
    Napi::TypedArrayOf<T> column = Napi::TypedArrayOf<T>::New(env_, rows_);
    T* out = column.Data();
    for (size_t i = 0; i < rows_; i++) out[i] = get(i);
    object_.Set(name, column);
  }
  Napi::Object object() const { return object_; }

 private:
  Napi::Env env_;
  size_t rows_;
  Napi::Object object_;
};

uint8_t flagsOf(const SymbolizedFrame& frame) {
  return static_cast<uint8_t>((frame.inlined ? kInlined : 0) | (frame.deleted ? kModuleDeleted : 0) | (frame.symbolOffset ? kHasSymbolOffset : 0) |
                              (frame.moduleOffset ? kHasModuleOffset : 0) | (frame.fileOffset ? kHasFileOffset : 0));
}

}  // namespace

Napi::Object frameColumns(Napi::Env env, const SymbolizedAddresses& addresses) {
  const std::vector<SymbolizedFrame>& frames = addresses.frames;
  TextNumbers texts(env);
  std::array<Text, 4> qualities;
  for (size_t i = 0; i < qualities.size(); i++) qualities[i] = makeText(qualityName(static_cast<FrameQuality>(i)));
  Columns columns(env, frames.size());
  columns.add<uint32_t>("quality", [&](size_t i) { return texts.number(qualities[static_cast<size_t>(frames[i].quality)]); });
  columns.add<uint32_t>("symbol", [&](size_t i) { return texts.number(frames[i].symbol); });
  columns.add<uint32_t>("rawSymbol", [&](size_t i) { return texts.number(frames[i].rawSymbol); });
  columns.add<uint32_t>("module", [&](size_t i) { return texts.number(frames[i].module); });
  columns.add<uint32_t>("buildId", [&](size_t i) { return texts.number(frames[i].buildId); });
  columns.add<uint32_t>("file", [&](size_t i) { return texts.number(frames[i].file); });
  columns.add<uint32_t>("line", [&](size_t i) { return frames[i].line; });
  columns.add<uint32_t>("column", [&](size_t i) { return frames[i].column; });
  columns.add<uint8_t>("flags", [&](size_t i) { return flagsOf(frames[i]); });
  columns.add<uint64_t>("symbolOffset", [&](size_t i) { return frames[i].symbolOffset.value_or(0); });
  columns.add<uint64_t>("moduleOffset", [&](size_t i) { return frames[i].moduleOffset.value_or(0); });
  columns.add<uint64_t>("fileOffset", [&](size_t i) { return frames[i].fileOffset.value_or(0); });
  Napi::Uint32Array counts = Napi::Uint32Array::New(env, addresses.counts.size());
  std::copy(addresses.counts.begin(), addresses.counts.end(), counts.Data());
  columns.object().Set("counts", counts);
  columns.object().Set("texts", texts.array());
  return columns.object();
}

}  // namespace syscall_trace
