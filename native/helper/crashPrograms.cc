#include "helper/crashPrograms.h"

#include <bpf/bpf.h>
#include <bpf/btf.h>
#include <malloc.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <string_view>
#include <thread>

#include "helper/embeddedProgram.h"

namespace syscall_trace {
namespace {

constexpr size_t kPage = 4096;
/** The verifier's last words are enough to say why; the whole would be megabytes. */
constexpr size_t kLogBytes = 4096;

/** libbpf calls back without a context. */
std::string* currentLog = nullptr;

int keepLog(libbpf_print_level level, const char* format, va_list arguments) {
  if (currentLog == nullptr || level == LIBBPF_DEBUG) return 0;
  char text[2048];
  std::vsnprintf(text, sizeof text, format, arguments);
  *currentLog += text;
  if (currentLog->size() > kLogBytes) currentLog->erase(0, currentLog->size() - kLogBytes);
  return 0;
}

bool kernelHasFunction(const btf* kernel, const char* name) { return btf__find_by_name_kind(kernel, name, BTF_KIND_FUNC) > 0; }

/** Whether the kernel's enum of helper functions names this one. */
bool kernelHasHelper(const btf* kernel, std::string_view name) {
  const int id = btf__find_by_name_kind(kernel, "bpf_func_id", BTF_KIND_ENUM);
  if (id <= 0) return false;
  const btf_type* type = btf__type_by_id(kernel, static_cast<uint32_t>(id));
  const struct btf_enum* values = btf_enum(type);
  for (int i = 0; i < btf_vlen(type); i++) {
    if (name == btf__name_by_offset(kernel, values[i].name_off)) return true;
  }
  return false;
}

}  // namespace

CrashPrograms::~CrashPrograms() {
  if (counts_ != nullptr) munmap(const_cast<crash_counts*>(counts_), kPage);
  if (positions_ != nullptr) munmap(const_cast<uint8_t*>(positions_), 2 * kPage);
}

int CrashPrograms::open(const crash_settings& settings) {
  bpf_object_open_opts options{};
  options.sz = sizeof options;
  options.object_name = "crash";
  object_.reset(bpf_object__open_mem(embedded_program_start, embeddedProgramSize(), &options));
  if (!object_) return errno;
  size_t size = 0;
  // libbpf declares it const; before loading it may be written (its own skeletons do).
  void* value = const_cast<void*>(bpf_map__initial_value(bpf_object__find_map_by_name(object_.get(), ".rodata.settings"), &size));
  if (value == nullptr || size < sizeof settings) return EINVAL;
  std::memcpy(value, &settings, sizeof settings);
  return -bpf_map__set_max_entries(bpf_object__find_map_by_name(object_.get(), "ring"), static_cast<uint32_t>(settings.ring_bytes));
}

int CrashPrograms::load(const crash_settings& settings, bool wantExitMappings, OnRecord onRecord, std::string& log) {
  onRecord_ = std::move(onRecord);
  ringBytes_ = settings.ring_bytes;
  currentLog = &log;
  libbpf_set_print(keepLog);
  btf* kernel = btf__load_vmlinux_btf();
  const bool walks = wantExitMappings && kernel != nullptr && kernelHasFunction(kernel, "bpf_iter_task_vma_new");
  faultPlace_ = settings.without_fault_place == 0 && kernel != nullptr && kernelHasHelper(kernel, "BPF_FUNC_find_vma");
  btf__free(kernel);

  // The best first: where a kernel refuses a program, the rest works without it.
  struct Choice {
    bool exitHook;
    bool raw;
  };
  int error = 0;
  for (const Choice& choice : {Choice{true, false}, Choice{false, false}, Choice{false, true}}) {
    if (choice.exitHook && !walks) continue;
    log.clear();
    error = open(settings);
    if (error != 0) break;
    bpf_program__set_autoload(bpf_object__find_program_by_name(object_.get(), "on_exit"), choice.exitHook);
    bpf_program__set_autoload(bpf_object__find_program_by_name(object_.get(), "on_signal"), !choice.raw);
    bpf_program__set_autoload(bpf_object__find_program_by_name(object_.get(), "on_signal_raw"), choice.raw);
    error = -bpf_object__load(object_.get());
    if (error == 0 || error == EPERM) break;
  }
  if (error != 0) return error;

  const bpf_map* ring = bpf_object__find_map_by_name(object_.get(), "ring");
  ring_.reset(ring_buffer__new(bpf_map__fd(ring), onSample, this, nullptr));
  if (!ring_) return errno;
  void* counts = mmap(nullptr, kPage, PROT_READ, MAP_SHARED, bpf_map__fd(bpf_object__find_map_by_name(object_.get(), ".data.counts")), 0);
  if (counts == MAP_FAILED) return errno;
  counts_ = static_cast<const volatile crash_counts*>(counts);
  void* positions = mmap(nullptr, 2 * kPage, PROT_READ, MAP_SHARED, bpf_map__fd(ring), 0);
  if (positions == MAP_FAILED) return errno;
  positions_ = static_cast<const uint8_t*>(positions);
  exitMappings_ = attachExitHook();
  currentLog = nullptr;
  // The kernel's BTF took tens of megabytes while it was read.
  malloc_trim(0);
  return 0;
}

/** True when it is of use: only a thread that exits shows whether its memory is still there then. */
bool CrashPrograms::attachExitHook() {
  bpf_program* program = bpf_object__find_program_by_name(object_.get(), "on_exit");
  if (!bpf_program__autoload(program)) return false;
  exitLink_.reset(bpf_program__attach(program));
  if (!exitLink_) return false;
  std::thread([] {}).join();
  if (counts_->exit_sees_memory != 0) return true;
  exitLink_.reset();
  return false;
}

int CrashPrograms::attach() {
  for (const char* name : {"on_signal", "on_signal_raw"}) {
    bpf_program* program = bpf_object__find_program_by_name(object_.get(), name);
    if (!bpf_program__autoload(program)) continue;
    signalLink_.reset(bpf_program__attach(program));
    if (!signalLink_) return errno;
  }
  return 0;
}

void CrashPrograms::detach() { signalLink_.reset(); }

int CrashPrograms::descriptor() const { return ring_buffer__epoll_fd(ring_.get()); }

int CrashPrograms::onSample(void* self, void* data, size_t size) {
  auto* programs = static_cast<CrashPrograms*>(self);
  return programs->onRecord_({static_cast<const uint8_t*>(data), size}) ? 0 : -EAGAIN;
}

bool CrashPrograms::consume() { return ring_buffer__consume(ring_.get()) >= 0; }

uint64_t CrashPrograms::waiting() const {
  const auto position = [this](size_t page) { return __atomic_load_n(reinterpret_cast<const uint64_t*>(positions_ + page * kPage), __ATOMIC_ACQUIRE); };
  const uint64_t consumed = position(0);
  return position(1) - consumed;
}

crash_counts CrashPrograms::counts() const {
  crash_counts now{};
  // A crash that is being captured on another CPU has been detected but is nothing else yet: look again.
  for (int attempt = 0; attempt < 1000; attempt++) {
    now = {.detected = counts_->detected,
           .filtered = counts_->filtered,
           .captured = counts_->captured,
           .dropped = counts_->dropped,
           .reduced = counts_->reduced,
           .exit_sees_memory = counts_->exit_sees_memory};
    if (now.detected == now.filtered + now.captured + now.dropped) return now;
  }
  now.detected = now.filtered + now.captured + now.dropped;
  return now;
}

}  // namespace syscall_trace
