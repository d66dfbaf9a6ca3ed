/**
 * snapshotProcess(pid, stackBytes, patienceMs): Promise of { pid, maps, threads: [{ tid, name, registers?, stackAddress, stack }] }, or of
 * a CaptureFailure when the process cannot be seized. adapter/capture/processSnapshot.ts declares the types.
 */
#include <napi.h>

#include <cstring>

#include "addon/eventObject.h"
#include "addon/exports.h"
#include "ptrace/processSnapshot.h"

namespace syscall_trace {
namespace {

Napi::Uint8Array bytesObject(Napi::Env env, const void* bytes, size_t length) {
  Napi::Uint8Array array = Napi::Uint8Array::New(env, length);
  if (length > 0) std::memcpy(array.Data(), bytes, length);
  return array;
}

class SnapshotWorker final : public Napi::AsyncWorker {
 public:
  SnapshotWorker(Napi::Env env, int pid, const SnapshotLimits& limits)
      : Napi::AsyncWorker(env), deferred_(Napi::Promise::Deferred::New(env)), pid_(pid), limits_(limits) {}

  Napi::Promise promise() const { return deferred_.Promise(); }

 protected:
  void Execute() override { snapshot_ = snapshotProcess(pid_, limits_, failure_); }
  void OnOK() override {
    const Napi::Env env = Env();
    const Napi::HandleScope scope(env);
    deferred_.Resolve(snapshot_ ? Napi::Value(object(env)) : Napi::Value(env, failureObject(env, failure_)));
  }
  void OnError(const Napi::Error& error) override { deferred_.Reject(error.Value()); }

 private:
  Napi::Object object(Napi::Env env) const {
    Napi::Object out = Napi::Object::New(env);
    out.Set("pid", snapshot_->pid);
    out.Set("maps", bytesObject(env, snapshot_->maps.data(), snapshot_->maps.size()));
    Napi::Array threads = Napi::Array::New(env, snapshot_->threads.size());
    for (uint32_t i = 0; i < snapshot_->threads.size(); i++) {
      const ThreadSnapshot& thread = snapshot_->threads[i];
      Napi::Object entry = Napi::Object::New(env);
      entry.Set("tid", thread.tid);
      entry.Set("name", thread.name);
      if (thread.registers) entry.Set("registers", bytesObject(env, &*thread.registers, sizeof *thread.registers));
      entry.Set("stackAddress", Napi::BigInt::New(env, thread.stackAddress));
      entry.Set("stack", bytesObject(env, thread.stack.data(), thread.stack.size()));
      threads.Set(i, entry);
    }
    out.Set("threads", threads);
    return out;
  }

  Napi::Promise::Deferred deferred_;
  const int pid_;
  const SnapshotLimits limits_;
  std::optional<ProcessSnapshot> snapshot_;
  Failure failure_;
};

Napi::Value take(const Napi::CallbackInfo& info) {
  auto* worker = new SnapshotWorker(info.Env(), info[0].ToNumber().Int32Value(),
                                    {.stackBytes = info[1].ToNumber().Uint32Value(), .patienceMs = info[2].ToNumber().Uint32Value()});
  const Napi::Promise promise = worker->promise();
  worker->Queue();
  return promise;
}

}  // namespace

void registerProcessSnapshot(Napi::Env env, Napi::Object exports) { exports.Set("snapshotProcess", Napi::Function::New(env, take, "snapshotProcess")); }

}  // namespace syscall_trace
