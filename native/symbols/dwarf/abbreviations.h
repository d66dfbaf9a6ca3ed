#pragma once
// .debug_abbrev (DWARF 5, 7.5.3): which attributes the entries of a unit have, and in which form.

#include <cstdint>
#include <memory>
#include <span>
#include <unordered_map>
#include <vector>

#include "symbols/dwarf/section.h"

namespace syscall_trace {

struct AttributeSpec {
  uint16_t name;
  uint16_t form;
  int64_t constant;  // of DW_FORM_implicit_const
};

/** How sizes of forms follow from the unit: DWARF version, and bytes of an address and of an offset. */
struct UnitFormat {
  uint16_t version = 0;
  uint8_t addressSize = 8;
  uint8_t offsetSize = 4;

  bool operator==(const UnitFormat&) const = default;
};

struct Abbreviation {
  uint64_t code = 0;  // 0: none
  uint16_t tag = 0;
  bool hasChildren = false;
  bool hasSibling = false;
  bool fixed = false;      // all attributes together always have `fixedSize` bytes
  uint32_t fixedSize = 0;
  uint32_t first = 0;  // of AbbreviationTable's attributes
  uint32_t count = 0;
};

/** Bytes of a form in a unit of `format`, or -1 when its size depends on its content. */
int fixedSizeOf(uint16_t form, const UnitFormat& format);

class AbbreviationTable {
 public:
  /** The table at `offset` of .debug_abbrev; what is damaged is left out. */
  static AbbreviationTable read(std::span<const uint8_t> section, uint64_t offset, const UnitFormat& format);

  /** Null when the table has no such code. */
  const Abbreviation* find(uint64_t code) const {
    if (code - 1 < dense_.size()) return dense_[code - 1].code != 0 ? &dense_[code - 1] : nullptr;
    const auto found = sparse_.find(code);
    return found == sparse_.end() ? nullptr : &found->second;
  }
  std::span<const AttributeSpec> attributes(const Abbreviation& abbreviation) const {
    return std::span(attributes_).subspan(abbreviation.first, abbreviation.count);
  }
  size_t bytes() const { return dense_.capacity() * sizeof(Abbreviation) + attributes_.capacity() * sizeof(AttributeSpec) + sparse_.size() * 2 * sizeof(Abbreviation); }

 private:
  std::vector<Abbreviation> dense_;  // by code - 1: compilers count from 1
  std::unordered_map<uint64_t, Abbreviation> sparse_;
  std::vector<AttributeSpec> attributes_;
};

}  // namespace syscall_trace
