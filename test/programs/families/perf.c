/* perf_event_open(2): attributes of every size, with and without meaning. */
#include "family.h"
#include <linux/hw_breakpoint.h>
#include <linux/perf_event.h>
int main(void) {
  CALL(close_range, 3, LOW_BITS, 0);
  char *end = edge_page() + 4096;
  struct perf_event_attr a;
#define OPEN(...) do { memset(&a, 0, sizeof a); a.size = sizeof a; __VA_ARGS__; CALL(perf_event_open, &a, -1, 0, -1, 0); } while (0)
  CALL(perf_event_open, 0, 1, 2, 3, 0x10);
  CALL(perf_event_open, NOWHERE, 0x1ffffffffL, -1L, -1L, -1L);
  CALL(perf_event_open, end - 4, 1, 2, 3, PERF_FLAG_FD_NO_GROUP | PERF_FLAG_PID_CGROUP | PERF_FLAG_FD_CLOEXEC | PERF_FLAG_FD_OUTPUT);
  OPEN(a.type = PERF_TYPE_SOFTWARE, a.config = PERF_COUNT_SW_CPU_CLOCK, a.sample_period = 5, a.disabled = 1);
  for (unsigned size = 0; size <= 160; size += 4) { memset(&a, 0xff, sizeof a); a.size = size; a.type = 9; a.config = size; CALL(perf_event_open, &a, 0, 0, -1, 0); }
  for (unsigned size = 0; size <= 160; size += 12) { memset(&a, 0, sizeof a); a.size = size; CALL(perf_event_open, &a, 0, 0, -1, 0); }
  for (unsigned type = 0; type < 7; type++) for (unsigned long config = 0; config < 13; config++) OPEN(a.type = type, a.config = config);
  OPEN(a.type = PERF_TYPE_HARDWARE, a.config = 0x500000002);
  OPEN(a.type = PERF_TYPE_HW_CACHE, a.config = 0x010203);
  OPEN(a.type = PERF_TYPE_HW_CACHE, a.config = 0x12ffffff);
  OPEN(a.type = PERF_TYPE_RAW, a.config = -1, a.config1 = 1, a.config2 = 2);
  for (unsigned bp = 0; bp < 9; bp++) OPEN(a.type = PERF_TYPE_BREAKPOINT, a.bp_type = bp, a.bp_addr = 0x1234, a.bp_len = bp);
  OPEN(a.freq = 1, a.sample_freq = 4000);
  OPEN(a.watermark = 1, a.wakeup_watermark = 77);
  for (unsigned precise = 0; precise < 4; precise++) OPEN(a.precise_ip = precise);
  OPEN(a.sample_type = PERF_SAMPLE_BRANCH_STACK, a.branch_sample_type = -1, a.sample_regs_user = -1, a.sample_stack_user = -1);
  OPEN(a.sample_type = PERF_SAMPLE_REGS_USER | PERF_SAMPLE_STACK_USER | PERF_SAMPLE_REGS_INTR | PERF_SAMPLE_AUX, a.sample_regs_user = 5, a.sample_stack_user = 6, a.sample_regs_intr = 7, a.aux_watermark = 8, a.sample_max_stack = 9, a.aux_sample_size = 10, a.sig_data = 11);
  OPEN(a.read_format = -1, a.sample_type = -1);
  OPEN(a.use_clockid = 1, a.clockid = 1);
  OPEN(a.use_clockid = 1, a.clockid = 99);
  OPEN(a.use_clockid = 0, a.clockid = 7);
  OPEN(memset(&a, 0, sizeof a), a.size = sizeof a, ((unsigned long *)&a)[5] = ~0x18000UL);
  OPEN(((unsigned long *)&a)[5] = 0xffffffff00000000UL);
  OPEN(a.__reserved_2 = 1, a.__reserved_3 = 2);
  memset(&a, 0, sizeof a); a.size = sizeof a;
  CALL(perf_event_open, at_edge(&a, 64), 0, 0, -1, 0);
  CALL(perf_event_open, at_edge(&a, 100), 0, 0, -1, 0);
  char big[4100] = {0}; *(unsigned *)(big + 4) = 4096; CALL(perf_event_open, big, 0, 0, -1, 0); *(unsigned *)(big + 4) = 4097; CALL(perf_event_open, big, 0, 0, -1, 0); big[200] = 1; *(unsigned *)(big + 4) = 4096; CALL(perf_event_open, big, 0, 0, -1, 0);
  return 0;
}
