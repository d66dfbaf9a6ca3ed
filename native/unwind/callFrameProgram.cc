#include "unwind/callFrameProgram.h"

#include <dwarf.h>

#include <vector>

namespace syscall_trace {
namespace {

constexpr size_t kMaxRemembered = 64;
/** The upper two bits tell the three instructions that hold an operand in the lower six. */
constexpr uint8_t kPrimaryMask = 0xc0;

using Kind = RegisterRule::Kind;

class Program {
 public:
  Program(const CallFrameEntry& entry, const Architecture& architecture, const CallFrameSink& sink)
      : entry_(entry), common_(*entry.common), architecture_(architecture), sink_(sink), location_(entry.start) {}

  void run() {
    state_.head.signalFrame = common_.signalFrame;
    ok_ = common_.returnRegister == static_cast<uint64_t>(architecture_.returnAddress);
    DwarfReader initial(common_.instructions);
    while (ok_ && !initial.atEnd()) step(initial, false);
    initial_ = state_;
    DwarfReader own(entry_.instructions);
    while (ok_ && !own.atEnd()) step(own, true);
    if (ok_) report();
    if (!ok_ && location_ < entry_.end) sink_.refused(location_);
  }

 private:
  void report() {
    if (!state_.cfaGiven) {
      ok_ = false;
      return;
    }
    if (location_ < entry_.end) sink_.row(location_, state_);
  }

  void advanceTo(uint64_t location) {
    if (location == location_) return;
    report();
    if (location < location_) ok_ = false;
    if (ok_) location_ = location;
  }
  void advance(uint64_t delta) {
    const uint64_t target = location_ + delta * common_.codeFactor;
    // Behind the end nothing is of interest; numbers that wrap around must not come back.
    advanceTo(delta > entry_.end - entry_.start || target > entry_.end || target < location_ ? entry_.end : target);
  }

  int32_t fitting(int64_t value) {
    if (value != static_cast<int32_t>(value)) ok_ = false;
    return static_cast<int32_t>(value);
  }
  int32_t factored(int64_t value) {
    int64_t product = 0;
    if (__builtin_mul_overflow(value, common_.dataFactor, &product)) ok_ = false;
    return fitting(product);
  }

  /** Registers that are not followed (vector registers) are read over. */
  void give(uint64_t number, Kind kind, int32_t operand) {
    if (number >= static_cast<uint64_t>(architecture_.registerCount)) return;
    state_.cells[number] = {true, kind, operand};
  }
  void restore(uint64_t number, bool own) {
    if (!own) ok_ = false;
    if (number < static_cast<uint64_t>(architecture_.registerCount)) state_.cells[number] = initial_.cells[number];
  }
  void defineCfa(uint64_t number, int32_t offset) {
    if (number >= static_cast<uint64_t>(architecture_.registerCount)) ok_ = false;
    state_.cfaGiven = true;
    state_.head.cfaKind = RowHead::CfaKind::registerOffset;
    state_.head.cfaRegister = static_cast<uint8_t>(number);
    state_.head.cfaOperand = offset;
  }
  int32_t expression(DwarfReader& reader) {
    const uint64_t length = reader.uleb();
    const int32_t index = sink_.expression(reader.bytes(length));
    if (index < 0) ok_ = false;
    return index;
  }

  void step(DwarfReader& reader, bool own) {
    const uint8_t instruction = reader.byte();
    const uint8_t low = instruction & static_cast<uint8_t>(~kPrimaryMask);
    switch (instruction & kPrimaryMask) {
      case DW_CFA_advance_loc:
        if (own) advance(low);
        break;
      case DW_CFA_offset:
        give(low, Kind::offset, factored(static_cast<int64_t>(reader.uleb())));
        break;
      case DW_CFA_restore:
        restore(low, own);
        break;
      default:
        extended(instruction, reader, own);
    }
    if (!reader.ok()) ok_ = false;
  }

  void extended(uint8_t instruction, DwarfReader& reader, bool own) {
    switch (instruction) {
      case DW_CFA_nop:
        return;
      case DW_CFA_advance_loc1:
        return advance(reader.byte());
      case DW_CFA_advance_loc2:
        return advance(reader.fixed<uint16_t>());
      case DW_CFA_advance_loc4:
        return advance(reader.fixed<uint32_t>());
      case DW_CFA_restore_extended:
        return restore(reader.uleb(), own);
      case DW_CFA_remember_state:
        if (remembered_.size() == kMaxRemembered) ok_ = false;
        else remembered_.push_back(state_);
        return;
      case DW_CFA_restore_state:
        if (remembered_.empty()) {
          ok_ = false;
          return;
        }
        state_ = remembered_.back();
        remembered_.pop_back();
        return;
      case DW_CFA_GNU_args_size:
        reader.uleb();
        return;
      case DW_CFA_def_cfa:
      case DW_CFA_def_cfa_sf:
      case DW_CFA_def_cfa_register:
      case DW_CFA_def_cfa_offset:
      case DW_CFA_def_cfa_offset_sf:
      case DW_CFA_def_cfa_expression:
        return cfaRule(instruction, reader);
      default:
        return registerRule(instruction, reader);
    }
  }

  void cfaRule(uint8_t instruction, DwarfReader& reader) {
    switch (instruction) {
      case DW_CFA_def_cfa: {
        const uint64_t number = reader.uleb();
        return defineCfa(number, fitting(static_cast<int64_t>(reader.uleb())));
      }
      case DW_CFA_def_cfa_sf: {
        const uint64_t number = reader.uleb();
        return defineCfa(number, factored(reader.sleb()));
      }
      case DW_CFA_def_cfa_expression:
        state_.cfaGiven = true;
        state_.head.cfaKind = RowHead::CfaKind::expression;
        state_.head.cfaRegister = 0;
        state_.head.cfaOperand = expression(reader);
        return;
      default:
        // These change a rule of the first kind, so there must be one.
        if (!state_.cfaGiven || state_.head.cfaKind != RowHead::CfaKind::registerOffset) ok_ = false;
        if (instruction == DW_CFA_def_cfa_register) return defineCfa(reader.uleb(), state_.head.cfaOperand);
        if (instruction == DW_CFA_def_cfa_offset) return defineCfa(state_.head.cfaRegister, fitting(static_cast<int64_t>(reader.uleb())));
        return defineCfa(state_.head.cfaRegister, factored(reader.sleb()));
    }
  }

  void registerRule(uint8_t instruction, DwarfReader& reader) {
    const uint64_t number = reader.uleb();
    switch (instruction) {
      case DW_CFA_offset_extended:
        return give(number, Kind::offset, factored(static_cast<int64_t>(reader.uleb())));
      case DW_CFA_offset_extended_sf:
        return give(number, Kind::offset, factored(reader.sleb()));
      case DW_CFA_GNU_negative_offset_extended:
        return give(number, Kind::offset, fitting(-int64_t{factored(static_cast<int64_t>(reader.uleb()))}));
      case DW_CFA_undefined:
        return give(number, Kind::undefined, 0);
      case DW_CFA_same_value:
        return give(number, Kind::sameValue, 0);
      case DW_CFA_register: {
        const uint64_t from = reader.uleb();
        if (from >= static_cast<uint64_t>(architecture_.registerCount)) ok_ = false;
        return give(number, Kind::inRegister, static_cast<int32_t>(from & 0x7f));
      }
      case DW_CFA_val_offset:
        return give(number, Kind::valOffset, factored(static_cast<int64_t>(reader.uleb())));
      case DW_CFA_val_offset_sf:
        return give(number, Kind::valOffset, factored(reader.sleb()));
      case DW_CFA_expression:
        return give(number, Kind::expression, expression(reader));
      case DW_CFA_val_expression:
        return give(number, Kind::valExpression, expression(reader));
      default:
        // DW_CFA_set_loc among them, which no compiler writes for these processors.
        ok_ = false;
    }
  }

  const CallFrameEntry& entry_;
  const CallFrameCommon& common_;
  const Architecture& architecture_;
  const CallFrameSink& sink_;
  uint64_t location_;
  CallFrameState state_;
  CallFrameState initial_;
  std::vector<CallFrameState> remembered_;
  bool ok_ = true;
};

}  // namespace

void runCallFrameProgram(const CallFrameEntry& entry, const Architecture& architecture, const CallFrameSink& sink) { Program(entry, architecture, sink).run(); }

}  // namespace syscall_trace
