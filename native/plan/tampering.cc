#include "plan/tampering.h"

#include <cstring>
#include <span>

namespace syscall_trace {
namespace {

/** Takes words from the front of a span; says when there were too few. */
class Words {
 public:
  explicit Words(std::span<const uint32_t> words) : words_(words) {}

  bool ok() const { return ok_; }
  bool empty() const { return words_.empty(); }
  uint32_t next() {
    if (words_.empty()) {
      ok_ = false;
      return 0;
    }
    const uint32_t word = words_.front();
    words_ = words_.subspan(1);
    return word;
  }
  uint64_t nextLong() {
    const uint64_t low = next();
    return low | static_cast<uint64_t>(next()) << 32;
  }
  std::span<const uint32_t> take(size_t count) {
    if (count > words_.size()) {
      ok_ = false;
      return {};
    }
    const auto taken = words_.first(count);
    words_ = words_.subspan(count);
    return taken;
  }

 private:
  std::span<const uint32_t> words_;
  bool ok_ = true;
};

constexpr uint32_t kArguments = 6;
constexpr uint32_t kSignals = 64;

bool loadPokes(Words& words, TamperRule& rule, std::string& error) {
  const uint32_t count = words.next();
  for (uint32_t i = 0; i < count && words.ok(); i++) {
    const uint32_t phase = words.next();
    Poke poke{.arg = words.next(), .data = {}};
    const uint32_t bytes = words.next();
    if (poke.arg >= kArguments || phase > 1 || bytes > layout::kTamperPokeBytes) {
      error = "a poke of argument " + std::to_string(poke.arg) + " with " + std::to_string(bytes) + " bytes";
      return false;
    }
    const auto data = words.take((bytes + 3) / 4);
    if (!words.ok()) break;
    poke.data.resize(bytes);
    if (bytes > 0) std::memcpy(poke.data.data(), data.data(), bytes);
    (phase == 0 ? rule.pokeEnter : rule.pokeExit).push_back(std::move(poke));
  }
  return true;
}

bool loadRule(Words words, TamperRule& rule, std::string& error) {
  rule.first = words.next();
  rule.last = words.next();
  rule.step = words.next();
  const uint32_t flags = words.next();
  const uint32_t signal = words.next();
  const uint64_t value = words.nextLong();
  if ((flags & layout::kTamperFlagHasResult) != 0) rule.result = static_cast<int64_t>(value);
  rule.fails = (flags & layout::kTamperFlagFailed) != 0;
  if (signal > kSignals) {
    error = "signal " + std::to_string(signal);
    return false;
  }
  rule.signal = static_cast<int>(signal);
  for (uint32_t& number : rule.replacement) number = words.next();
  rule.delayEnterNs = words.nextLong();
  rule.delayExitNs = words.nextLong();
  if (!loadPokes(words, rule, error)) return false;
  for (auto& numbers : rule.syscalls) {
    const auto taken = words.take(words.next());
    numbers.insert(taken.begin(), taken.end());
  }
  if (!words.ok() || !words.empty()) error = "a rule of the wrong length";
  return error.empty();
}

}  // namespace

std::shared_ptr<const Tampering> Tampering::load(const std::vector<uint32_t>& list, std::string& error) {
  Words words(list);
  if (words.next() != layout::kTamperingMagic) {
    error = "not tampering rules";
    return nullptr;
  }
  const uint32_t count = words.next();
  if (count > layout::kTamperRules) {
    error = "too many rules";
    return nullptr;
  }
  auto tampering = std::make_shared<Tampering>();
  for (uint32_t i = 0; i < count; i++) {
    const uint32_t length = words.next();
    if (length == 0 || !words.ok()) {
      error = "fewer rules than announced";
      return nullptr;
    }
    if (!loadRule(Words(words.take(length - 1)), tampering->rules.emplace_back(), error)) return nullptr;
  }
  if (!words.ok() || !words.empty()) error = "words behind the last rule, or too few";
  return error.empty() ? tampering : nullptr;
}

}  // namespace syscall_trace
