/** endBySignal(signo): ends this process by a signal, as the traced program ended. */
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include "addon/exports.h"

namespace syscall_trace {
namespace {

/** Returns only when the signal’s default action does not end a process. The program has left its own core file: no second one. */
Napi::Value endBySignal(const Napi::CallbackInfo& info) {
  const int signo = info[0].As<Napi::Number>().Int32Value();
  const rlimit none{0, 0};
  setrlimit(RLIMIT_CORE, &none);
  // Where core_pattern is a pipe, the limit alone does not stop it (core(5)).
  prctl(PR_SET_DUMPABLE, 0);
  struct sigaction action {};
  action.sa_handler = SIG_DFL;
  sigaction(signo, &action, nullptr);
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, signo);
  pthread_sigmask(SIG_UNBLOCK, &set, nullptr);
  kill(getpid(), signo);
  return info.Env().Undefined();
}

}  // namespace

void registerEndBySignal(Napi::Env env, Napi::Object exports) { exports.Set("endBySignal", Napi::Function::New(env, endBySignal, "endBySignal")); }

}  // namespace syscall_trace
