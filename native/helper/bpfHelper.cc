/**
 * syscall-trace-bpf: the one privileged program. It watches for crashes by eBPF on behalf of an unprivileged client, which starts it
 * with a socket as standard input and output and speaks records (adapter/record/layout.ts): a MonitorRequest, then MonitorControls.
 *
 * It needs CAP_BPF and CAP_PERFMON: by `setcap cap_bpf,cap_perfmon+ep`, or from root. Whose crashes it tells is decided by the real
 * user id: root's request may name every process, anybody else's those that they could trace anyway, tested in the kernel. It takes
 * no arguments, no environment, no paths and no code. Once attached it gives up all capabilities but reading other users' /proc for
 * root, and all system calls but a few. It ends with its client; nothing is pinned, so nothing is left of it.
 */
#include <poll.h>
#include <signal.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>

#include "helper/authority.h"
#include "helper/crashMonitor.h"
#include "helper/messageChannel.h"
#include "helper/privileges.h"
#include "record/recordBuilder.h"

namespace {

using namespace syscall_trace;

constexpr int kUsageStatus = 2;
constexpr int kRefusedStatus = 3;
/** A client that says nothing is none. */
constexpr int kRequestPatienceMs = 10'000;

volatile bool interrupted = false;

std::optional<layout::MonitorRequest> awaitRequest(MessageChannel& channel) {
  for (;;) {
    const bool connected = channel.receive();
    if (auto request = channel.next<layout::MonitorRequest>(layout::kRecordTypeMonitorRequest)) return request;
    if (!connected || channel.broken()) return std::nullopt;
    pollfd wait{.fd = channel.input(), .events = POLLIN, .revents = 0};
    const int ready = poll(&wait, 1, kRequestPatienceMs);
    if (ready == 0 || (ready < 0 && errno != EINTR)) return std::nullopt;
  }
}

int refuse(MessageChannel& channel, const Refusal& refusal) {
  layout::MonitorRefusal fixed{};
  fixed.reason = refusal.reason;
  fixed.error = refusal.error;
  fixed.missingCapabilities = refusal.missingCapabilities;
  RecordBuilder record(fixed, layout::kRecordTypeMonitorRefusal);
  if (!refusal.text.empty()) record.addText(layout::kBlobKindText, refusal.text);
  channel.send(std::move(record).finish());
  channel.flushWhole();
  return kRefusedStatus;
}

}  // namespace

int main(int argc, char**) {
  if (argc != 1 || isatty(STDIN_FILENO) != 0) {
    std::fputs("syscall-trace-bpf: started by syscall-trace, which talks to it by a socket; it takes no arguments\n", stderr);
    return kUsageStatus;
  }
  isolate();
  struct sigaction action {};
  action.sa_handler = [](int) { interrupted = true; };
  sigaction(SIGTERM, &action, nullptr);

  MessageChannel channel(STDIN_FILENO, STDOUT_FILENO);
  const std::optional<layout::MonitorRequest> request = awaitRequest(channel);
  if (!request) return channel.broken() ? refuse(channel, {.reason = layout::kMonitorRefusalReasonBadRequest}) : kUsageStatus;
  crash_settings settings{};
  if (const auto refusal = authorise(*request, settings)) return refuse(channel, *refusal);
  const uint64_t effective = raiseCapabilities();
  if (const auto refusal = checkSystem(effective)) return refuse(channel, *refusal);

  // Others' files only for root: anybody else sees own processes, which need no capability.
  const uint64_t kept = settings.own_only != 0 ? 0 : effective & capabilityBit(kCapSysPtrace);
  CrashMonitor monitor(channel, *request, settings);
  if (const auto refusal = monitor.start(kept != 0)) return refuse(channel, *refusal);
  if (!keepCapabilities(kept) || !restrictSystemCalls()) {
    return refuse(channel, {.reason = layout::kMonitorRefusalReasonFailed, .error = errno, .missingCapabilities = 0, .text = "cannot give up privileges"});
  }
  monitor.sendReady();
  monitor.run(interrupted);
  return 0;
}
