#include "symbols/dwarf/lineHeader.h"

#include <dwarf.h>

namespace syscall_trace {
namespace {

constexpr size_t kMaxEntries = 1 << 18;

struct EntryFormat {
  uint64_t content;
  uint16_t form;
};

std::vector<EntryFormat> readFormats(ByteCursor& cursor) {
  std::vector<EntryFormat> formats(cursor.u8());
  for (EntryFormat& format : formats) {
    format.content = cursor.uleb();
    format.form = static_cast<uint16_t>(cursor.uleb());
  }
  return formats;
}

/** The two tables of DWARF 5 are lists of entries that say themselves what they hold. */
class EntryTable {
 public:
  EntryTable(ByteCursor& cursor, uint64_t offset, DwarfFile& file, const Unit& unit) : cursor_(cursor), offset_(offset), file_(file), unit_(unit) {}

  template <typename Take>
  void read(Take take) {
    const std::vector<EntryFormat> formats = readFormats(cursor_);
    const uint64_t count = cursor_.uleb();
    for (uint64_t i = 0; i < count && i < kMaxEntries && cursor_.ok(); i++) {
      SourceFile entry{};
      for (const EntryFormat& format : formats) {
        const uint64_t at = offset_ + cursor_.position();
        const FormValue value = readForm(cursor_, {0, format.form, 0}, {unit_, file_.sections(), 0});
        if (format.content == DW_LNCT_path) {
          entry.name = format.form == DW_FORM_string ? TextRef{&file_.sections().lines, at} : file_.text(unit_, value);
        } else if (format.content == DW_LNCT_directory_index) {
          entry.directory = static_cast<uint32_t>(value.number);
        }
      }
      if (cursor_.ok()) take(entry);
      if (formats.empty()) break;
    }
  }

 private:
  ByteCursor& cursor_;
  uint64_t offset_;
  DwarfFile& file_;
  const Unit& unit_;
};

/** Up to DWARF 4: texts up to an empty one; number 0 is what the compilation itself says. */
void readOldTables(ByteCursor& cursor, uint64_t offset, const Section& lines, const Unit& unit, LineProgram& program) {
  program.directories.push_back(unit.compilationDirectory);
  program.files.push_back({});
  while (cursor.ok() && program.directories.size() < kMaxEntries) {
    const uint64_t at = offset + cursor.position();
    if (cursor.text().empty()) break;
    program.directories.push_back({&lines, at});
  }
  while (cursor.ok() && program.files.size() < kMaxEntries) {
    const uint64_t at = offset + cursor.position();
    if (cursor.text().empty()) break;
    const uint32_t directory = static_cast<uint32_t>(cursor.uleb());
    cursor.uleb();  // time of modification
    cursor.uleb();  // length
    program.files.push_back({{&lines, at}, directory});
  }
}

}  // namespace

std::optional<LineHeader> readLineHeader(std::span<const uint8_t> bytes, uint64_t offset, DwarfFile& file, const Unit& unit, LineProgram& program) {
  ByteCursor cursor(bytes);
  LineHeader header;
  Unit format = unit;
  format.format.offsetSize = 4;
  if (cursor.u32() == 0xffffffff) {
    cursor.u64();
    format.format.offsetSize = 8;
  }
  header.version = cursor.u16();
  if (header.version < 2 || header.version > 5) return std::nullopt;
  header.addressSize = unit.format.addressSize;
  if (header.version >= 5) {
    header.addressSize = cursor.u8();
    cursor.u8();  // size of segment selectors
  }
  const uint64_t length = cursor.sized(format.format.offsetSize);
  if (length > cursor.remaining()) return std::nullopt;
  header.programStart = cursor.position() + length;
  header.minimumInstructionLength = cursor.u8();
  if (header.version >= 4) cursor.u8();  // operations of one instruction (VLIW only)
  cursor.u8();                           // is_stmt
  header.lineBase = static_cast<int8_t>(cursor.u8());
  header.lineRange = cursor.u8();
  header.opcodeBase = cursor.u8();
  if (header.lineRange == 0 || header.opcodeBase == 0 || !cursor.ok()) return std::nullopt;
  for (int i = 1; i < header.opcodeBase; i++) header.operandCounts.push_back(cursor.u8());
  program.version = header.version;
  if (header.version >= 5) {
    EntryTable table(cursor, offset, file, format);
    table.read([&](const SourceFile& entry) { program.directories.push_back(entry.name); });
    table.read([&](const SourceFile& entry) { program.files.push_back(entry); });
  } else {
    readOldTables(cursor, offset, file.sections().lines, unit, program);
  }
  return header;
}

}  // namespace syscall_trace
