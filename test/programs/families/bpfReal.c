/* bpf(2) as programs use it: calls that succeed and fill in what they are asked for. */
#include "family.h"
#include <fcntl.h>
#include <linux/bpf.h>
#include <sys/socket.h>
#define DO(cmd, ...) ({ union bpf_attr a; memset(&a, 0, sizeof a); __VA_ARGS__; CALL(bpf, cmd, &a, sizeof a); })
#define SHORT(cmd, size, ...) ({ union bpf_attr a; memset(&a, 0, sizeof a); __VA_ARGS__; CALL(bpf, cmd, &a, size); })
int main(void) {
  CALL(close_range, 3, LOW_BITS, 0);
  char *end = edge_page() + 4096;
  int map = DO(BPF_MAP_CREATE, a.map_type = BPF_MAP_TYPE_HASH, a.key_size = 4, a.value_size = 8, a.max_entries = 5, strcpy(a.map_name, "a_map"));
  unsigned key = 7, next; unsigned long value = 9;
  DO(BPF_MAP_UPDATE_ELEM, a.map_fd = map, a.key = (long)&key, a.value = (long)&value, a.flags = BPF_NOEXIST);
  DO(BPF_MAP_UPDATE_ELEM, a.map_fd = map, a.key = (long)&key, a.value = (long)&value, a.flags = 0x10);
  DO(BPF_MAP_LOOKUP_ELEM, a.map_fd = map, a.key = (long)&key, a.value = (long)&value);
  DO(BPF_MAP_LOOKUP_ELEM, a.map_fd = map, a.key = (long)&key, a.value = (long)&value, a.flags = 5);
  DO(BPF_MAP_GET_NEXT_KEY, a.map_fd = map, a.next_key = (long)&next);
  DO(BPF_MAP_GET_NEXT_ID, a.start_id = 0);
  DO(BPF_MAP_GET_NEXT_ID, a.start_id = -2);
  struct bpf_map_info info = {0};
  DO(BPF_OBJ_GET_INFO_BY_FD, a.info.bpf_fd = map, a.info.info_len = sizeof info, a.info.info = (long)&info);
  DO(BPF_OBJ_GET_INFO_BY_FD, a.info.bpf_fd = map, a.info.info_len = 20, a.info.info = (long)&info);
  DO(BPF_OBJ_GET_INFO_BY_FD, a.info.bpf_fd = map, a.info.info_len = 80, a.info.info = (long)NOWHERE);
  DO(BPF_OBJ_GET_INFO_BY_FD, a.info.bpf_fd = 99, a.info.info_len = 80, a.info.info = (long)&info);
  struct bpf_insn insns[] = {{BPF_ALU64 | BPF_MOV | BPF_K, 0, 0, 0, 0}, {BPF_JMP | BPF_EXIT, 0, 0, 0, 0}};
  static char log[256];
  int prog = DO(BPF_PROG_LOAD, a.prog_type = BPF_PROG_TYPE_SOCKET_FILTER, a.insn_cnt = 2, a.insns = (long)insns, a.license = (long)"GPL", a.log_level = 1, a.log_size = 256, a.log_buf = (long)log, strcpy(a.prog_name, "prog_name_is_lo"), a.kern_version = 0x61203);
  struct bpf_insn bad[] = {{BPF_ALU64 | BPF_MOV | BPF_X, 1, 11, -5, 0x12345}, {BPF_LD | BPF_DW | BPF_IMM, 1, 1, 0, -1}, {0, 0, 0, 0, 2}, {BPF_STX | BPF_ATOMIC | BPF_DW, 10, 2, -8, BPF_ADD}, {BPF_LDX | BPF_MEM | BPF_B, 1, 2, 4, 0}, {BPF_ST | BPF_MEM | BPF_H, 1, 2, 4, 7}, {BPF_JMP | BPF_CALL, 0, 0, 0, 5}, {BPF_JMP32 | BPF_JSLT | BPF_X, 1, 2, 3, 0}, {BPF_ALU | BPF_END | BPF_TO_BE, 1, 0, 0, 16}, {BPF_ALU64 | BPF_NEG, 1}, {0xff, 15, 15, 1, 1}, {0xe5, 1, 2, 3, 4}, {0x7b, 1, 2, 3, 4}, {0xdb, 1, 2, 3, 4}, {0xe1, 0, 0, 0, 0}, {0xc7,0,0,0,0}, {0xd7,0,0,0,16}, {BPF_JMP|BPF_JA,0,0,3,0}, {0xf4}, {0x85, 0, 1, 0, 0}, {0x81, 1,1,1,1}};
  DO(BPF_PROG_LOAD, a.prog_type = BPF_PROG_TYPE_KPROBE, a.insn_cnt = 21, a.insns = (long)bad, a.license = (long)"a license that is longer than thirty-two bytes", a.log_level = 4, a.log_size = 256, a.log_buf = (long)log);
  DO(BPF_PROG_LOAD, a.prog_type = 99, a.insn_cnt = 5, a.insns = (long)at_edge(insns, 16), a.license = (long)NOWHERE, a.prog_flags = 0xffff, a.expected_attach_type = 77, memset(a.prog_name, 'x', 16));
  SHORT(BPF_PROG_LOAD, 48, a.prog_type = BPF_PROG_TYPE_XDP, a.insn_cnt = 0, a.insns = (long)insns);
  SHORT(BPF_PROG_LOAD, 48, a.prog_type = BPF_PROG_TYPE_XDP, a.insn_cnt = 3, a.insns = 0);
  DO(BPF_PROG_GET_NEXT_ID, a.start_id = 0);
  struct bpf_prog_info pinfo = {0};
  DO(BPF_OBJ_GET_INFO_BY_FD, a.info.bpf_fd = prog, a.info.info_len = sizeof pinfo, a.info.info = (long)&pinfo);
  DO(BPF_OBJ_GET_INFO_BY_FD, a.info.bpf_fd = prog, a.info.info_len = 40, a.info.info = (long)&pinfo);
  char data[64] = {1};
  DO(BPF_PROG_TEST_RUN, a.test.prog_fd = prog, a.test.data_size_in = 64, a.test.data_in = (long)data, a.test.data_size_out = 64, a.test.data_out = (long)data, a.test.repeat = 1);
  DO(BPF_OBJ_PIN, a.pathname = (long)"/nope/pin", a.bpf_fd = prog);
  DO(BPF_OBJ_GET, a.pathname = (long)"/nope/pin", a.file_flags = BPF_F_RDONLY);
  int cgroup = open("/sys/fs/cgroup", O_RDONLY);
  unsigned ids[4];
  DO(BPF_PROG_QUERY, a.query.target_fd = cgroup, a.query.attach_type = BPF_CGROUP_INET_INGRESS, a.query.prog_ids = (long)ids, a.query.prog_cnt = 4);
  DO(BPF_PROG_QUERY, a.query.target_fd = 99, a.query.attach_type = 88, a.query.query_flags = 1, a.query.prog_ids = (long)ids, a.query.prog_cnt = 4);
  DO(BPF_PROG_QUERY, a.query.target_fd = 99, a.query.attach_type = 8, a.query.attach_flags = 3, a.query.prog_ids = (long)NOWHERE, a.query.prog_cnt = 4);
  DO(BPF_RAW_TRACEPOINT_OPEN, a.raw_tracepoint.name = (long)"sys_enter", a.raw_tracepoint.prog_fd = prog);
  DO(BPF_RAW_TRACEPOINT_OPEN, a.raw_tracepoint.name = (long)"0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789", a.raw_tracepoint.prog_fd = prog);
  DO(BPF_BTF_LOAD, a.btf = (long)"bogus", a.btf_size = 5, a.btf_log_level = 1, a.btf_log_buf = (long)log, a.btf_log_size = 256);
  DO(BPF_TASK_FD_QUERY, a.task_fd_query.pid = getpid(), a.task_fd_query.fd = 1, a.task_fd_query.buf_len = 10, a.task_fd_query.buf = (long)log, a.task_fd_query.fd_type = 9);
  unsigned count = 5;
  unsigned keys[5]; unsigned long values[5];
  DO(BPF_MAP_LOOKUP_BATCH, a.batch.out_batch = (long)&next, a.batch.keys = (long)keys, a.batch.values = (long)values, a.batch.count = 5, a.batch.map_fd = map);
  DO(BPF_MAP_UPDATE_BATCH, a.batch.keys = (long)keys, a.batch.values = (long)values, a.batch.count = 1, a.batch.map_fd = map, a.batch.elem_flags = 2);
  DO(BPF_MAP_DELETE_BATCH, a.batch.keys = (long)keys, a.batch.count = 1, a.batch.map_fd = map);
  DO(BPF_LINK_CREATE, a.link_create.prog_fd = prog, a.link_create.target_fd = cgroup, a.link_create.attach_type = BPF_TRACE_ITER, a.link_create.iter_info = (long)data, a.link_create.iter_info_len = 4);
  int types[] = {BPF_PERF_EVENT, BPF_TRACE_KPROBE_MULTI, BPF_TRACE_FENTRY, BPF_TRACE_FEXIT, BPF_MODIFY_RETURN, BPF_LSM_MAC, BPF_TRACE_RAW_TP, BPF_XDP, BPF_SK_LOOKUP, 45, 46, 47, 48, 54};
  for (unsigned i = 0; i < sizeof types / 4; i++) { unsigned words[16] = {99, 88, types[i], 1, 5, 6, 7, 8, 9, 10, 11, 12}; CALL(bpf, BPF_LINK_CREATE, words, 64); CALL(bpf, BPF_LINK_CREATE, words, 20);  CALL(bpf, BPF_LINK_CREATE, words, 24); }
  char *symbols[] = {"one", "two", 0}; unsigned long addresses[] = {1, 2};
  DO(BPF_LINK_CREATE, a.link_create.prog_fd = prog, a.link_create.attach_type = BPF_TRACE_KPROBE_MULTI, a.link_create.kprobe_multi.flags = 3, a.link_create.kprobe_multi.cnt = 2, a.link_create.kprobe_multi.syms = (long)symbols, a.link_create.kprobe_multi.addrs = (long)addresses, a.link_create.kprobe_multi.cookies = (long)addresses);
  DO(BPF_LINK_UPDATE, a.link_update.link_fd = 99, a.link_update.new_prog_fd = prog, a.link_update.flags = BPF_F_REPLACE, a.link_update.old_prog_fd = 98);
  DO(BPF_ENABLE_STATS, a.enable_stats.type = 5);
  DO(BPF_ITER_CREATE, a.iter_create.link_fd = 99, a.iter_create.flags = 1);
  DO(BPF_LINK_DETACH, a.link_detach.link_fd = 99);
  DO(BPF_PROG_BIND_MAP, a.prog_bind_map.prog_fd = prog, a.prog_bind_map.map_fd = map, a.prog_bind_map.flags = 3);
  return 0;
}
