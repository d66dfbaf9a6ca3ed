/** Who asks for crashes of which processes, whether they may, and whether this program and this kernel can. */
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "../bpf/crashEvent.h"
#include "record/layout.gen.h"

namespace syscall_trace {

struct Refusal {
  layout::MonitorRefusalReason reason = layout::kMonitorRefusalReasonFailed;
  int error = 0;
  uint64_t missingCapabilities = 0;
  std::string text{};
};

/** Turns a request into settings within the caller's rights: the caller is the real user id, root sees every process. */
std::optional<Refusal> authorise(const layout::MonitorRequest& request, crash_settings& settings);

/** What is missing to load and attach: the kernel, its BTF, capabilities (`effective`). */
std::optional<Refusal> checkSystem(uint64_t effective);

}  // namespace syscall_trace
