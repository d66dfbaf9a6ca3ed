/** Copies of user memory. Nothing here faults a page in: what is not present reads as not readable. */
#pragma once

#include <bpf/bpf_core_read.h>
#include <bpf/bpf_helpers.h>

#include "crashEvent.h"
#include "kernelTypes.h"

extern const volatile struct crash_settings settings;

enum {
  /** The main thread's stack may grow down to here from its start; mappings of threads are further away (mmap_base). */
  MAIN_STACK_REACH = 128 << 20,
  /** A thread's control block lies at the top of its stack, which is no larger than this. */
  THREAD_STACK_REACH = 1 << 30,
  /** Of stacks whose end is unknown. */
  UNKNOWN_STACK_BYTES = 64 << 10,
  /** Of stacks while the ring is filling up: the innermost frames, wherever in its page the stack pointer is. */
  CROWDED_PAGES = 2,
  /** Enough for stacks of 2^40 pages. */
  SEARCH_STEPS = 40,
};

/** CRASH_MEMORY_BYTES from a little before `address`; cut at its page's borders when the neighbouring page is not readable. */
static __noinline int copy_around(struct crash_memory* piece, u64 address) {
  if (!piece) return 0;
  const u64 start = (address - CRASH_MEMORY_BEFORE) & ~7ULL;
  piece->address = start;
  piece->offset = 0;
  piece->length = 0;
  if (address < CRASH_MEMORY_BEFORE) return 0;
  if (!bpf_probe_read_user(piece->bytes, CRASH_MEMORY_BYTES, (void*)start)) {
    piece->length = CRASH_MEMORY_BYTES;
    return 0;
  }
  // Bytes before the end of start's page; less than the whole only when two pages take part.
  u32 first = CRASH_PAGE - (start & (CRASH_PAGE - 1));
  if (first >= CRASH_MEMORY_BYTES) return 0;
  const bool in_first = ((address ^ start) & ~(u64)(CRASH_PAGE - 1)) == 0;
  if (in_first) {
    if (!bpf_probe_read_user(piece->bytes, first, (void*)start)) piece->length = first;
    return 0;
  }
  const u32 rest = CRASH_MEMORY_BYTES - first;
  if (rest < CRASH_MEMORY_BYTES && !bpf_probe_read_user(piece->bytes, rest, (void*)(start + first))) {
    piece->address = start + first;
    piece->length = rest;
  }
  return 0;
}

/** The argument vector, as the program has it now. */
static __always_inline void copy_arguments(struct crash_event* event, struct mm_struct* mm) {
  const u64 start = BPF_CORE_READ(mm, arg_start), end = BPF_CORE_READ(mm, arg_end);
  event->argument_bytes = 0;
  if (start == 0 || end <= start) return;
  u64 wanted = end - start;
  if (wanted > CRASH_ARGUMENTS) wanted = CRASH_ARGUMENTS;
  u32 size = wanted;
  asm volatile("" : "+r"(size));
  if (size == 0 || size > CRASH_ARGUMENTS) return;
  if (!bpf_probe_read_user(event->arguments, size, (void*)start)) event->argument_bytes = size;
}

/** Where the stack that `sp` is in ends; 0 when that is not known. */
static __always_inline u64 stack_end(struct task_struct* task, struct mm_struct* mm, u64 sp) {
  const u64 alternate = BPF_CORE_READ(task, sas_ss_sp), alternate_size = BPF_CORE_READ(task, sas_ss_size);
  if (sp >= alternate && sp - alternate < alternate_size) return alternate + alternate_size;
  const u64 main_stack = BPF_CORE_READ(mm, start_stack);
  if (sp <= main_stack && main_stack - sp < MAIN_STACK_REACH) return main_stack;
  const u64 control_block = BPF_CORE_READ(task, thread.fsbase);
  if (sp < control_block && control_block - sp < THREAD_STACK_REACH) return control_block;
  return 0;
}

static __always_inline bool readable(u64 page) {
  u8 byte;
  return bpf_probe_read_user(&byte, sizeof byte, (void*)page) == 0;
}

/** The first readable page from `start` on, given that `end`'s is: after a stack overflow the stack pointer is below the stack. */
static __noinline u64 first_readable_page(u64 start, u64 end) {
  u64 low = start, high = end & ~(u64)(CRASH_PAGE - 1);
  if (readable(low) || low >= high || !readable(high)) return start;
  for (u32 i = 0; i < SEARCH_STEPS; i++) {
    if (high - low <= CRASH_PAGE) break;
    const u64 middle = (low + (high - low) / 2) & ~(u64)(CRASH_PAGE - 1);
    if (readable(middle))
      high = middle;
    else
      low = middle;
  }
  return high;
}
