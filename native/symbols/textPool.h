#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <unordered_map>

#include "symbols/text.h"

namespace syscall_trace {

/** Equal texts are kept once: the same inlined functions are described in every unit that uses them. */
class TextPool {
 public:
  Text share(std::string text) {
    if (text.empty()) return nullptr;
    if (const auto known = texts_.find(text); known != texts_.end()) return known->second;
    if (texts_.size() >= sweepAt_) sweep();
    Text shared = std::make_shared<const std::string>(std::move(text));
    texts_.emplace(*shared, shared);
    return shared;
  }

 private:
  static constexpr size_t kSmallest = 4096;

  /** Lets go of what nobody else holds. */
  void sweep() {
    std::erase_if(texts_, [](const auto& entry) { return entry.second.use_count() == 1; });
    sweepAt_ = std::max(kSmallest, texts_.size() * 2);
  }

  std::unordered_map<std::string_view, Text> texts_;
  size_t sweepAt_ = kSmallest;
};

}  // namespace syscall_trace
