#pragma once

#include <string>
#include <vector>

namespace syscall_trace {

/** Where separate debug files are looked for, besides the places that are always the same. */
struct DebugPlaces {
  std::string root;            // prefix that leads to the process’s own files, or empty
  std::string cacheDirectory;  // of debuginfod, in our own file system; empty: it is not asked
};

/** A debug file that is in none of the places, and that a symbol server may have. */
struct MissingDebugFile {
  std::string buildId;        // of the debug file
  std::string moduleBuildId;  // of the module that needs it
  std::string modulePath;
};

/** DIRECTORY/BUILDID/debuginfo (debuginfod-client(7)). */
inline std::string cachedDebugFile(const DebugPlaces& places, const std::string& buildId) { return places.cacheDirectory + '/' + buildId + "/debuginfo"; }

}  // namespace syscall_trace
