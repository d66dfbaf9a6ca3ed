#include "symbols/dwarf/functionScan.h"

#include <dwarf.h>

#include <algorithm>

namespace syscall_trace {
namespace {

// What a damaged file may cost at most.
constexpr size_t kMaxNodes = 8u << 20;
constexpr size_t kMaxDepth = 4096;

constexpr int32_t kNoFunction = -1;
/** Inside a function that the linker left out, or that is only declared. */
constexpr int32_t kNoCode = -2;

/** Tags below which there is no code: their children are passed over where the compiler says where they end. */
bool mayHoldFunctions(uint16_t tag) {
  switch (tag) {
    case DW_TAG_compile_unit:
    case DW_TAG_skeleton_unit:
    case DW_TAG_partial_unit:
    case DW_TAG_subprogram:
    case DW_TAG_inlined_subroutine:
    case DW_TAG_lexical_block:
    case DW_TAG_namespace:
    case DW_TAG_module:
    case DW_TAG_structure_type:
    case DW_TAG_class_type:
    case DW_TAG_union_type:
    case DW_TAG_enumeration_type:  // Rust puts methods into the type
    case DW_TAG_try_block:
    case DW_TAG_catch_block:
    case DW_TAG_with_stmt:
      return true;
    default:
      return false;
  }
}

class Scanner {
 public:
  Scanner(DwarfFile& file, const Unit& unit, const CodeRanges& code, std::span<const uint8_t> bytes)
      : file_(file), unit_(unit), code_(code), table_(file.abbreviations(unit)), bytes_(bytes), cursor_(bytes, unit.headerSize) {}

  FunctionScan run() {
    while (cursor_.ok() && !cursor_.atEnd() && scan_.nodes.size() < kMaxNodes) {
      const uint64_t entry = cursor_.position();
      const uint64_t code = cursor_.uleb();
      if (code == 0) {
        if (!leave()) break;
        continue;
      }
      const Abbreviation* abbreviation = table_->find(code);
      if (abbreviation == nullptr) break;
      const bool isFunction = abbreviation->tag == DW_TAG_subprogram || abbreviation->tag == DW_TAG_inlined_subroutine;
      const int32_t inside = isFunction ? readFunction(*abbreviation, entry) : passOver(*abbreviation);
      if (!abbreviation->hasChildren) {
        if (enclosing_.empty()) break;  // a root without children
        continue;
      }
      if (jump_ != 0) {
        cursor_ = ByteCursor(bytes_, jump_);
        jump_ = 0;
      } else if (enclosing_.size() >= kMaxDepth) {
        break;
      } else {
        enclosing_.push_back(inside);
      }
    }
    return std::move(scan_);
  }

 private:
  int32_t enclosing() const { return enclosing_.empty() ? kNoFunction : enclosing_.back(); }

  /** The end of a list of children; false at that of the root. */
  bool leave() {
    if (!enclosing_.empty()) enclosing_.pop_back();
    return !enclosing_.empty();
  }

  int32_t passOver(const Abbreviation& abbreviation) {
    const bool mayJump = abbreviation.hasChildren && abbreviation.hasSibling && !mayHoldFunctions(abbreviation.tag);
    if (abbreviation.fixed && !mayJump) {
      cursor_.skip(abbreviation.fixedSize);
      return enclosing();
    }
    for (const AttributeSpec& attribute : table_->attributes(abbreviation)) {
      if (mayJump && attribute.name == DW_AT_sibling) {
        jumpTo(readForm(cursor_, attribute, context()));
      } else {
        skipForm(cursor_, attribute.form, unit_.format);
      }
    }
    return enclosing();
  }

  void jumpTo(const FormValue& sibling) {
    // Siblings lie behind one another; a damaged reference could go in circles.
    if (sibling.kind != FormValue::Kind::reference || sibling.number <= unit_.offset + cursor_.position() || sibling.number >= unit_.end) return;
    jump_ = sibling.number - unit_.offset;
  }

  FormContext context() const { return {unit_, file_.sections(), unit_.offset}; }

  /** What its children are inside of. */
  int32_t readFunction(const Abbreviation& abbreviation, uint64_t entry) {
    FunctionNode node{{unit_.offset + entry, 0}, 0, kNoFunction, 0, kNoFile, 0};
    CodeRange range;
    uint64_t entryPc = UINT64_MAX;
    for (const AttributeSpec& attribute : table_->attributes(abbreviation)) {
      if (!isWanted(attribute.name)) {
        skipForm(cursor_, attribute.form, unit_.format);
        continue;
      }
      const FormValue value = readForm(cursor_, attribute, context());
      if (takeRangeAttribute(range, attribute.name, value)) continue;
      take(attribute.name, value, node, entryPc);
    }
    const bool inlined = abbreviation.tag == DW_TAG_inlined_subroutine;
    if (inlined && enclosing() < 0) return enclosing();
    ranges_.clear();
    if (!range.empty()) file_.ranges(unit_, range, ranges_);
    std::erase_if(ranges_, [&](const AddressRange& each) { return !code_.contains(each); });
    // An inlined call may have lost its own instructions and still hold others.
    if (ranges_.empty() && !(inlined && abbreviation.hasChildren)) return inlined ? enclosing() : kNoCode;
    return add(node, inlined, entryPc);
  }

  static bool isWanted(uint16_t name) {
    switch (name) {
      case DW_AT_low_pc:
      case DW_AT_high_pc:
      case DW_AT_ranges:
      case DW_AT_entry_pc:
      case DW_AT_abstract_origin:
      case DW_AT_call_file:
      case DW_AT_call_line:
      case DW_AT_call_column:
        return true;
      default:
        return false;
    }
  }

  static void take(uint16_t name, const FormValue& value, FunctionNode& node, uint64_t& entryPc) {
    switch (name) {
      case DW_AT_entry_pc:
        if (value.kind == FormValue::Kind::address) entryPc = value.number;
        break;
      case DW_AT_abstract_origin:
        if (value.kind == FormValue::Kind::reference) node.entry = {value.number, 0};
        if (value.kind == FormValue::Kind::altReference) node.entry = {value.number, 1};
        break;
      case DW_AT_call_file:
        node.callFile = static_cast<uint16_t>(std::min<uint64_t>(value.number, kNoFile));
        break;
      case DW_AT_call_line:
        node.callLine = static_cast<uint32_t>(std::min<uint64_t>(value.number, UINT32_MAX));
        break;
      case DW_AT_call_column:
        node.callColumn = static_cast<uint16_t>(std::min<uint64_t>(value.number, UINT16_MAX));
        break;
      default:
        break;
    }
  }

  int32_t add(FunctionNode& node, bool inlined, uint64_t entryPc) {
    const int32_t index = static_cast<int32_t>(scan_.nodes.size());
    if (inlined) node.parent = enclosing();
    uint64_t start = UINT64_MAX;
    for (const AddressRange& range : ranges_) {
      scan_.extents.push_back({range.low, range.high, index});
      start = std::min(start, range.low);
      if (entryPc >= range.low && entryPc < range.high) start = entryPc;
    }
    scan_.starts.push_back(start);
    scan_.nodes.push_back(node);
    return index;
  }

  DwarfFile& file_;
  const Unit& unit_;
  const CodeRanges& code_;
  std::shared_ptr<const AbbreviationTable> table_;
  std::span<const uint8_t> bytes_;
  ByteCursor cursor_;
  size_t jump_ = 0;                 // in bytes_; 0: none
  std::vector<int32_t> enclosing_;  // node around the children that are being read
  std::vector<AddressRange> ranges_;
  FunctionScan scan_;
};

}  // namespace

FunctionScan scanFunctions(DwarfFile& file, const Unit& unit, const CodeRanges& code) {
  const std::span<const uint8_t> bytes = file.readUnit(unit);
  if (unit.type == 0 || bytes.size() <= unit.headerSize) return {};
  return Scanner(file, unit, code, bytes).run();
}

}  // namespace syscall_trace
