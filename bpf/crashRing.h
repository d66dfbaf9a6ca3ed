/** The ring to the helper. */
#pragma once

#include <bpf/bpf_helpers.h>

#include "crashEvent.h"
#include "kernelTypes.h"

extern const volatile struct crash_settings settings;

struct {
  __uint(type, BPF_MAP_TYPE_RINGBUF);
  __uint(max_entries, 1 << 24);
} ring SEC(".maps");

/** Whether the ring is filling up: then each crash gets less of it, so that it can take more of them. */
static __always_inline bool is_crowded(void) { return bpf_ringbuf_query(&ring, BPF_RB_AVAIL_DATA) > settings.ring_bytes / 2; }
