/**
 * The capture plan: for each syscall number of each ABI, whether it is traced and what memory to copy.
 * Encoding in adapter/plan/op.ts. It is validated once when it is loaded, so that the interpreter can trust it.
 */
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "record/layout.gen.h"

namespace syscall_trace {

using Ops = std::span<const uint32_t>;

class Plan {
 public:
  /** What to do with one syscall number. */
  struct Syscall {
    /** Bits of layout::Selection. */
    uint32_t selection = 0;
    Ops entry;
    /** For a call that succeeded. */
    Ops exit;
    /** Whatever it returned. */
    Ops always;
  };

  /** Null when the words are no valid plan; `error` then says what is wrong, and where. */
  static std::shared_ptr<const Plan> load(std::vector<uint32_t> words, std::string& error);

  const Syscall& find(layout::Abi abi, uint32_t nr) const {
    const Table& table = tables_[abi];
    return nr < table.syscalls.size() ? table.syscalls[nr] : table.otherwise;
  }

  /** Numbers of `abi` that are listed; those from here on have one selection. */
  uint32_t count(layout::Abi abi) const { return static_cast<uint32_t>(tables_[abi].syscalls.size()); }

  /** Whether each number that `other` traces is traced by this plan too. */
  bool covers(const Plan& other) const;

 private:
  struct Table {
    std::vector<Syscall> syscalls;
    Syscall otherwise;
  };

  std::vector<uint32_t> words_;
  std::array<Table, layout::kAbiCount> tables_;
};

/** Words of the operations’ parts, as adapter/plan/op.ts lays them out. */
namespace plan_words {
inline constexpr size_t kOpHeader = 2;
inline constexpr size_t kOperand = 2;
inline constexpr size_t kCopy = kOpHeader + 2 * kOperand + 3;
inline constexpr size_t kCstr = kOpHeader + kOperand + 1;
inline constexpr size_t kStrv = kOpHeader + kOperand + 2;
inline constexpr size_t kEach = kOpHeader + 2 * kOperand + 2;
inline constexpr size_t kSwitch = kOpHeader + kOperand + 2;
inline constexpr size_t kCase = 2;
inline constexpr size_t kFd = kOpHeader + kOperand + 1;
inline constexpr size_t kNetlink = kOpHeader + kOperand + 1;
inline constexpr size_t kNamespaces = kOpHeader + 1;
}  // namespace plan_words

}  // namespace syscall_trace
