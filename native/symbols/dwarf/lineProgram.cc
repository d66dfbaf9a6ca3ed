#include "symbols/dwarf/lineProgram.h"

#include <dwarf.h>

#include <algorithm>

#include "symbols/dwarf/lineHeader.h"

namespace syscall_trace {
namespace {

constexpr size_t kMaxRows = 1 << 26;

/** The state machine (DWARF 5, 6.2.2), less what nobody asks for: is_stmt, basic blocks, discriminators. */
class StateMachine {
 public:
  StateMachine(const LineHeader& header, const CodeRanges& code, std::vector<LineRow>& rows) : header_(header), code_(code), rows_(rows) {}

  void run(ByteCursor& cursor) {
    while (cursor.ok() && !cursor.atEnd() && rows_.size() < kMaxRows) {
      const uint8_t opcode = cursor.u8();
      if (opcode >= header_.opcodeBase) {
        special(opcode);
      } else if (opcode == 0) {
        extended(cursor);
      } else {
        standard(opcode, cursor);
      }
    }
    // What has no end has no extent: a damaged sequence.
    rows_.resize(sequenceStart_);
  }

 private:
  void special(uint8_t opcode) {
    const unsigned adjusted = static_cast<unsigned>(opcode - header_.opcodeBase);
    advance(adjusted / header_.lineRange);
    line_ += static_cast<uint32_t>(header_.lineBase + static_cast<int>(adjusted % header_.lineRange));
    emit();
  }

  void extended(ByteCursor& cursor) {
    const uint64_t length = cursor.uleb();
    if (length == 0 || length > cursor.remaining()) return cursor.fail();
    const size_t end = cursor.position() + length;
    switch (cursor.u8()) {
      case DW_LNE_end_sequence:
        endSequence();
        break;
      case DW_LNE_set_address:
        address_ = cursor.sized(static_cast<unsigned>(std::min<uint64_t>(length - 1, 8)));
        break;
      default:
        break;
    }
    if (end >= cursor.position()) cursor.skip(end - cursor.position());
  }

  void standard(uint8_t opcode, ByteCursor& cursor) {
    switch (opcode) {
      case DW_LNS_copy:
        return emit();
      case DW_LNS_advance_pc:
        return advance(cursor.uleb());
      case DW_LNS_advance_line:
        line_ += static_cast<uint32_t>(cursor.sleb());
        return;
      case DW_LNS_set_file:
        file_ = cursor.uleb();
        return;
      case DW_LNS_set_column:
        column_ = cursor.uleb();
        return;
      case DW_LNS_const_add_pc:
        return advance(static_cast<uint64_t>(255 - header_.opcodeBase) / header_.lineRange);
      case DW_LNS_fixed_advance_pc:
        address_ += cursor.u16();
        return;
      default:
        // Also those without meaning here: negate_stmt, set_basic_block, prologue and epilogue marks, set_isa.
        for (int i = header_.operandCounts[opcode - 1u]; i > 0; i--) cursor.uleb();
    }
  }

  void advance(uint64_t operations) { address_ += operations * header_.minimumInstructionLength; }

  void emit() {
    const LineRow row{address_, line_, static_cast<uint16_t>(std::min<uint64_t>(file_, kNoFile - 1)), static_cast<uint16_t>(std::min<uint64_t>(column_, 0xffff))};
    append(row);
  }

  void append(const LineRow& row) {
    if (rows_.size() > sequenceStart_) {
      LineRow& last = rows_.back();
      // Addresses only grow within a sequence; of several rows at one address the last one describes the instruction.
      if (row.address < last.address) return;
      if (row.address == last.address) {
        last = row;
        return;
      }
      // Compilers begin many rows that differ only in what is left out here.
      if (row.line == last.line && row.file == last.file && row.column == last.column) return;
    }
    rows_.push_back(row);
  }

  void endSequence() {
    const bool wanted = rows_.size() > sequenceStart_ && address_ > rows_[sequenceStart_].address &&
                        code_.contains({rows_[sequenceStart_].address, address_});
    if (wanted) {
      append({address_, 0, kNoFile, 0});
    } else {
      rows_.resize(sequenceStart_);
    }
    sequenceStart_ = rows_.size();
    address_ = 0;
    line_ = 1;
    file_ = 1;
    column_ = 0;
  }

  const LineHeader& header_;
  const CodeRanges& code_;
  std::vector<LineRow>& rows_;
  size_t sequenceStart_ = 0;
  uint64_t address_ = 0;
  uint32_t line_ = 1;
  uint64_t file_ = 1;
  uint64_t column_ = 0;
};

/** Sequences come in any order; where one begins at another’s end, the beginning counts. */
void sortRows(std::vector<LineRow>& rows) {
  const auto before = [](const LineRow& a, const LineRow& b) {
    return a.address != b.address ? a.address < b.address : a.file == kNoFile && b.file != kNoFile;
  };
  if (!std::is_sorted(rows.begin(), rows.end(), before)) std::stable_sort(rows.begin(), rows.end(), before);
  size_t kept = 0;
  for (const LineRow& row : rows) {
    if (kept > 0 && rows[kept - 1].address == row.address) kept--;
    rows[kept++] = row;
  }
  rows.resize(kept);
}

}  // namespace

LineProgram runLineProgram(DwarfFile& file, const Unit& unit, const CodeRanges& code) {
  LineProgram program;
  const Section& section = file.sections().lines;
  if (!unit.lines || *unit.lines >= section.size()) return program;
  std::vector<uint8_t> buffer;
  ByteCursor size(section.read(*unit.lines, std::min<uint64_t>(12, section.size() - *unit.lines), buffer));
  uint64_t length = size.u32();
  if (length == 0xffffffff) length = size.u64();
  if (!size.ok() || length > section.size() - *unit.lines - size.position()) return program;
  const std::span<const uint8_t> bytes = section.read(*unit.lines, length + size.position(), buffer);
  const std::optional<LineHeader> header = readLineHeader(bytes, *unit.lines, file, unit, program);
  if (!header || header->programStart > bytes.size()) return program;
  ByteCursor cursor(bytes, header->programStart);
  StateMachine(*header, code, program.rows).run(cursor);
  sortRows(program.rows);
  return program;
}

}  // namespace syscall_trace
