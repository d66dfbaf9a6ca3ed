/**
 * `CaptureSession`: the tracer as a JavaScript class; adapter/capture/ptraceBackend.ts wraps it and declares its types.
 * Its functions run on JavaScript’s thread; events arrive there through one ThreadSafeFunction.
 */
#include <algorithm>
#include <atomic>
#include <cstring>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "addon/eventObject.h"
#include "addon/exports.h"
#include "addon/launchTarget.h"
#include "ptrace/remoteMemory.h"
#include "ptrace/tracer.h"

namespace syscall_trace {
namespace {

/** Bytes of one readMemory. */
constexpr double kMaxRead = 64 << 20;
/** Frames of a stack, unless the caller says otherwise, and at most. */
constexpr uint32_t kStackFrames = 256;
constexpr uint32_t kMaxStackFrames = 16384;

uint32_t frameLimit(const Napi::Value& value) {
  return value.IsNumber() ? std::min(value.As<Napi::Number>().Uint32Value(), kMaxStackFrames) : kStackFrames;
}

class CaptureSession : public Napi::ObjectWrap<CaptureSession> {
 public:
  static Napi::Function define(Napi::Env env) {
    return DefineClass(env, "CaptureSession",
                       {InstanceMethod<&CaptureSession::start>("start"), InstanceMethod<&CaptureSession::consumed>("consumed"),
                        InstanceMethod<&CaptureSession::setPlan>("setPlan"), InstanceMethod<&CaptureSession::setHaltSignals>("setHaltSignals"),
                        InstanceMethod<&CaptureSession::pause>("pause"), InstanceMethod<&CaptureSession::resume>("resume"),
                        InstanceMethod<&CaptureSession::registers>("registers"), InstanceMethod<&CaptureSession::readMemory>("readMemory"),
                        InstanceMethod<&CaptureSession::detach>("detach"), InstanceMethod<&CaptureSession::kill>("kill"),
                        InstanceMethod<&CaptureSession::signal>("signal"), InstanceAccessor<&CaptureSession::readFd>("readFd"),
                        InstanceAccessor<&CaptureSession::pid>("pid")});
  }

  explicit CaptureSession(const Napi::CallbackInfo& info) : Napi::ObjectWrap<CaptureSession>(info) {}

  ~CaptureSession() override {
    if (hooked_) napi_remove_env_cleanup_hook(Env(), onTeardown, this);
    closeDown();
  }

 private:
  static void deliver(Napi::Env env, Napi::Function callback, CaptureSession* self, CaptureEvent* data) {
    const std::unique_ptr<CaptureEvent> event(data);
    if (env == nullptr || callback == nullptr || self == nullptr) return;
    self->onEvent(env, callback, *event);
  }
  using Events = Napi::TypedThreadSafeFunction<CaptureSession, CaptureEvent, deliver>;

  /** start(target, options, plan, onEvent): undefined, or a CaptureFailure. Throws on a malformed plan. */
  Napi::Value start(const Napi::CallbackInfo& info) {
    const Napi::Env env = info.Env();
    if (tracer_ || info.Length() < 4) return fail(env, tracer_ ? "already started" : "start(target, options, plan, onEvent)");
    const auto target = info[0].As<Napi::Object>();
    const auto options = info[1].As<Napi::Object>();
    std::string reason;
    auto plan = loadPlan(info[2], reason);
    if (!plan) return fail(env, "capture plan: " + reason);
    std::shared_ptr<const Tampering> tampering;
    if (!options.Get("tampering").IsUndefined()) {
      tampering = loadTampering(options.Get("tampering"), reason);
      if (!tampering) return fail(env, "tampering: " + reason);
    }

    int error = 0;
    auto writer = TraceWriter::create({.path = options.Get("tracePath").As<Napi::String>().Utf8Value(),
                                       .temporary = flag(options, "temporary"),
                                       .maxBytes = static_cast<uint64_t>(options.Get("maxBytes").ToNumber().Int64Value())},
                                      error);
    if (!writer) return {env, failureObject(env, {Step::open, error, 0})};

    // Events that are queued when tracing has ended or failed to start are delivered later: the session lives until the last one is.
    events_ = Events::New(env, info[3].As<Napi::Function>(), Napi::Object(), "syscall-trace", 0, 1, this, onEventsClosed, static_cast<void*>(nullptr));
    eventsOpen_ = true;
    Ref();
    referenced_ = true;
    napi_add_env_cleanup_hook(env, onTeardown, this);
    hooked_ = true;
    tracer_ = std::make_unique<Tracer>(std::move(writer), std::move(plan), captureOptions(options, std::move(tampering)), [this](const CaptureEvent& event) { post(event); });
    const bool launch = target.Get("kind").ToString().Utf8Value() == "launch";
    const auto failure = launch ? tracer_->launch(launchTarget(target)) : tracer_->attach(integers(target.Get("pids")));
    if (failure) {
      closeDown();
      return {env, failureObject(env, *failure)};
    }
    return env.Undefined();
  }

  static CaptureOptions captureOptions(const Napi::Object& options, std::shared_ptr<const Tampering> tampering) {
    return {.follow = flag(options, "follow"),
            .seccompAuto = options.Get("seccomp").ToString().Utf8Value() == "auto",
            .seccompExitKill = options.Get("seccomp").ToString().Utf8Value() == "exitKill",
            .lockstep = flag(options, "lockstep"),
            .cpuTime = flag(options, "cpuTime"),
            .stackBytes = options.Get("stackBytes").ToNumber().Uint32Value(),
            .stackFrames = frameLimit(options.Get("stackFrames")),
            .stackOnError = flag(options, "stackOnError"),
            .stackSlowNs = static_cast<uint64_t>(options.Get("stackSlowNs").ToNumber().Int64Value()),
            .stackLimit = static_cast<uint64_t>(options.Get("stackLimit").ToNumber().Int64Value()),
            .taskFacts = flag(options, "taskFacts"),
            .recordFailedExec = flag(options, "recordFailedExec"),
            .detachOnExec = flag(options, "detachOnExec"),
            .haltOnExec = flag(options, "haltOnExec"),
            .haltSignals = signalMask(integers(options.Get("haltSignals"))),
            .crashSignals = options.Get("crashSignals").IsArray() ? signalMask(integers(options.Get("crashSignals"))) : 0,
            .tampering = std::move(tampering),
            .debug = flag(options, "debug")};
  }

  static std::optional<std::vector<uint32_t>> wordsOf(const Napi::Value& value, std::string& reason) {
    if (!value.IsTypedArray() || value.As<Napi::TypedArray>().TypedArrayType() != napi_uint32_array) {
      reason = "not a Uint32Array";
      return std::nullopt;
    }
    const auto words = value.As<Napi::Uint32Array>();
    return std::vector<uint32_t>(words.Data(), words.Data() + words.ElementLength());
  }

  static std::shared_ptr<const Plan> loadPlan(const Napi::Value& value, std::string& reason) {
    auto words = wordsOf(value, reason);
    return words ? Plan::load(std::move(*words), reason) : nullptr;
  }

  static std::shared_ptr<const Tampering> loadTampering(const Napi::Value& value, std::string& reason) {
    const auto words = wordsOf(value, reason);
    return words ? Tampering::load(*words, reason) : nullptr;
  }

  static Napi::Value fail(Napi::Env env, const std::string& message) {
    Napi::Error::New(env, message).ThrowAsJavaScriptException();
    return env.Undefined();
  }

  /** From the tracer’s threads. */
  void post(const CaptureEvent& event) {
    if (event.kind == CaptureEvent::Kind::progress && progressQueued_.exchange(true, std::memory_order_acq_rel)) return;
    auto data = std::make_unique<CaptureEvent>(event);
    if (events_.NonBlockingCall(data.get()) == napi_ok) data.release();
  }

  void onEvent(Napi::Env env, Napi::Function callback, const CaptureEvent& event) {
    if (event.kind == CaptureEvent::Kind::progress) progressQueued_.store(false, std::memory_order_release);
    if (!tracer_) return;
    // An exception stays pending: Node reports it as uncaught, or ignores it where the environment is being terminated.
    const napi_value object = eventObject(env, event, tracer_->writer().committed());
    if (object != nullptr) napi_call_function(env, object, callback, 1, &object, nullptr);
    if (event.kind != CaptureEvent::Kind::ended) return;
    // A launched program that was let go is still to be reaped when it ends.
    reaping_ = tracer_->launchedPid() != 0 && event.status == -1;
    closeEvents();
  }

  static void onEventsClosed(Napi::Env, void*, CaptureSession* self) {
    if (!self->referenced_ || self->reaping_) return;
    self->referenced_ = false;
    self->Unref();
  }

  void closeEvents() {
    if (!eventsOpen_) return;
    eventsOpen_ = false;
    events_.Release();
  }

  void closeDown() {
    if (tracer_) tracer_->stop();
    closeEvents();
  }

  /** The environment (a worker, Node itself) ends while tracing: let everything go first. */
  static void onTeardown(void* self) {
    auto* session = static_cast<CaptureSession*>(self);
    session->hooked_ = false;
    session->closeDown();
  }

  void consumed(const Napi::CallbackInfo& info) {
    if (tracer_) tracer_->writer().consumed(static_cast<uint64_t>(info[0].ToNumber().DoubleValue()));
  }
  void setPlan(const Napi::CallbackInfo& info) {
    std::string reason;
    auto plan = loadPlan(info[0], reason);
    if (!plan) fail(info.Env(), "capture plan: " + reason);
    else if (tracer_) tracer_->send(SetPlan{std::move(plan)});
  }
  void setHaltSignals(const Napi::CallbackInfo& info) {
    if (tracer_) tracer_->send(SetHaltSignals{signalMask(integers(info[0]))});
  }
  void pause(const Napi::CallbackInfo&) {
    if (tracer_) tracer_->send(Pause{});
  }
  void resume(const Napi::CallbackInfo& info) {
    ResumeAll command;
    if (info[0].IsObject()) {
      const auto options = info[0].As<Napi::Object>();
      const std::string step = options.Get("step").ToString().Utf8Value();
      command.step = step == "next" ? StepKind::next : step == "out" ? StepKind::out : StepKind::none;
      if (options.Get("tid").IsNumber()) command.tid = options.Get("tid").As<Napi::Number>().Int32Value();
      if (options.Get("signal").IsNumber()) command.signal = options.Get("signal").As<Napi::Number>().Int32Value();
    }
    if (tracer_) tracer_->send(command);
  }
  Napi::Value registers(const Napi::CallbackInfo& info) {
    const auto values = tracer_ ? tracer_->registers(info[0].ToNumber().Int32Value()) : std::nullopt;
    if (!values) return info.Env().Undefined();
    auto bytes = Napi::Uint8Array::New(info.Env(), sizeof *values);
    std::memcpy(bytes.Data(), &*values, sizeof *values);
    return bytes;
  }
  Napi::Value readMemory(const Napi::CallbackInfo& info) {
    bool lossless = false;
    const uint64_t address = info[1].As<Napi::BigInt>().Uint64Value(&lossless);
    const double length = std::min(std::max(info[2].ToNumber().DoubleValue(), 0.0), kMaxRead);
    std::vector<uint8_t> bytes(static_cast<size_t>(length));
    const size_t got = RemoteMemory().read(info[0].ToNumber().Int32Value(), address, bytes);
    auto out = Napi::Uint8Array::New(info.Env(), got);
    if (got > 0) std::memcpy(out.Data(), bytes.data(), got);
    return out;
  }
  void detach(const Napi::CallbackInfo&) {
    if (tracer_) tracer_->send(Detach{});
  }
  void kill(const Napi::CallbackInfo&) {
    if (tracer_) tracer_->send(Kill{});
  }
  void signal(const Napi::CallbackInfo& info) {
    if (tracer_) tracer_->signalLaunched(info[0].ToNumber().Int32Value());
  }
  Napi::Value readFd(const Napi::CallbackInfo& info) { return Napi::Number::New(info.Env(), tracer_ ? tracer_->writer().fd() : -1); }
  Napi::Value pid(const Napi::CallbackInfo& info) {
    return tracer_ && tracer_->launchedPid() != 0 ? Napi::Value(Napi::Number::New(info.Env(), tracer_->launchedPid())) : info.Env().Undefined();
  }

  std::unique_ptr<Tracer> tracer_;
  Events events_;
  bool eventsOpen_ = false;
  bool hooked_ = false;
  bool referenced_ = false;
  bool reaping_ = false;
  std::atomic<bool> progressQueued_{false};
};

}  // namespace

void registerCaptureSession(Napi::Env env, Napi::Object exports) { exports.Set("CaptureSession", CaptureSession::define(env)); }

}  // namespace syscall_trace
