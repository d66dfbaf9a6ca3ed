// Prints number and name of the BPF programs that are loaded, one a line; needs CAP_SYS_ADMIN or CAP_BPF.
#include <linux/bpf.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

static long bpf(int command, union bpf_attr *attributes) { return syscall(SYS_bpf, command, attributes, sizeof *attributes); }

int main(void) {
  union bpf_attr attributes;
  memset(&attributes, 0, sizeof attributes);
  while (bpf(BPF_PROG_GET_NEXT_ID, &attributes) == 0) {
    const uint32_t id = attributes.next_id;
    union bpf_attr open;
    memset(&open, 0, sizeof open);
    open.prog_id = id;
    const long fd = bpf(BPF_PROG_GET_FD_BY_ID, &open);
    if (fd >= 0) {
      struct bpf_prog_info info;
      union bpf_attr query;
      memset(&info, 0, sizeof info);
      memset(&query, 0, sizeof query);
      query.info.bpf_fd = (uint32_t)fd;
      query.info.info_len = sizeof info;
      query.info.info = (uint64_t)(uintptr_t)&info;
      if (bpf(BPF_OBJ_GET_INFO_BY_FD, &query) == 0) printf("%u %s\n", id, info.name);
      close((int)fd);
    }
    memset(&attributes, 0, sizeof attributes);
    attributes.start_id = id;
  }
  return 0;
}
