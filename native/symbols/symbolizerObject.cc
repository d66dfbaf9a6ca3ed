/**
 * The class Symbolizer of the addon:
 *   stack(maps, registers, stackAddress, stack, pid, limit): Promise<{ frames, end }>
 *   addresses(maps, addresses: BigUint64Array, pid): Promise<FrameColumns>
 *   fileAddresses(path, addresses: BigUint64Array): Promise<FrameColumns | undefined>, of link-time addresses; undefined: no ELF file
 *   refresh(buildId): Promise<void>: a debug file of that module has come into the cache of debuginfod
 *   counters(): hits, misses and evictions of the caches
 * with pid 0 for a process that is gone. An answer has `notices` when there is debug information that could not be used, and
 * `missing` when a symbol server may have what is not there: { buildId, moduleBuildId, modulePath }[]. Calls are done one after the other on
 * a thread of libuv's pool; the arguments are copied first.
 */
#include <cstring>
#include <deque>
#include <exception>
#include <memory>
#include <mutex>
#include <string>

#include "addon/exports.h"
#include "symbols/frameColumns.h"
#include "symbols/frameObjects.h"
#include "symbols/stackSymbolizer.h"

namespace syscall_trace {
namespace {

constexpr size_t kMaxFrames = 1u << 16;
/** Limit of bytes that a call may copy for each argument. */
constexpr size_t kMaxBytes = 256u << 20;

/** One call: `run` on the pool, `value` on the JavaScript thread. */
class Job {
 public:
  explicit Job(Napi::Env env) : deferred(Napi::Promise::Deferred::New(env)) {}
  virtual ~Job() = default;
  virtual void run(StackSymbolizer& symbolizer) = 0;
  virtual Napi::Value value(Napi::Env env) const = 0;

  /** `value` with what was noticed on the way. */
  Napi::Value answer(Napi::Env env) const {
    const Napi::Value answer = value(env);
    if (!answer.IsObject()) return answer;
    if (!missing.empty()) answer.As<Napi::Object>().Set("missing", missingObjects(env));
    if (notices.empty()) return answer;
    Napi::Array array = Napi::Array::New(env, notices.size());
    for (uint32_t i = 0; i < notices.size(); i++) array.Set(i, Napi::String::New(env, notices[i]));
    answer.As<Napi::Object>().Set("notices", array);
    return answer;
  }

  Notices notices;
  std::vector<MissingDebugFile> missing;

  Napi::Promise::Deferred deferred;

 private:
  Napi::Array missingObjects(Napi::Env env) const {
    Napi::Array array = Napi::Array::New(env, missing.size());
    for (uint32_t i = 0; i < missing.size(); i++) {
      Napi::Object object = Napi::Object::New(env);
      object.Set("buildId", missing[i].buildId);
      object.Set("moduleBuildId", missing[i].moduleBuildId);
      object.Set("modulePath", missing[i].modulePath);
      array.Set(i, object);
    }
    return array;
  }
};

class StackJob final : public Job {
 public:
  StackJob(Napi::Env env, StackSnapshot snapshot, size_t limit) : Job(env), snapshot_(std::move(snapshot)), limit_(limit) {}
  void run(StackSymbolizer& symbolizer) override { result_ = symbolizer.stack(snapshot_, limit_); }
  Napi::Value value(Napi::Env env) const override {
    Napi::Object object = Napi::Object::New(env);
    object.Set("frames", frameObjects(env, result_.frames));
    object.Set("end", Napi::String::New(env, endName(result_.end)));
    return object;
  }

 private:
  StackSnapshot snapshot_;
  size_t limit_;
  SymbolizedStack result_;
};

class AddressesJob final : public Job {
 public:
  AddressesJob(Napi::Env env, std::string maps, std::vector<uint64_t> addresses, std::optional<pid_t> pid)
      : Job(env), maps_(std::move(maps)), addresses_(std::move(addresses)), pid_(pid) {}
  void run(StackSymbolizer& symbolizer) override { result_ = symbolizer.addresses(maps_, addresses_, pid_); }
  Napi::Value value(Napi::Env env) const override { return frameColumns(env, result_); }

 private:
  std::string maps_;
  std::vector<uint64_t> addresses_;
  std::optional<pid_t> pid_;
  SymbolizedAddresses result_;
};

class FileAddressesJob final : public Job {
 public:
  FileAddressesJob(Napi::Env env, std::string path, std::vector<uint64_t> addresses) : Job(env), path_(std::move(path)), addresses_(std::move(addresses)) {}
  void run(StackSymbolizer& symbolizer) override { result_ = symbolizer.fileAddresses(path_, addresses_); }
  Napi::Value value(Napi::Env env) const override { return result_ ? frameColumns(env, *result_).As<Napi::Value>() : env.Undefined(); }

 private:
  std::string path_;
  std::vector<uint64_t> addresses_;
  std::optional<SymbolizedAddresses> result_;
};

class RefreshJob final : public Job {
 public:
  RefreshJob(Napi::Env env, std::string buildId) : Job(env), buildId_(std::move(buildId)) {}
  void run(StackSymbolizer& symbolizer) override { symbolizer.refresh(buildId_); }
  Napi::Value value(Napi::Env env) const override { return env.Undefined(); }

 private:
  std::string buildId_;
};

std::optional<std::span<const uint8_t>> bytesArgument(const Napi::Value& value) {
  if (!value.IsTypedArray() || value.As<Napi::TypedArray>().TypedArrayType() != napi_uint8_array) return std::nullopt;
  const Napi::Uint8Array array = value.As<Napi::Uint8Array>();
  if (array.ByteLength() > kMaxBytes) return std::nullopt;
  return std::span<const uint8_t>(array.Data(), array.ByteLength());
}

std::optional<std::vector<uint64_t>> addressesArgument(const Napi::Value& value) {
  if (!value.IsTypedArray() || value.As<Napi::TypedArray>().TypedArrayType() != napi_biguint64_array) return std::nullopt;
  const Napi::BigUint64Array array = value.As<Napi::BigUint64Array>();
  if (array.ByteLength() > kMaxBytes) return std::nullopt;
  return std::vector<uint64_t>(array.Data(), array.Data() + array.ElementLength());
}

std::string textOf(std::span<const uint8_t> bytes) { return {reinterpret_cast<const char*>(bytes.data()), bytes.size()}; }

std::optional<pid_t> pidArgument(const Napi::Value& value) {
  const int32_t pid = value.IsNumber() ? value.As<Napi::Number>().Int32Value() : 0;
  return pid > 0 ? std::optional<pid_t>(pid) : std::nullopt;
}

Napi::Object counterObject(Napi::Env env, const CacheCounters& counters) {
  Napi::Object object = Napi::Object::New(env);
  object.Set("hits", static_cast<double>(counters.hits));
  object.Set("misses", static_cast<double>(counters.misses));
  object.Set("evictions", static_cast<double>(counters.evictions));
  return object;
}

/** False while the thread is being torn down: its last jobs still report, but no JavaScript may run. */
bool mayRunJavaScript(Napi::Env env) {
  napi_value global = nullptr;
  bool has = false;
  return napi_get_global(env, &global) == napi_ok && napi_has_named_property(env, global, "Object", &has) == napi_ok;
}

class SymbolizerObject : public Napi::ObjectWrap<SymbolizerObject> {
 public:
  static Napi::Function define(Napi::Env env) {
    return DefineClass(env, "Symbolizer",
                       {InstanceMethod<&SymbolizerObject::stack>("stack"), InstanceMethod<&SymbolizerObject::addresses>("addresses"),
                        InstanceMethod<&SymbolizerObject::fileAddresses>("fileAddresses"), InstanceMethod<&SymbolizerObject::refresh>("refresh"),
                        InstanceMethod<&SymbolizerObject::counters>("counters")});
  }
  /** new Symbolizer(addressLimit, debugCache): 0 for the usual number, and "" where no symbol server is asked. */
  explicit SymbolizerObject(const Napi::CallbackInfo& info)
      : ObjectWrap(info),
        symbolizer_(info[0].IsNumber() ? info[0].As<Napi::Number>().Uint32Value() : 0,
                    info[1].IsString() ? info[1].As<Napi::String>().Utf8Value() : std::string()) {}

 private:
  /** Runs the job at the front of the queue; the next one is started when its promise is settled. */
  class Worker final : public Napi::AsyncWorker {
   public:
    Worker(SymbolizerObject& owner, Job& job) : AsyncWorker(owner.Env()), owner_(owner), job_(job) {}
    void Execute() override {
      try {
        job_.run(owner_.symbolizer_);
        job_.notices = owner_.symbolizer_.takeNotices();
        job_.missing = owner_.symbolizer_.takeMissing();
        owner_.publishCounters();
      } catch (const std::exception& error) {
        SetError(error.what());
      }
    }
    void OnOK() override {
      if (!mayRunJavaScript(Env())) return owner_.abandon();
      const std::unique_ptr<Job> job = owner_.finish();
      job->deferred.Resolve(job->answer(Env()));
    }
    void OnError(const Napi::Error& error) override {
      if (!mayRunJavaScript(Env())) return owner_.abandon();
      owner_.finish()->deferred.Reject(error.Value());
    }

   private:
    SymbolizerObject& owner_;
    Job& job_;
  };

  Napi::Value stack(const Napi::CallbackInfo& info) {
    const auto maps = bytesArgument(info[0]);
    const auto registers = bytesArgument(info[1]);
    const auto memory = bytesArgument(info[3]);
    StackSnapshot snapshot;
    if (!maps || !registers || registers->size() != sizeof snapshot.registers || !memory || !info[2].IsBigInt() || !info[5].IsNumber()) {
      return refuse(info.Env(), "stack(maps: Uint8Array, registers: Uint8Array of 216 bytes, stackAddress: bigint, stack: Uint8Array, pid, limit)");
    }
    bool lossless = false;
    snapshot.maps = textOf(*maps);
    std::memcpy(&snapshot.registers, registers->data(), sizeof snapshot.registers);
    snapshot.stackAddress = info[2].As<Napi::BigInt>().Uint64Value(&lossless);
    snapshot.stack.assign(memory->begin(), memory->end());
    snapshot.pid = pidArgument(info[4]);
    const double limit = info[5].As<Napi::Number>().DoubleValue();
    const size_t frames = limit >= 1 && limit <= static_cast<double>(kMaxFrames) ? static_cast<size_t>(limit) : (limit > 1 ? kMaxFrames : 1);
    return enqueue(std::make_unique<StackJob>(info.Env(), std::move(snapshot), frames));
  }

  Napi::Value addresses(const Napi::CallbackInfo& info) {
    const auto maps = bytesArgument(info[0]);
    const auto wanted = addressesArgument(info[1]);
    if (!maps || !wanted) return refuse(info.Env(), "addresses(maps: Uint8Array, addresses: BigUint64Array, pid)");
    return enqueue(std::make_unique<AddressesJob>(info.Env(), textOf(*maps), *wanted, pidArgument(info[2])));
  }

  Napi::Value fileAddresses(const Napi::CallbackInfo& info) {
    const auto wanted = addressesArgument(info[1]);
    if (!info[0].IsString() || !wanted) return refuse(info.Env(), "fileAddresses(path: string, addresses: BigUint64Array)");
    return enqueue(std::make_unique<FileAddressesJob>(info.Env(), info[0].As<Napi::String>().Utf8Value(), *wanted));
  }

  Napi::Value refresh(const Napi::CallbackInfo& info) {
    if (!info[0].IsString()) return refuse(info.Env(), "refresh(buildId: string)");
    return enqueue(std::make_unique<RefreshJob>(info.Env(), info[0].As<Napi::String>().Utf8Value()));
  }

  Napi::Value counters(const Napi::CallbackInfo& info) {
    const std::lock_guard lock(countersMutex_);
    Napi::Object object = Napi::Object::New(info.Env());
    object.Set("modules", counterObject(info.Env(), published_.modules));
    object.Set("images", counterObject(info.Env(), published_.images));
    object.Set("addresses", counterObject(info.Env(), published_.addresses));
    return object;
  }

  static Napi::Value refuse(Napi::Env env, const char* usage) {
    Napi::TypeError::New(env, std::string("Symbolizer: expected ") + usage).ThrowAsJavaScriptException();
    return env.Undefined();
  }

  Napi::Value enqueue(std::unique_ptr<Job> job) {
    const Napi::Promise promise = job->deferred.Promise();
    queue_.push_back(std::move(job));
    if (queue_.size() == 1) startFront();
    return promise;
  }

  void startFront() {
    // Not collected while a call is under way.
    Ref();
    (new Worker(*this, *queue_.front()))->Queue();
  }

  std::unique_ptr<Job> finish() {
    std::unique_ptr<Job> job = std::move(queue_.front());
    queue_.pop_front();
    if (!queue_.empty()) startFront();
    Unref();
    return job;
  }

  /** Nobody is left to whom promises mean something. */
  void abandon() {
    queue_.clear();
    Unref();
  }

  void publishCounters() {
    const std::lock_guard lock(countersMutex_);
    published_ = symbolizer_.counters();
  }

  // What the front job points to and the symbolizer belong to the pool's thread while a Worker is queued.
  std::deque<std::unique_ptr<Job>> queue_;
  StackSymbolizer symbolizer_;
  std::mutex countersMutex_;
  SymbolizerCounters published_;
};

}  // namespace

void registerSymbolizer(Napi::Env env, Napi::Object exports) { exports.Set("Symbolizer", SymbolizerObject::define(env)); }

}  // namespace syscall_trace
