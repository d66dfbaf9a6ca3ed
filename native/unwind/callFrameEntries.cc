#include "unwind/callFrameEntries.h"

#include <dwarf.h>

namespace syscall_trace {
namespace {

constexpr uint8_t kFormatMask = 0x0f;
constexpr uint8_t kApplicationMask = 0x70;

}  // namespace

/** The frame at `position`; `next`: where the one behind it begins, 0 at the end of the section. */
std::optional<CallFrameEntries::Frame> CallFrameEntries::frameAt(size_t position, size_t& next) const {
  next = 0;
  if (position >= section_.bytes.size()) return std::nullopt;
  const std::span<const uint8_t> rest = std::span(section_.bytes).subspan(position);
  DwarfReader reader(rest);
  uint64_t length = reader.fixed<uint32_t>();
  const bool wide = length == UINT32_MAX;
  if (wide) length = reader.fixed<uint64_t>();
  if (!reader.ok() || length > reader.left()) return std::nullopt;
  if (length == 0) {
    if (!section_.open) next = position + reader.position();
    return std::nullopt;
  }
  const size_t idAt = position + reader.position();
  next = idAt + length;
  DwarfReader inside(reader.bytes(length));
  Frame frame{idAt, wide && !section_.ehFrame ? inside.fixed<uint64_t>() : inside.fixed<uint32_t>(), {}, 0};
  if (!inside.ok()) return std::nullopt;
  // "No CIE" of 32-bit .debug_frame, in the form that 64-bit has it.
  if (!section_.ehFrame && !wide && frame.id == UINT32_MAX) frame.id = UINT64_MAX;
  frame.bodyAt = idAt + inside.position();
  frame.body = inside.bytes(inside.left());
  return frame;
}

bool CallFrameEntries::isCommon(uint64_t id) const { return section_.ehFrame ? id == 0 : id == UINT64_MAX; }

std::optional<CallFrameEntry> CallFrameEntries::next() {
  for (;;) {
    size_t behind = 0;
    const std::optional<Frame> frame = frameAt(at_, behind);
    if (behind == 0 && !frame) return std::nullopt;
    at_ = behind;
    if (!frame || isCommon(frame->id)) continue;
    CallFrameEntry entry;
    entry.common = commonAt(section_.ehFrame ? frame->idAt - frame->id : frame->id);
    if (entry.common == nullptr) continue;
    DwarfReader reader(frame->body);
    const std::optional<uint64_t> start = pointer(reader, frame->bodyAt, entry.common->pointerEncoding);
    const std::optional<uint64_t> length = pointer(reader, frame->bodyAt, entry.common->pointerEncoding & kFormatMask);
    if (entry.common->augmented) reader.bytes(reader.uleb());
    if (!start || !length || !reader.ok() || *length == 0) continue;
    entry.start = *start;
    entry.end = *start + *length;
    entry.instructions = reader.bytes(reader.left());
    if (entry.end > entry.start) return entry;
  }
}

const CallFrameCommon* CallFrameEntries::commonAt(uint64_t position) {
  const auto [slot, added] = commons_.try_emplace(position);
  if (added && position < section_.bytes.size()) {
    size_t behind = 0;
    const std::optional<Frame> frame = frameAt(position, behind);
    if (frame && isCommon(frame->id)) slot->second = readCommon(*frame);
  }
  return slot->second ? &*slot->second : nullptr;
}

std::optional<CallFrameCommon> CallFrameEntries::readCommon(const Frame& frame) const {
  DwarfReader reader(frame.body);
  CallFrameCommon common;
  const uint8_t version = reader.byte();
  if (version != 1 && version != 3 && version != 4) return std::nullopt;
  const std::span<const uint8_t> augmentation = reader.string();
  if (version == 4 && (reader.byte() != wordSize_ || reader.byte() != 0)) return std::nullopt;
  common.codeFactor = reader.uleb();
  common.dataFactor = reader.sleb();
  common.returnRegister = version == 1 ? reader.byte() : reader.uleb();
  if (!augmentation.empty()) {
    // Others ("eh") are of compilers before 2001.
    if (augmentation[0] != 'z') return std::nullopt;
    common.augmented = true;
    const uint64_t dataLength = reader.uleb();
    const size_t dataAt = reader.position();
    DwarfReader data(reader.bytes(dataLength));
    for (const uint8_t letter : augmentation.subspan(1)) {
      if (letter == 'R') {
        common.pointerEncoding = data.byte();
      } else if (letter == 'S') {
        common.signalFrame = true;
      } else if (letter == 'L') {
        data.byte();
      } else if (letter == 'P') {
        const uint8_t encoding = data.byte();
        // Where the personality routine lies is of no interest, but what stands behind it is.
        if (!pointer(data, frame.bodyAt + dataAt, encoding & kFormatMask)) return std::nullopt;
      } else {
        return std::nullopt;
      }
    }
    if (!data.ok()) return std::nullopt;
  }
  common.instructions = reader.bytes(reader.left());
  return reader.ok() ? std::optional(common) : std::nullopt;
}

/** A pointer of an encoding; nothing for encodings that refer to what the file alone does not tell. `bodyAt`: where the reader’s bytes begin. */
std::optional<uint64_t> CallFrameEntries::pointer(DwarfReader& reader, size_t bodyAt, uint8_t encoding) const {
  const uint64_t here = section_.address + bodyAt + reader.position();
  uint64_t value = 0;
  switch (encoding & kFormatMask) {
    case DW_EH_PE_absptr:
      value = reader.word(wordSize_);
      break;
    case DW_EH_PE_uleb128:
      value = reader.uleb();
      break;
    case DW_EH_PE_udata2:
      value = reader.fixed<uint16_t>();
      break;
    case DW_EH_PE_udata4:
      value = reader.fixed<uint32_t>();
      break;
    case DW_EH_PE_udata8:
    case DW_EH_PE_sdata8:
      value = reader.fixed<uint64_t>();
      break;
    case DW_EH_PE_sleb128:
      value = static_cast<uint64_t>(reader.sleb());
      break;
    case DW_EH_PE_sdata2:
      value = static_cast<uint64_t>(int64_t{reader.fixed<int16_t>()});
      break;
    case DW_EH_PE_sdata4:
      value = static_cast<uint64_t>(int64_t{reader.fixed<int32_t>()});
      break;
    default:
      return std::nullopt;
  }
  if ((encoding & DW_EH_PE_indirect) != 0) return std::nullopt;
  const uint8_t application = encoding & kApplicationMask;
  if (application != DW_EH_PE_absptr && application != DW_EH_PE_pcrel) return std::nullopt;
  if (application == DW_EH_PE_pcrel) value += here;
  if (wordSize_ == 4) value &= 0xffffffffu;
  return reader.ok() ? std::optional(value) : std::nullopt;
}

}  // namespace syscall_trace
