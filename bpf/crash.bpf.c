/**
 * Reports fatal signals of every process at their delivery, with all that is needed to explain them when the process is gone:
 * siginfo, registers, the stack, memory near the registers; and its mappings, when its thread exits.
 *
 * Runs in the kernel only when a signal is delivered or a thread exits. Nothing is pinned: it is gone when the helper is.
 */
#include "kernelTypes.h"

#include <asm/errno.h>
#include <linux/bpf.h>

#include <bpf/bpf_core_read.h>
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>

#include "crashEvent.h"
#include "crashMappings.h"
#include "crashMemory.h"
#include "crashRing.h"
#include "crashStack.h"
#include "crashTask.h"

char LICENSE[] SEC("license") = "GPL";

const volatile struct crash_settings settings SEC(".rodata.settings") = {};
struct crash_counts counts SEC(".data.counts") = {};

/** Threads that are dying of a reported crash: kernel's thread id → id of the crash. One that falls out has no exit mappings. */
struct {
  __uint(type, BPF_MAP_TYPE_LRU_HASH);
  __uint(max_entries, 4096);
  __type(key, u32);
  __type(value, u64);
} dying SEC(".maps");

/** A batch of mappings being filled; the exit hook cannot be interrupted by itself on one CPU. */
struct {
  __uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
  __uint(max_entries, 1);
  __type(key, u32);
  __type(value, struct crash_vmas);
} batches SEC(".maps");

/** arch/x86/include/asm/page_64_types.h, without KASAN. */
enum { KERNEL_STACK_BYTES = 16384 };
/** Newer kernels keep other things in the upper bits of a selector's word (struct fred_cs). */
enum { SELECTOR_MASK = 0xffff };
/** si_code of faults that the CPU gives no address for (general protection). */
enum { CODE_KERNEL = 0x80 };
/** Indices into user_regs_struct; those before REG_ORIG_AX are the general registers but for the stack pointer. */
enum { REG_ORIG_AX = 15, REG_IP = 16, REG_CS = 17, REG_SS = 20 };
/** include/linux/signal.h: 0 is SIG_DFL, 1 is SIG_IGN. */
enum { LAST_HANDLER_CONSTANT = 1 };

#define ADD_ONE(counter) __sync_fetch_and_add(&counts.counter, 1)

static __always_inline void copy_registers(struct crash_event* event, struct task_struct* task) {
  void* registers;
  if (bpf_core_enum_value_exists(enum bpf_func_id___asked, BPF_FUNC_task_pt_regs___asked)) {
    registers = (void*)bpf_task_pt_regs((void*)bpf_get_current_task_btf());
  } else {
    registers = BPF_CORE_READ(task, stack) + KERNEL_STACK_BYTES - sizeof event->registers;
  }
  bpf_probe_read_kernel(event->registers, sizeof event->registers, registers);
  event->registers[REG_CS] &= SELECTOR_MASK;
  event->registers[REG_SS] &= SELECTOR_MASK;
  event->fs_base = BPF_CORE_READ(task, thread.fsbase);
  event->gs_base = BPF_CORE_READ(task, thread.gsbase);
  event->ds = BPF_CORE_READ(task, thread.ds);
  event->es = BPF_CORE_READ(task, thread.es);
  event->fs = BPF_CORE_READ(task, thread.fsindex);
  event->gs = BPF_CORE_READ(task, thread.gsindex);
}

static __always_inline void copy_memory(struct crash_event* event) {
  copy_around(&event->instructions, event->registers[REG_IP]);
  for (u32 i = 0; i < REG_ORIG_AX; i++) copy_around(&event->memory[i], event->registers[i]);
  copy_around(&event->memory[REG_ORIG_AX], event->address);
}

static long note_mapping(struct task_struct* task, struct vm_area_struct* vma, struct crash_vma* found) {
  copy_mapping(found, vma);
  return 0;
}

/** Which mapping the address of the fault is in. */
static __always_inline void find_fault_mapping(struct crash_event* event) {
  if (settings.without_fault_place || !bpf_core_enum_value_exists(enum bpf_func_id___asked, BPF_FUNC_find_vma___asked)) return;
  // On the stack: the verifier of older kernels takes no other context here.
  struct crash_vma found = {};
  const long error = bpf_find_vma((void*)bpf_get_current_task_btf(), event->address, note_mapping, &found, 0);
  if (error == 0) {
    event->flags |= CRASH_HAS_FAULT_VMA;
    event->fault_vma = found;
  } else if (error == -ENOENT) {
    event->flags |= CRASH_FAULT_UNMAPPED;
  }
}

/** Whether it counts at all, and if so whether it was asked for. */
enum verdict { OUT_OF_SCOPE, FILTERED, WANTED };

static __always_inline enum verdict judge(struct task_struct* task, struct mm_struct* mm, u32 pid) {
  if (pid == 0 || !caller_may_see(task, mm)) return OUT_OF_SCOPE;
  if (settings.wanted_pid && pid != settings.wanted_pid) return FILTERED;
  if (settings.filter_uid && BPF_CORE_READ(task, cred, uid.val) != settings.wanted_uid) return FILTERED;
  return WANTED;
}

static __always_inline void capture(struct crash_event* event, struct task_struct* task, struct mm_struct* mm, u64 now, u32 pid, u32 tid, s32 signo,
                                    struct kernel_siginfo* info, struct k_sigaction* action) {
  event->record.kind = CRASH_RECORD_CRASH;
  event->record.reserved = 0;
  event->record.id = now << 12 | (bpf_get_smp_processor_id() & 0xfff);
  event->time_ns = now;
  event->pid = pid;
  event->tid = tid;
  event->signo = signo;
  event->code = BPF_CORE_READ(info, si_code);
  // SI_USER and below: a process sent it. Above, an instruction caused it.
  event->address = event->code > 0 ? (u64)BPF_CORE_READ(info, _sifields._sigfault._addr) : 0;
  event->sender_pid = event->code > 0 ? 0 : BPF_CORE_READ(info, _sifields._kill._pid);
  event->flags = (u64)BPF_CORE_READ(action, sa.sa_handler) > LAST_HANDLER_CONSTANT ? CRASH_HANDLED : 0;
  event->trap_number = BPF_CORE_READ(task, thread.trap_nr);
  event->error_code = BPF_CORE_READ(task, thread.error_code);
  event->fault_register = BPF_CORE_READ(task, thread.cr2);
  event->start_brk = BPF_CORE_READ(mm, start_brk);
  event->brk = BPF_CORE_READ(mm, brk);
  event->start_stack = BPF_CORE_READ(mm, start_stack);
  copy_identity(event, task, mm);
  copy_arguments(event, mm);
  copy_registers(event, task);
  copy_memory(event);
  __builtin_memset(&event->fault_vma, 0, sizeof event->fault_vma);
  if (event->code > 0 && event->code != CODE_KERNEL) find_fault_mapping(event);
  const bool crowded = is_crowded();
  // A crowded ring has no room for mappings: the helper has the stream's.
  if (!(event->flags & CRASH_HANDLED) && counts.exit_sees_memory && !crowded) {
    const u32 kernel_tid = bpf_get_current_pid_tgid();
    if (!bpf_map_update_elem(&dying, &kernel_tid, &event->record.id, BPF_ANY)) event->flags |= CRASH_VMAS_FOLLOW;
  }
  const struct stack_extent extent = measure_stack(event, task, mm, crowded);
  send_stack(event, &extent);
}

static __always_inline int deliver(s32 signo, struct kernel_siginfo* info, struct k_sigaction* action) {
  if (signo < 1 || signo > 64 || !(settings.signals >> (signo - 1) & 1)) return 0;
  const u64 now = bpf_ktime_get_ns();
  struct task_struct* task = (void*)bpf_get_current_task();
  struct mm_struct* mm = BPF_CORE_READ(task, mm);
  const u32 pid = pid_in_namespace(BPF_CORE_READ(task, group_leader));
  const enum verdict verdict = judge(task, mm, pid);
  if (verdict == OUT_OF_SCOPE) return 0;
  ADD_ONE(detected);
  if (verdict == FILTERED) {
    ADD_ONE(filtered);
    return 0;
  }
  struct crash_event* event = bpf_ringbuf_reserve(&ring, sizeof *event, 0);
  if (!event) {
    ADD_ONE(dropped);
    return 0;
  }
  capture(event, task, mm, now, pid, pid_in_namespace(task), signo, info, action);
  const bool reduced = event->flags & CRASH_STACK_REDUCED;
  bpf_ringbuf_submit(event, 0);
  if (reduced) ADD_ONE(reduced);
  ADD_ONE(captured);
  return 0;
}

/** include/trace/events/signal.h: TP_PROTO(int sig, struct kernel_siginfo *info, struct k_sigaction *ka). */
SEC("tp_btf/signal_deliver")
int BPF_PROG(on_signal, int signo, struct kernel_siginfo* info, struct k_sigaction* action) { return deliver(signo, info, action); }

/** For kernels that do not attach the one above. */
SEC("?raw_tp/signal_deliver")
int BPF_PROG(on_signal_raw, int signo, struct kernel_siginfo* info, struct k_sigaction* action) { return deliver(signo, info, action); }

static __always_inline void send_batch(struct crash_vmas* batch, bool last, s32 error) {
  batch->last = last;
  batch->error = error;
  u32 count = batch->count;
  asm volatile("" : "+r"(count));
  if (count > CRASH_VMA_BATCH) return;
  bpf_ringbuf_output(&ring, batch, __builtin_offsetof(struct crash_vmas, vmas) + count * sizeof(struct crash_vma), 0);
}

/** At sched_process_exit the memory of a thread is still there (Linux 6.16); interrupts are enabled, so its mappings can be walked. */
SEC("?tp_btf/sched_process_exit")
int BPF_PROG(on_exit, struct task_struct* task) {
  if (!counts.exit_sees_memory && BPF_CORE_READ(task, mm)) counts.exit_sees_memory = 1;
  const u32 kernel_tid = bpf_get_current_pid_tgid();
  u64* id = bpf_map_lookup_elem(&dying, &kernel_tid);
  if (!id) return 0;
  const u32 zero = 0;
  struct crash_vmas* batch = bpf_map_lookup_elem(&batches, &zero);
  if (!batch) return 0;
  batch->record.kind = CRASH_RECORD_VMAS;
  batch->record.id = *id;
  batch->count = 0;
  bpf_map_delete_elem(&dying, &kernel_tid);

  struct bpf_iter_task_vma iterator;
  struct vm_area_struct* vma;
  const int error = bpf_iter_task_vma_new(&iterator, (void*)bpf_get_current_task_btf(), 0);
  while ((vma = bpf_iter_task_vma_next(&iterator))) {
    if (batch->count >= CRASH_VMA_BATCH) {
      send_batch(batch, 0, 0);
      batch->count = 0;
    }
    copy_mapping(&batch->vmas[batch->count & (CRASH_VMA_BATCH - 1)], vma);
    batch->count++;
  }
  bpf_iter_task_vma_destroy(&iterator);
  send_batch(batch, 1, error);
  return 0;
}
