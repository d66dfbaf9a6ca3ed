#include "ptrace/liveStacks.h"

#include <algorithm>

#include "symbols/moduleFile.h"

namespace syscall_trace {
namespace {

constexpr uint64_t kMaxVdsoBytes = 1 << 20;
/** First guess of how much of a stack is needed, and what is copied beyond what the last stack needed. */
constexpr uint32_t kFirstBytes = 4 << 10;
constexpr uint32_t kSpareBytes = 256;
/** Copied at first, however deep the last stack was. */
constexpr uint32_t kMostBytes = 128 << 10;

}  // namespace

bool LiveStacks::update(Process& process, const std::string& maps) {
  if (!cache_) cache_ = RowTableCache::shared();
  if (!process.code) process.code = std::make_unique<CodeMap>();
  return process.code->update(Mappings::parse(maps), [&](const Mapping& mapping) { return rowsOf(mapping, process.pid); });
}

std::shared_ptr<const FileRows> LiveStacks::rowsOf(const Mapping& mapping, int pid) {
  if (mapping.isVdso()) return vdsoRows(mapping, pid);
  std::optional<ModuleFile> file = openModuleFile(mapping, pid);
  return file ? cache_->request(std::move(file->fd), file->status) : nullptr;
}

/** One kernel has one vdso for each kind of process. */
std::shared_ptr<const FileRows> LiveStacks::vdsoRows(const Mapping& mapping, int pid) {
  const uint64_t length = mapping.end - mapping.start;
  const std::string name = mapping.end <= uint64_t{1} << 32 ? "[vdso32]" : "[vdso]";
  if (std::shared_ptr<const FileRows> known = cache_->known(name)) return known;
  if (length > kMaxVdsoBytes) return nullptr;
  std::vector<char> image(length);
  if (memory_.read(pid, mapping.start, {reinterpret_cast<uint8_t*>(image.data()), image.size()}) != length) return nullptr;
  return cache_->request(name, std::move(image));
}

const UnwoundStack* LiveStacks::unwind(const Task& task, const user_regs_struct& registers) {
  Process& process = *task.process;
  if (!process.code || limit_ == 0) return nullptr;
  const Architecture& architecture = architectureOf(registers);
  process.code->useArchitecture(architecture);
  if (process.stackBytes == 0) process.stackBytes = kFirstBytes;
  window_.open(task.tid, registers.rsp, process.stackBytes);
  syscall_trace::unwind(architecture, registersOf(registers, architecture), window_, *process.code, limit_, stack_);
  const uint32_t needed = std::min<uint32_t>(static_cast<uint32_t>(window_.used()) + kSpareBytes, kMostBytes);
  // Deeper stacks are believed at once, flatter ones slowly.
  process.stackBytes = needed > process.stackBytes ? needed : process.stackBytes - (process.stackBytes - needed) / 8;
  return stack_.pending ? nullptr : &stack_;
}

}  // namespace syscall_trace
