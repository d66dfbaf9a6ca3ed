#include "disassembly/evex.h"

#include <array>
#include <cstdio>
#include <cstring>

namespace syscall_trace {
namespace {

constexpr uint8_t kEvex = 0x62;
constexpr size_t kModRm = 5;
constexpr std::array<const char*, 16> kRegisters = {"rax", "rcx", "rdx", "rbx", "rsp", "rbp", "rsi", "rdi",
                                                    "r8",  "r9",  "r10", "r11", "r12", "r13", "r14", "r15"};
constexpr std::array<const char*, 4> kVectors = {"xmmword", "ymmword", "zmmword", "?"};
constexpr std::array<const char*, 4> kMaps = {"?", "0f", "0f38", "0f3a"};

struct Prefix {
  explicit Prefix(std::span<const uint8_t> code) : p0(code[1]), p1(code[2]), p2(code[3]) {}

  /** Bits that are fixed for the three maps of AVX-512 (others are of later extensions). */
  bool isValid() const { return (p0 & 0x08) == 0 && (p1 & 0x04) != 0 && map() >= 1 && map() <= 3; }
  int map() const { return p0 & 7; }
  int indexBit() const { return (p0 & 0x40) != 0 ? 0 : 8; }
  int baseBit() const { return (p0 & 0x20) != 0 ? 0 : 8; }
  bool wide() const { return (p1 & 0x80) != 0; }
  int mandatory() const { return p1 & 3; }
  bool broadcast() const { return (p2 & 0x10) != 0; }
  int length() const { return p2 >> 5 & 3; }

  uint8_t p0, p1, p2;
};

bool usesVectorIndex(int map, uint8_t opcode) { return map == 2 && ((opcode >= 0x90 && opcode <= 0x93) || (opcode >= 0xa0 && opcode <= 0xa3)); }

/** Opcodes that store to their operand in memory (Intel SDM, volume 2). */
bool stores(const Prefix& prefix, uint8_t opcode) {
  switch (prefix.map()) {
    case 1:
      return opcode == 0x11 || opcode == 0x13 || opcode == 0x17 || opcode == 0x29 || opcode == 0x2b || opcode == 0x7f || opcode == 0xd6 || opcode == 0xe7 ||
             (opcode == 0x7e && prefix.mandatory() != 2);
    case 2:
      return opcode == 0x63 || opcode == 0x8a || opcode == 0x8b || (prefix.mandatory() == 2 && opcode >= 0x10 && opcode <= 0x35 && (opcode & 0x0f) <= 5);
    default:
      return opcode >= 0x14 && opcode <= 0x1d && opcode != 0x18 && opcode != 0x1a;
  }
}

bool hasImmediate(int map, uint8_t opcode) {
  return map == 3 || (map == 1 && ((opcode >= 0x70 && opcode <= 0x73) || opcode == 0xc2 || (opcode >= 0xc4 && opcode <= 0xc6)));
}

/** Reads the operand behind the ModRM byte at `at`; moves `at` behind it. False when the code ends. */
bool readOperand(std::span<const uint8_t> code, const Prefix& prefix, size_t& at, MemoryOperand& operand) {
  const uint8_t modRm = code[at++];
  const int mod = modRm >> 6;
  int base = modRm & 7;
  bool relative = mod == 0 && base == 5;
  bool absolute = false;
  if (base == 4) {
    if (at >= code.size()) return false;
    const uint8_t sib = code[at++];
    base = sib & 7;
    const int index = (sib >> 3 & 7) | prefix.indexBit();
    if (index != 4) {
      operand.index = kRegisters[static_cast<size_t>(index)];
      operand.scale = 1 << (sib >> 6);
    }
    absolute = mod == 0 && base == 5;
    relative = false;
  }
  const size_t bytes = mod == 1 ? 1 : (mod == 2 || relative || absolute ? 4 : 0);
  if (at + bytes > code.size()) return false;
  if (bytes == 1) operand.displacement = static_cast<int8_t>(code[at]) * static_cast<int64_t>(operand.bytes);
  int32_t displacement = 0;
  if (bytes == 4) {
    std::memcpy(&displacement, &code[at], sizeof displacement);
    operand.displacement = displacement;
  }
  at += bytes;
  if (relative)
    operand.base = "rip";
  else if (!absolute)
    operand.base = kRegisters[static_cast<size_t>(base | prefix.baseBit())];
  return true;
}

std::string operandText(const char* map, uint8_t opcode, const char* size, const MemoryOperand& operand) {
  char text[96];
  std::snprintf(text, sizeof text, "%s %02x, %s ptr [", map, opcode, size);
  std::string out = text;
  if (!operand.base.empty()) out += operand.base;
  if (!operand.index.empty()) {
    std::snprintf(text, sizeof text, "%s%s*%d", operand.base.empty() ? "" : " + ", operand.index.c_str(), operand.scale);
    out += text;
  }
  if (operand.displacement != 0) {
    const bool negative = operand.displacement < 0;
    std::snprintf(text, sizeof text, " %c 0x%llx", negative ? '-' : '+',
                  static_cast<unsigned long long>(negative ? -operand.displacement : operand.displacement));
    out += text;
  }
  return out + "]";
}

}  // namespace

std::optional<Instruction> evexInstruction(std::span<const uint8_t> code, uint64_t address) {
  if (code.size() <= kModRm || code[0] != kEvex) return std::nullopt;
  const Prefix prefix(code);
  const uint8_t opcode = code[4];
  const bool inMemory = code[kModRm] >> 6 != 3;
  if (!prefix.isValid() || prefix.length() == 3 || usesVectorIndex(prefix.map(), opcode)) return std::nullopt;
  Instruction out;
  out.address = address;
  out.mnemonic = "evex";
  size_t end = kModRm;
  if (inMemory) {
    MemoryOperand operand;
    operand.bytes = prefix.broadcast() ? (prefix.wide() ? 8 : 4) : 16u << prefix.length();
    if (!readOperand(code, prefix, end, operand)) return std::nullopt;
    operand.writes = stores(prefix, opcode);
    operand.reads = !operand.writes;
    out.operands = operandText(kMaps[static_cast<size_t>(prefix.map())], opcode,
                               prefix.broadcast() ? (prefix.wide() ? "qword" : "dword") : kVectors[static_cast<size_t>(prefix.length())], operand);
    out.memory.push_back(std::move(operand));
  } else {
    char text[16];
    std::snprintf(text, sizeof text, "%s %02x", kMaps[static_cast<size_t>(prefix.map())], opcode);
    out.operands = text;
    end++;
  }
  if (hasImmediate(prefix.map(), opcode)) end++;
  if (end > code.size()) return std::nullopt;
  out.length = static_cast<uint32_t>(end);
  return out;
}

}  // namespace syscall_trace
