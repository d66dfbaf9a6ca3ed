#include "helper/authority.h"

#include <sys/stat.h>
#include <sys/utsname.h>
#include <unistd.h>

#include <algorithm>
#include <bit>
#include <cerrno>
#include <csignal>
#include <cstdio>

#include "helper/privileges.h"
#include "helper/procProcess.h"

namespace syscall_trace {
namespace {

constexpr uint32_t kLeastRing = 256 << 10;
constexpr uint32_t kMostRing = 64 << 20;
constexpr uint32_t kLeastIntervalMs = 10;
constexpr uint32_t kMostIntervalMs = 3'600'000;

constexpr uint64_t signalBit(int signo) { return uint64_t{1} << (signo - 1); }

/** Those that tell of a fault in the program; others would make this a way to watch what processes say to each other. */
constexpr uint64_t kCrashSignals =
    signalBit(SIGSEGV) | signalBit(SIGBUS) | signalBit(SIGILL) | signalBit(SIGFPE) | signalBit(SIGABRT) | signalBit(SIGTRAP) | signalBit(SIGSYS);

bool isInRange(const layout::MonitorRequest& request) {
  return request.version == layout::kLayoutVersion && request.scope <= layout::kMonitorScopeAll && request.signals != 0 &&
         (request.signals & ~kCrashSignals) == 0 && request.wantedPid >= 0 && request.filterUid <= 1 && request.maxStackBytes >= CRASH_PAGE &&
         request.maxStackBytes <= CRASH_PAGE * CRASH_MAX_PAGES && std::has_single_bit(request.ringBytes) && request.ringBytes >= kLeastRing &&
         request.ringBytes <= kMostRing && request.countersIntervalMs >= kLeastIntervalMs && request.countersIntervalMs <= kMostIntervalMs;
}

uint32_t ownPidNamespace() {
  struct stat status {};
  return stat("/proc/self/ns/pid", &status) == 0 ? static_cast<uint32_t>(status.st_ino) : 0;
}

bool kernelIsOlderThan(unsigned major, unsigned minor) {
  utsname system{};
  unsigned ours[2] = {};
  if (uname(&system) != 0 || std::sscanf(system.release, "%u.%u", &ours[0], &ours[1]) != 2) return false;
  return ours[0] < major || (ours[0] == major && ours[1] < minor);
}

}  // namespace

std::optional<Refusal> authorise(const layout::MonitorRequest& request, crash_settings& settings) {
  if (!isInRange(request)) return Refusal{.reason = layout::kMonitorRefusalReasonBadRequest};
  const uid_t caller = getuid();
  if (caller != 0) {
    if (request.scope == layout::kMonitorScopeAll) return Refusal{.reason = layout::kMonitorRefusalReasonNotAuthorised};
    if (request.filterUid != 0 && request.wantedUid != caller) return Refusal{.reason = layout::kMonitorRefusalReasonNotAuthorised};
  }
  if (request.wantedPid != 0) {
    const std::optional<uint32_t> owner = readOwner(request.wantedPid);
    if (!owner) return Refusal{.reason = layout::kMonitorRefusalReasonNoProcess, .error = ESRCH};
    if (caller != 0 && *owner != caller) return Refusal{.reason = layout::kMonitorRefusalReasonNotAuthorised};
  }
  settings = {.signals = request.signals,
              .pid_namespace = ownPidNamespace(),
              .uid = caller,
              .gid = getgid(),
              .own_only = caller != 0 || request.scope == layout::kMonitorScopeOwn ? 1U : 0U,
              .wanted_pid = static_cast<uint32_t>(request.wantedPid),
              .filter_uid = request.filterUid,
              .wanted_uid = request.wantedUid,
              .max_pages = (request.maxStackBytes + CRASH_PAGE - 1) / CRASH_PAGE,
              .without_fault_place = (request.withoutFeatures & layout::kMonitorFeatureFaultPlace) != 0 ? 1U : 0U,
              .reserved = 0,
              .ring_bytes = request.ringBytes};
  return std::nullopt;
}

std::optional<Refusal> checkSystem(uint64_t effective) {
  if (kernelIsOlderThan(5, 8)) return Refusal{.reason = layout::kMonitorRefusalReasonOldKernel};
  if (access("/sys/kernel/btf/vmlinux", R_OK) != 0) return Refusal{.reason = layout::kMonitorRefusalReasonNoBtf, .error = errno};
  if ((effective & capabilityBit(kCapSysAdmin)) != 0) return std::nullopt;
  const uint64_t missing = (capabilityBit(kCapBpf) | capabilityBit(kCapPerfmon)) & ~effective;
  if (missing != 0) return Refusal{.reason = layout::kMonitorRefusalReasonNoPrivilege, .error = EPERM, .missingCapabilities = missing};
  return std::nullopt;
}

}  // namespace syscall_trace
