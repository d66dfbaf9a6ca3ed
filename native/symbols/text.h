#pragma once

#include <memory>
#include <string>

namespace syscall_trace {

/** A text that many results share; null: unknown. It lives as long as somebody refers to it. */
using Text = std::shared_ptr<const std::string>;

inline Text makeText(std::string text) { return text.empty() ? nullptr : std::make_shared<const std::string>(std::move(text)); }

}  // namespace syscall_trace
