/**
 * What is to be changed about the calls of a program. Encoding in adapter/plan/tampering.ts. It is validated once when it is
 * loaded, so that nobody else need doubt it.
 */
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <unordered_set>
#include <vector>

#include "record/layout.gen.h"

namespace syscall_trace {

/** Bytes that are written to where an argument points. */
struct Poke {
  uint32_t arg = 0;
  std::vector<uint8_t> data;
};

struct TamperRule {
  /** The `first` call of a task with that number (from 1), then every `step`th up to the `last`. A step of 0: the first only. */
  uint32_t first = 1;
  uint32_t last = 0;
  uint32_t step = 0;
  /** What the call returns instead of being made; -errno where it `fails`. */
  std::optional<int64_t> result;
  bool fails = false;
  /** The number that the kernel is given instead, by ABI; -1 is none that it knows. */
  std::array<uint32_t, layout::kAbiCount> replacement{};
  /** Sent at the entry; 0 for none. */
  int signal = 0;
  uint64_t delayEnterNs = 0;
  uint64_t delayExitNs = 0;
  std::vector<Poke> pokeEnter;
  std::vector<Poke> pokeExit;
  std::array<std::unordered_set<uint32_t>, layout::kAbiCount> syscalls;

  bool names(layout::Abi abi, uint32_t nr) const { return syscalls[abi].contains(nr); }
  /** Whether it applies to the `count`th call. */
  bool appliesTo(uint32_t count) const {
    if (count < first || count > last) return false;
    return step == 0 ? count == first : (count - first) % step == 0;
  }
};

struct Tampering {
  std::vector<TamperRule> rules;

  /** Null when the words are no valid rules; `error` then says what is wrong. */
  static std::shared_ptr<const Tampering> load(const std::vector<uint32_t>& words, std::string& error);
};

}  // namespace syscall_trace
