#pragma once
// Snapshots and addresses in, frames out. Used by one thread.

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <unordered_set>
#include <utility>
#include <vector>

#include "symbols/lruCache.h"
#include "symbols/moduleCache.h"
#include "symbols/processImage.h"
#include "symbols/text.h"
#include "unwind/unwinder.h"

namespace syscall_trace {

/** FrameQuality of adapter/symbols/frame.ts. */
enum class FrameQuality { source, symbol, module, address };

/** Frame of adapter/symbols/frame.ts. */
struct SymbolizedFrame {
  FrameQuality quality = FrameQuality::address;
  uint64_t address = 0;
  bool inlined = false;
  bool deleted = false;
  uint32_t line = 0;
  uint32_t column = 0;
  std::optional<uint64_t> symbolOffset;
  std::optional<uint64_t> moduleOffset;
  std::optional<uint64_t> fileOffset;
  Text symbol;  // null: unknown, here and below
  Text rawSymbol;
  Text module;
  Text buildId;
  Text file;
};

/** The frames of many addresses, one after the other. */
struct SymbolizedAddresses {
  std::vector<uint32_t> counts;  // frames of each address, innermost inlined call first
  std::vector<SymbolizedFrame> frames;
};

struct StackSnapshot {
  std::string maps;
  user_regs_struct registers{};
  uint64_t stackAddress = 0;
  std::vector<uint8_t> stack;
  std::optional<pid_t> pid;
};

struct SymbolizedStack {
  std::vector<SymbolizedFrame> frames;
  UnwindEnd end = UnwindEnd::start;
};

struct SymbolizerCounters {
  CacheCounters modules;
  CacheCounters images;
  CacheCounters addresses;
};

class StackSymbolizer {
 public:
  /** `maxAddresses`: whose frames are kept; 0 for the usual number. `debugCache`: see DebugPlaces. */
  explicit StackSymbolizer(size_t maxAddresses = 0, std::string debugCache = {});

  /** Innermost first. `limit` bounds the unwound frames; inlined ones come on top. */
  SymbolizedStack stack(const StackSnapshot& snapshot, size_t limit);
  SymbolizedAddresses addresses(const std::string& maps, std::span<const uint64_t> addresses, std::optional<pid_t> pid);
  /** Link-time addresses of a file, whether or not a process has it. Nothing when the file is not ELF or cannot be read. */
  std::optional<SymbolizedAddresses> fileAddresses(const std::string& path, std::span<const uint64_t> addresses);
  SymbolizerCounters counters() const;
  /** What could not be used of debug information, since the last call; each once. */
  Notices takeNotices() { return std::exchange(notices_, {}); }
  /** Debug files that a symbol server may have, since the last call. */
  std::vector<MissingDebugFile> takeMissing() { return std::exchange(missing_, {}); }
  /** A debug file of the module with this build-id has come: later addresses are looked up with it. */
  void refresh(const std::string& moduleBuildId) { modules_.refresh(moduleBuildId); }

 private:
  using AddressKey = std::pair<uint64_t, uint64_t>;  // Module::id, link-time address
  struct HashAddress {
    size_t operator()(const AddressKey& key) const { return std::hash<uint64_t>()(key.second ^ (key.first << 48)); }
  };

  ProcessImage& image(const std::string& maps, std::optional<pid_t> pid);
  /** Appends the frames of one pc; it is looked up one byte before unless `exact`. */
  void symbolize(ProcessImage& image, uint64_t pc, bool exact, std::vector<SymbolizedFrame>& out);
  const ResolvedAddress& resolve(Module& module, uint64_t address);
  /** Appends the frames of a link-time address; `base` holds what they have in common. */
  void symbolizeIn(Module& module, uint64_t address, SymbolizedFrame base, std::vector<SymbolizedFrame>& out);

  ModuleCache modules_;
  LruCache<std::string, std::unique_ptr<ProcessImage>> images_;
  LruCache<AddressKey, ResolvedAddress, HashAddress> addresses_;
  Notices notices_;
  std::vector<MissingDebugFile> missing_;
  std::unordered_set<std::string> noticed_;
};

}  // namespace syscall_trace
