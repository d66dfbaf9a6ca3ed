/** disassemble(code: Uint8Array, address: bigint, bits: 32 | 64, limit: number): Instruction[] of adapter/crash/instruction.ts. */
#include <algorithm>
#include <cmath>

#include "addon/exports.h"
#include "disassembly/disassembler.h"

namespace syscall_trace {
namespace {

/** Bytes and instructions of one call: a screenful of a disassembly view many times over. */
constexpr size_t kMaxBytes = 1u << 20;
constexpr double kMaxInstructions = 1u << 16;

const char* flowName(Flow flow) {
  switch (flow) {
    case Flow::none:
      return "none";
    case Flow::jump:
      return "jump";
    case Flow::call:
      return "call";
    case Flow::ret:
      return "return";
  }
  return "none";
}

Napi::Object memoryObject(Napi::Env env, const MemoryOperand& operand) {
  Napi::Object out = Napi::Object::New(env);
  if (!operand.segment.empty()) out.Set("segment", operand.segment);
  if (!operand.base.empty()) out.Set("base", operand.base);
  if (!operand.index.empty()) out.Set("index", operand.index);
  out.Set("scale", operand.scale);
  out.Set("displacement", Napi::BigInt::New(env, operand.displacement));
  out.Set("bytes", operand.bytes);
  out.Set("reads", operand.reads);
  out.Set("writes", operand.writes);
  return out;
}

Napi::Object instructionObject(Napi::Env env, const Instruction& instruction) {
  Napi::Object out = Napi::Object::New(env);
  out.Set("address", Napi::BigInt::New(env, instruction.address));
  out.Set("length", instruction.length);
  out.Set("mnemonic", instruction.mnemonic);
  out.Set("operands", instruction.operands);
  out.Set("flow", flowName(instruction.flow));
  if (!instruction.target.empty()) out.Set("target", instruction.target);
  out.Set("privileged", instruction.privileged);
  Napi::Array memory = Napi::Array::New(env, instruction.memory.size());
  for (uint32_t i = 0; i < instruction.memory.size(); i++) memory.Set(i, memoryObject(env, instruction.memory[i]));
  out.Set("memory", memory);
  return out;
}

Napi::Value disassembleFunction(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  const bool isBytes = info[0].IsTypedArray() && info[0].As<Napi::TypedArray>().TypedArrayType() == napi_uint8_array;
  if (!isBytes || !info[1].IsBigInt() || !info[2].IsNumber() || !info[3].IsNumber()) {
    Napi::TypeError::New(env, "expected disassemble(code: Uint8Array, address: bigint, bits, limit)").ThrowAsJavaScriptException();
    return env.Undefined();
  }
  const auto code = info[0].As<Napi::Uint8Array>();
  bool lossless = false;
  const uint64_t address = info[1].As<Napi::BigInt>().Uint64Value(&lossless);
  const double limit = std::fmin(std::fmax(info[3].As<Napi::Number>().DoubleValue(), 0), kMaxInstructions);
  const std::span<const uint8_t> bytes(code.Data(), std::min(code.ByteLength(), kMaxBytes));
  const std::vector<Instruction> instructions = disassemble(bytes, address, info[2].As<Napi::Number>().Int32Value(), static_cast<size_t>(limit));
  Napi::Array out = Napi::Array::New(env, instructions.size());
  for (uint32_t i = 0; i < instructions.size(); i++) {
    const Napi::HandleScope scope(env);
    out.Set(i, instructionObject(env, instructions[i]));
  }
  return out;
}

}  // namespace

void registerDisassembler(Napi::Env env, Napi::Object exports) { exports.Set("disassemble", Napi::Function::New(env, disassembleFunction, "disassemble")); }

}  // namespace syscall_trace
