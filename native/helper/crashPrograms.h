/** The BPF programs (bpf/crash.bpf.c, carried in this binary): loaded, attached, and read from. Gone when this object is. */
#pragma once

#include <bpf/libbpf.h>

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>

#include "../bpf/crashEvent.h"

namespace syscall_trace {

class CrashPrograms {
 public:
  /** Returns false to be called no more for now; the record that it got counts as read. */
  using OnRecord = std::function<bool(std::span<const uint8_t>)>;

  CrashPrograms() = default;
  ~CrashPrograms();
  CrashPrograms(const CrashPrograms&) = delete;
  CrashPrograms& operator=(const CrashPrograms&) = delete;

  /** Loads the programs and attaches the exit hook where it is wanted. Returns 0 or an errno; `log` has the kernel's last words. */
  int load(const crash_settings& settings, bool wantExitMappings, OnRecord onRecord, std::string& log);
  /** From here on crashes are reported. Returns 0 or an errno. */
  int attach();
  /** No crash is reported any more; those that were are still in the ring. */
  void detach();

  /** The exit hook tells the mappings of what dies. */
  bool exitMappings() const { return exitMappings_; }
  /** The kernel can tell which mapping an address is in. */
  bool faultPlace() const { return faultPlace_; }

  /** Readable when records wait. */
  int descriptor() const;
  /** Hands over what waits. False when the callback ended it. */
  bool consume();
  /** Bytes that wait. */
  uint64_t waiting() const;

  crash_counts counts() const;

 private:
  static int onSample(void* self, void* data, size_t size);
  int open(const crash_settings& settings);
  bool attachExitHook();

  struct CloseObject {
    void operator()(bpf_object* object) const { bpf_object__close(object); }
  };
  struct FreeRing {
    void operator()(ring_buffer* ring) const { ring_buffer__free(ring); }
  };
  struct DestroyLink {
    void operator()(bpf_link* link) const { bpf_link__destroy(link); }
  };

  OnRecord onRecord_;
  std::unique_ptr<bpf_object, CloseObject> object_;
  std::unique_ptr<ring_buffer, FreeRing> ring_;
  std::unique_ptr<bpf_link, DestroyLink> exitLink_;
  std::unique_ptr<bpf_link, DestroyLink> signalLink_;
  const volatile crash_counts* counts_ = nullptr;
  /** kernel/bpf/ringbuf.c: how far the ring was read is on its first page, how far it was written on the second. */
  const uint8_t* positions_ = nullptr;
  uint64_t ringBytes_ = 0;
  bool exitMappings_ = false;
  bool faultPlace_ = false;
};

}  // namespace syscall_trace
