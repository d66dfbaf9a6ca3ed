#pragma once
// Snapshots and addresses in, frames out. Used by one thread.

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "symbols/lruCache.h"
#include "symbols/moduleCache.h"
#include "symbols/processImage.h"
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
  std::string symbol;
  std::string rawSymbol;
  std::string module;
  std::string buildId;
  std::string file;
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
  StackSymbolizer();

  /** Innermost first. `limit` bounds the unwound frames; inlined ones come on top. */
  SymbolizedStack stack(const StackSnapshot& snapshot, size_t limit);
  /** The frames of each address, innermost inlined call first. */
  std::vector<std::vector<SymbolizedFrame>> addresses(const std::string& maps, std::span<const uint64_t> addresses, std::optional<pid_t> pid);
  SymbolizerCounters counters() const;

 private:
  using AddressKey = std::pair<uint64_t, uint64_t>;  // Module::id, link-time address
  struct HashAddress {
    size_t operator()(const AddressKey& key) const { return std::hash<uint64_t>()(key.second ^ (key.first << 48)); }
  };

  ProcessImage& image(const std::string& maps, std::optional<pid_t> pid);
  /** Appends the frames of one pc; it is looked up one byte before unless `exact`. */
  void symbolize(ProcessImage& image, uint64_t pc, bool exact, std::vector<SymbolizedFrame>& out);
  const ResolvedAddress& resolve(Module& module, uint64_t address);

  ModuleCache modules_;
  LruCache<std::string, std::unique_ptr<ProcessImage>> images_;
  LruCache<AddressKey, ResolvedAddress, HashAddress> addresses_;
};

}  // namespace syscall_trace
