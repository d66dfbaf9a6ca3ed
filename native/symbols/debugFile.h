#pragma once
// Separate debug files: by build-id and by .gnu_debuglink (GDB manual, "Debugging Information in Separate Files").

#include <cstdint>
#include <string>

#include "record/uniqueFd.h"
#include "symbols/debugPlaces.h"

namespace syscall_trace {

struct DebugFileQuery {
  std::string modulePath;  // as the process sees it
  DebugPlaces places;
  std::string buildId;    // hexadecimal, or empty
  std::string debugLink;  // file name in .gnu_debuglink, or empty
  uint32_t debugLinkCrc = 0;
};

struct DebugFile {
  UniqueFd fd;
  std::string path;
};

/** The first file that is there and fits (by build-id, else by its CRC); `fd` is empty when there is none. Never asks the network. */
DebugFile findDebugFile(const DebugFileQuery& query);

}  // namespace syscall_trace
