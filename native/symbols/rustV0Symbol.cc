#include "symbols/rustV0Symbol.h"

#include <algorithm>
#include <cstdint>

#include "symbols/rustV0Reader.h"
#include "symbols/utf8.h"

namespace syscall_trace {
namespace {

// Back references can blow a short symbol up.
constexpr int kMaxDepth = 200;
constexpr size_t kMaxOutput = 16384;

/** Reads the mangled name from left to right and writes what it means. `ok_` turns false at the first thing that does not parse. */
class Printer : private RustV0Reader {
 public:
  using RustV0Reader::RustV0Reader;

  std::optional<std::string> run() {
    path(true);
    // The crate that instantiated a generic function; of no interest.
    if (ok_ && position_ < text_.size() && text_[position_] != '.') {
      quiet_++;
      path(false);
      quiet_--;
    }
    const bool atEnd = position_ == text_.size() || text_[position_] == '.';
    return ok_ && atEnd ? std::optional(out_) : std::nullopt;
  }

 private:
  void print(std::string_view piece) {
    if (quiet_ > 0) return;
    if (out_.size() + piece.size() > kMaxOutput) ok_ = false;
    if (ok_) out_ += piece;
  }

  /** Runs `read` at an earlier place of the name. */
  template <typename Read>
  void backReference(size_t at, Read read) {
    const uint64_t target = base62();
    if (!ok_ || target >= at) {
      ok_ = false;
      return;
    }
    const size_t resume = position_;
    position_ = target;
    read();
    position_ = resume;
  }

  class Deeper {
   public:
    explicit Deeper(Printer& printer) : printer_(printer) {
      if (++printer_.depth_ > kMaxDepth) printer_.ok_ = false;
    }
    ~Deeper() { printer_.depth_--; }
    Deeper(const Deeper&) = delete;
    Deeper& operator=(const Deeper&) = delete;

   private:
    Printer& printer_;
  };

  /** `inValue`: generic arguments need "::" before them. */
  void path(bool inValue) {
    const Deeper deeper(*this);
    const size_t at = position_;
    switch (take()) {
      case 'C':
        print(identifier().name);
        return;
      case 'M':
        implementationPath();
        print("<");
        type();
        print(">");
        return;
      case 'X':
        implementationPath();
        [[fallthrough]];
      case 'Y':
        print("<");
        type();
        print(" as ");
        path(false);
        print(">");
        return;
      case 'N':
        nested(inValue);
        return;
      case 'I':
        path(inValue);
        print(inValue ? "::<" : "<");
        list('E', ", ", [&] { genericArgument(); });
        print(">");
        return;
      case 'B':
        backReference(at, [&] { path(inValue); });
        return;
      default:
        ok_ = false;
    }
  }

  /** Where an impl block stands: read over, the type says enough. */
  void implementationPath() {
    optional62('s');
    quiet_++;
    path(false);
    quiet_--;
  }

  void nested(bool inValue) {
    const char space = take();
    path(inValue);
    const Identifier id = identifier();
    if (space >= 'A' && space <= 'Z') {
      print("::{");
      print(space == 'C' ? "closure" : space == 'S' ? "shim" : std::string_view(&space, 1));
      if (!id.name.empty()) print(":");
      print(id.name);
      print("#");
      print(std::to_string(id.disambiguator));
      print("}");
    } else if (!id.name.empty()) {
      print("::");
      print(id.name);
    }
  }

  /** Items up to `end`; returns how many. */
  template <typename Item>
  size_t list(char end, const char* separator, Item item) {
    size_t count = 0;
    while (ok_ && !takeIf(end)) {
      if (count++ > 0) print(separator);
      item();
    }
    return count;
  }

  void genericArgument() {
    if (takeIf('L')) {
      lifetime(base62());
    } else if (takeIf('K')) {
      constant();
    } else {
      type();
    }
  }

  /** De Bruijn index, 1 the innermost bound lifetime; 0 is the erased one. */
  void lifetime(uint64_t index) {
    if (index == 0) return print("'_");
    if (index > boundLifetimes_) {
      ok_ = false;
      return;
    }
    const uint64_t depth = boundLifetimes_ - index;
    const char letter = static_cast<char>('a' + depth % 26);
    print("'");
    if (depth < 26) {
      print(std::string_view(&letter, 1));
    } else {
      print("_");
      print(std::to_string(depth));
    }
  }

  /** `for<'a, …>` around what `body` prints. */
  template <typename Body>
  void binder(Body body) {
    const uint64_t count = optional62('G');
    if (count > 256) ok_ = false;
    if (ok_ && count > 0) {
      print("for<");
      for (uint64_t i = 0; i < count; i++) {
        if (i > 0) print(", ");
        boundLifetimes_++;
        lifetime(1);
      }
      print("> ");
    }
    body();
    boundLifetimes_ -= std::min(count, boundLifetimes_);
  }

  void type() {
    const Deeper deeper(*this);
    const size_t at = position_;
    const char tag = peek();
    if (const char* basic = basicType(tag)) {
      position_++;
      print(basic);
      return;
    }
    switch (tag) {
      case 'R':
      case 'Q':
        position_++;
        print("&");
        if (takeIf('L')) {
          const uint64_t index = base62();
          if (index > 0) {
            lifetime(index);
            print(" ");
          }
        }
        if (tag == 'Q') print("mut ");
        type();
        return;
      case 'P':
      case 'O':
        position_++;
        print(tag == 'P' ? "*const " : "*mut ");
        type();
        return;
      case 'A':
      case 'S':
        position_++;
        print("[");
        type();
        if (tag == 'A') {
          print("; ");
          constant();
        }
        print("]");
        return;
      case 'T': {
        position_++;
        print("(");
        const size_t count = list('E', ", ", [&] { type(); });
        print(count == 1 ? ",)" : ")");
        return;
      }
      case 'F':
        position_++;
        binder([&] { functionSignature(); });
        return;
      case 'D':
        position_++;
        print("dyn ");
        binder([&] { list('E', " + ", [&] { dynTrait(); }); });
        if (!takeIf('L')) {
          ok_ = false;
        } else if (const uint64_t index = base62(); index > 0) {
          print(" + ");
          lifetime(index);
        }
        return;
      case 'B':
        position_++;
        backReference(at, [&] { type(); });
        return;
      default:
        path(false);
    }
  }

  void functionSignature() {
    if (takeIf('U')) print("unsafe ");
    if (takeIf('K')) {
      std::string abi;
      if (takeIf('C')) {
        abi.push_back('C');
      } else {
        abi = plainIdentifier();
      }
      std::replace(abi.begin(), abi.end(), '_', '-');
      print("extern \"");
      print(abi);
      print("\" ");
    }
    print("fn(");
    list('E', ", ", [&] { type(); });
    print(")");
    if (takeIf('u')) return;
    print(" -> ");
    type();
  }

  void dynTrait() {
    // The associated types come inside of the trait's own angle brackets.
    const size_t before = out_.size();
    path(false);
    const bool open = out_.size() > before && out_.back() == '>' && peek() == 'p';
    if (open) out_.pop_back();
    bool any = open;
    while (ok_ && takeIf('p')) {
      print(any ? ", " : "<");
      any = true;
      print(plainIdentifier());
      print(" = ");
      type();
    }
    if (any) print(">");
  }

  void constant() {
    const Deeper deeper(*this);
    const size_t at = position_;
    if (takeIf('p')) return print("_");
    if (takeIf('B')) return backReference(at, [&] { constant(); });
    const char tag = take();
    const bool isNegative = takeIf('n');
    std::string digits;
    uint64_t value = 0;
    while (ok_ && !takeIf('_')) {
      const char c = take();
      const bool isDigit = c >= '0' && c <= '9';
      if (!isDigit && !(c >= 'a' && c <= 'f')) ok_ = false;
      digits.push_back(c);
      value = (value << 4) | static_cast<uint64_t>(isDigit ? c - '0' : c - 'a' + 10);
    }
    constexpr std::string_view kIntegers = "ahijlmnostxy";
    if (tag == 'b' && value <= 1) {
      print(value == 1 ? "true" : "false");
    } else if (tag == 'c') {
      std::string character;
      appendUtf8(character, static_cast<uint32_t>(value));
      print("'");
      print(character);
      print("'");
    } else if (kIntegers.find(tag) != std::string_view::npos) {
      if (isNegative) print("-");
      if (digits.size() > 16) print("0x");
      print(digits.size() > 16 ? digits : std::to_string(value));
    } else {
      ok_ = false;
    }
  }

  std::string out_;
  int quiet_ = 0;
  int depth_ = 0;
  uint64_t boundLifetimes_ = 0;
};

}  // namespace

std::optional<std::string> demangleRustV0(std::string_view symbol) {
  // A digit after "_R" would be the version of a later encoding.
  if (!symbol.starts_with("_R") || symbol.size() < 3 || !(symbol[2] >= 'A' && symbol[2] <= 'Z')) return std::nullopt;
  return Printer(symbol.substr(2)).run();
}

}  // namespace syscall_trace
