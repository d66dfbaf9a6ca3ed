/** The copy of the stack. */
#pragma once

#include <bpf/bpf_helpers.h>

#include "crashEvent.h"
#include "crashMemory.h"
#include "crashRing.h"
#include "kernelTypes.h"

/** Where the copy of the stack begins and how many pages it has. */
struct stack_extent {
  u64 start;
  u32 pages;
  /** Pages that are not readable are taken as zeros (never touched), since the stack goes on behind them. */
  bool known;
  bool complete;
  bool reduced;
};

static __always_inline struct stack_extent measure_stack(struct crash_event* event, struct task_struct* task, struct mm_struct* mm, bool crowded) {
  const u64 sp = event->registers[CRASH_REGISTER_SP];
  const u64 end = stack_end(task, mm, sp);
  struct stack_extent extent = {.start = (sp - CRASH_RED_ZONE) & ~(u64)(CRASH_PAGE - 1), .known = end != 0};
  u64 pages = UNKNOWN_STACK_BYTES / CRASH_PAGE;
  if (extent.known) {
    extent.start = first_readable_page(extent.start, end);
    pages = (end - extent.start + CRASH_PAGE - 1) / CRASH_PAGE;
  }
  const u64 limit = crowded ? CROWDED_PAGES : settings.max_pages;
  extent.reduced = crowded && pages > limit;
  extent.complete = extent.known && pages <= limit;
  extent.pages = pages > limit ? limit : pages;
  return extent;
}

/** Sends the stack page by page; those of one crash are in order, behind its event. */
static __always_inline void send_stack(struct crash_event* event, const struct stack_extent* extent) {
  const u64 start = extent->start;
  const u32 pages = extent->pages;
  const bool known = extent->known;
  u32 flags = extent->complete ? CRASH_STACK_COMPLETE : 0;
  if (extent->reduced) flags |= CRASH_STACK_REDUCED;
  u32 sent = 0;
  for (u32 i = 0; i < CRASH_MAX_PAGES; i++) {
    if (i >= pages) break;
    struct crash_stack* part = bpf_ringbuf_reserve(&ring, sizeof *part, 0);
    if (!part) {
      flags = CRASH_STACK_REDUCED;
      break;
    }
    part->record.kind = CRASH_RECORD_STACK;
    part->record.reserved = 0;
    part->record.id = event->record.id;
    // What cannot be read is zeros.
    const long error = bpf_probe_read_user(part->page, CRASH_PAGE, (void*)(start + (u64)i * CRASH_PAGE));
    if (error && !known) {
      bpf_ringbuf_discard(part, 0);
      break;
    }
    bpf_ringbuf_submit(part, 0);
    sent++;
  }
  event->stack_address = start;
  event->pages = sent;
  event->flags |= flags;
}
