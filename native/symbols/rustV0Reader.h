#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace syscall_trace {

/** The lexical part of Rust's v0 mangling: letters, numbers and identifiers, read from left to right. */
class RustV0Reader {
 public:
  explicit RustV0Reader(std::string_view body) : text_(body) {}

 protected:
  struct Identifier {
    uint64_t disambiguator = 0;
    std::string name;
  };

  /** The next letter, NUL at the end and after an error. */
  char peek() const { return ok_ && position_ < text_.size() ? text_[position_] : '\0'; }
  char take();
  bool takeIf(char c);
  uint64_t base62();
  /** `tag` base62, or 0 when it is not there. */
  uint64_t optional62(char tag);
  std::string plainIdentifier();
  Identifier identifier();
  /** The primitive type that a letter stands for; null when it is none. */
  static const char* basicType(char tag);

  std::string_view text_;
  size_t position_ = 0;
  /** False from the first thing on that does not parse. */
  bool ok_ = true;

 private:
  int steps_ = 0;
};

}  // namespace syscall_trace
