#include "symbols/runtime/jitDump.h"

#include <algorithm>

#include "symbols/dwarf/byteCursor.h"

namespace syscall_trace {
namespace {

constexpr uint32_t kMagic = 0x4a695444;  // "JiTD"
constexpr size_t kRecordHeader = 16;     // id, total_size, timestamp
constexpr uint32_t kMaxRecord = 64u << 20;
constexpr size_t kMaxDescribed = 1 << 18;

enum RecordKind : uint32_t { kLoad = 0, kMove = 1, kDebugInfo = 2 };

}  // namespace

std::optional<RuntimeSymbol> JitDump::find(uint64_t address) {
  read();
  const RuntimeSymbol* found = code_.find(address);
  if (found == nullptr) return std::nullopt;
  RuntimeSymbol symbol = *found;
  const auto described = lines_.find(symbol.start);
  if (described == lines_.end()) return symbol;
  for (const Line& line : described->second) {
    if (line.address > address) break;
    symbol.line = line.line;
    symbol.file = line.file;
  }
  return symbol;
}

void JitDump::read() {
  while (usable_) {
    const std::span<const uint8_t> bytes = file_.more();
    if (bytes.empty()) return;
    size_t at = 0;
    if (!headerRead_) {
      ByteCursor header(bytes);
      const uint32_t magic = header.u32();
      header.u32();  // version
      const uint32_t size = header.u32();
      if (!header.ok() || size > bytes.size()) return;
      usable_ = magic == kMagic && size >= 12;
      headerRead_ = true;
      at = size;
    }
    while (usable_ && bytes.size() - at >= kRecordHeader) {
      ByteCursor header(bytes.subspan(at, kRecordHeader));
      const uint32_t kind = header.u32();
      const uint32_t size = header.u32();
      if (size < kRecordHeader || size > kMaxRecord) usable_ = false;
      if (!usable_ || size > bytes.size() - at) break;
      record(kind, bytes.subspan(at + kRecordHeader, size - kRecordHeader));
      at += size;
    }
    file_.consume(at);
  }
}

void JitDump::record(uint32_t kind, std::span<const uint8_t> body) {
  if (kind == kLoad) load(body);
  if (kind == kMove) move(body);
  if (kind == kDebugInfo) describe(body);
}

void JitDump::load(std::span<const uint8_t> body) {
  ByteCursor cursor(body);
  cursor.skip(4 + 4 + 8);  // pid, tid, vma
  const uint64_t start = cursor.u64();
  const uint64_t size = cursor.u64();
  cursor.u64();  // code_index
  const std::string name(cursor.text());
  if (cursor.ok()) code_.add(size, symbolNamed(name, start));
}

void JitDump::move(std::span<const uint8_t> body) {
  ByteCursor cursor(body);
  cursor.skip(4 + 4 + 8);
  const uint64_t from = cursor.u64();
  const uint64_t to = cursor.u64();
  const uint64_t size = cursor.u64();
  const RuntimeSymbol* found = cursor.ok() ? code_.find(from) : nullptr;
  if (found == nullptr) return;
  RuntimeSymbol moved = *found;
  moved.start = to;
  code_.remove(from, from + 1);
  code_.add(size, std::move(moved));
  if (auto described = lines_.extract(from); !described.empty()) {
    for (Line& line : described.mapped()) line.address += to - from;
    described.key() = to;
    lines_.insert(std::move(described));
  }
}

void JitDump::describe(std::span<const uint8_t> body) {
  ByteCursor cursor(body);
  const uint64_t start = cursor.u64();
  const uint64_t count = cursor.u64();
  std::vector<Line> lines;
  Text file;
  for (uint64_t i = 0; i < count && cursor.ok(); i++) {
    const uint64_t address = cursor.u64();
    const uint32_t line = cursor.u32();
    cursor.u32();  // discriminator
    const std::string_view name = cursor.text();
    if (!cursor.ok()) break;
    // "\xff" stands for the name of the entry before.
    if (name != "\xff") file = makeText(std::string(name));
    lines.push_back({address, line, file});
  }
  std::stable_sort(lines.begin(), lines.end(), [](const Line& a, const Line& b) { return a.address < b.address; });
  if (lines_.size() < kMaxDescribed) lines_.insert_or_assign(start, std::move(lines));
}

}  // namespace syscall_trace
