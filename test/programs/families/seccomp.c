/* seccomp(2) and classic BPF programs, wherever a call takes one. */
#include "family.h"
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>
#include <sys/socket.h>

#define LENGTH(array) (sizeof(array) / sizeof(*(array)))

static struct sock_filter every[] = {
    BPF_STMT(BPF_LD | BPF_W | BPF_ABS, 4), BPF_STMT(BPF_LD | BPF_H | BPF_IND, 0x1234), BPF_STMT(BPF_LD | BPF_B | BPF_MEM, 1),
    BPF_STMT(BPF_LD | BPF_W | BPF_IMM, 0xdeadbeef), BPF_STMT(BPF_LD | BPF_W | BPF_LEN, 0), BPF_STMT(BPF_LDX | BPF_B | BPF_MSH, 14),
    BPF_STMT(BPF_LDX | BPF_W | BPF_LEN, 0), BPF_STMT(BPF_ST, 3), BPF_STMT(BPF_STX, 3), BPF_STMT(BPF_ST | BPF_MEM | BPF_H, 3), BPF_STMT(BPF_ALU | BPF_ADD | BPF_K, 10),
    BPF_STMT(BPF_ALU | BPF_SUB | BPF_X, 0), BPF_STMT(BPF_ALU | BPF_MUL, 1), BPF_STMT(BPF_ALU | BPF_DIV, 1), BPF_STMT(BPF_ALU | BPF_OR, 1),
    BPF_STMT(BPF_ALU | BPF_AND, 1), BPF_STMT(BPF_ALU | BPF_LSH, 1), BPF_STMT(BPF_ALU | BPF_RSH, 1), BPF_STMT(BPF_ALU | BPF_NEG, 0),
    BPF_STMT(BPF_ALU | BPF_MOD, 1), BPF_STMT(BPF_ALU | BPF_XOR, 1), BPF_STMT(BPF_ALU | 0xb0, 1), BPF_STMT(BPF_ALU | 0xc0, 1), BPF_STMT(BPF_ALU | 0xd0 | BPF_X, 1), BPF_STMT(BPF_ALU | 0xe0, 1), BPF_STMT(BPF_ALU | 0xf0, 1),
    BPF_JUMP(BPF_JMP | BPF_JA, 1, 0, 0), BPF_JUMP(BPF_JMP | BPF_JA, 1, 2, 3), BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, 0xc000003e, 1, 2), BPF_JUMP(BPF_JMP | BPF_JGT | BPF_X, 5, 0, 255),
    BPF_JUMP(BPF_JMP | BPF_JGE, 5, 0, 1), BPF_JUMP(BPF_JMP | BPF_JSET, 5, 0, 1), BPF_JUMP(BPF_JMP | 0x50, 5, 0, 1), BPF_JUMP(BPF_JMP | 0xf0, 5, 1, 1), BPF_JUMP(BPF_JMP | 0xa0, 0, 0, 0),
    BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW), BPF_STMT(BPF_RET | BPF_X, 1), BPF_STMT(BPF_RET | BPF_A, 2), BPF_STMT(BPF_RET | 0x18, 2), BPF_STMT(BPF_RET | 0xe0, SECCOMP_RET_KILL_PROCESS),
    BPF_STMT(BPF_MISC | BPF_TAX, 0), BPF_STMT(BPF_MISC | BPF_TXA, 0), BPF_STMT(BPF_MISC | 0x40, 7), BPF_STMT(0xffff, 0xffffffff), {0x123, 4, 5, 6}, {0, 1, 2, 3}, {0xa0, 1, 0, 0}, {0x18, 0,0,1}, {0xc0,0,0,2},{0x81,0,0,2},{0xa1,0,0,2},{0xe1,0,0,1},{0x02,0,1,1},{0xff07,0,0,0}, {0x0f,0,0,0},
};

static struct sock_filter returns[] = {
    BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS), BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_THREAD), BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_TRAP | 5),
    BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | 1), BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_USER_NOTIF), BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_TRACE | 0xffff),
    BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_LOG), BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW), BPF_STMT(BPF_RET | BPF_K, 0x12345678), BPF_STMT(BPF_RET | BPF_K, 0x7ffd0001),BPF_STMT(BPF_RET | BPF_K, 0x1),BPF_STMT(BPF_RET | BPF_X, SECCOMP_RET_ALLOW),
    {BPF_RET|BPF_K,1,2,SECCOMP_RET_ALLOW}, 
};

int main(void) {
  CALL(close_range, 3, LOW_BITS, 0);
  char *end = edge_page() + 4096;
  struct sock_fprog prog = {LENGTH(every), every}, returning = {LENGTH(returns), returns}, none = {0, 0}, bad = {3, NOWHERE};
  struct sock_fprog cut = {5, (void *)(end - 12)};
  memcpy(end - 12, every, 12);
  CALL(seccomp, SECCOMP_SET_MODE_STRICT, 1, 0);
  CALL(seccomp, SECCOMP_SET_MODE_STRICT, 1, 5);
  CALL(seccomp, SECCOMP_SET_MODE_FILTER, 0, &prog);
  CALL(seccomp, SECCOMP_SET_MODE_FILTER, 0x40000001, &returning);
  CALL(seccomp, SECCOMP_SET_MODE_FILTER, 0xffffffff, &none);
  CALL(seccomp, SECCOMP_SET_MODE_FILTER, 0x3f, &bad);
  CALL(seccomp, SECCOMP_SET_MODE_FILTER, 0xffffffff00000000, &cut);
  struct sock_fprog empty = {0, every};
  CALL(seccomp, SECCOMP_SET_MODE_FILTER, 0x80, &empty);
  CALL(seccomp, SECCOMP_SET_MODE_FILTER, 0x80, at_edge(&none, sizeof none - 8) );
  CALL(seccomp, SECCOMP_SET_MODE_FILTER, 0x80, end - 16 );
  CALL(seccomp, SECCOMP_SET_MODE_FILTER, 0x80, 0);
  CALL(seccomp, SECCOMP_SET_MODE_FILTER, 0x80, NOWHERE);
  unsigned actions[] = {SECCOMP_RET_KILL_PROCESS, SECCOMP_RET_KILL_THREAD, SECCOMP_RET_TRAP, SECCOMP_RET_ERRNO, SECCOMP_RET_USER_NOTIF, SECCOMP_RET_TRACE, SECCOMP_RET_LOG, SECCOMP_RET_ALLOW, 0x7ffd0000, 5, SECCOMP_RET_ERRNO | 2};
  for (unsigned i = 0; i < LENGTH(actions); i++) CALL(seccomp, SECCOMP_GET_ACTION_AVAIL, 0, &actions[i]);
  CALL(seccomp, SECCOMP_GET_ACTION_AVAIL, 1, 0);
  CALL(seccomp, SECCOMP_GET_ACTION_AVAIL, 1, end - 2);
  CALL(seccomp, SECCOMP_GET_NOTIF_SIZES, 0, end - 6);
  CALL(seccomp, SECCOMP_GET_NOTIF_SIZES, 0, end - 3);
  CALL(seccomp, SECCOMP_GET_NOTIF_SIZES, 7, 0);
  CALL(seccomp, 4, 0xffffffff, &prog);
  CALL(seccomp, 0xfffffffffffffff1, 1, NOWHERE);
  CALL(prctl, PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &returning, 3, 4);
  CALL(prctl, PR_SET_SECCOMP, SECCOMP_MODE_FILTER, 0, 3, 4);
  CALL(prctl, PR_SET_SECCOMP, 7, &prog, 3, 4);
  int s = socket(AF_UNIX, SOCK_STREAM, 0);
  CALL(setsockopt, s, SOL_SOCKET, SO_ATTACH_FILTER, &prog, sizeof prog);
  CALL(setsockopt, s, SOL_SOCKET, SO_ATTACH_FILTER, &returning, sizeof prog);
  CALL(setsockopt, s, SOL_SOCKET, SO_ATTACH_FILTER, &prog, sizeof prog - 1);
  CALL(setsockopt, s, SOL_SOCKET, SO_ATTACH_FILTER, &prog, sizeof prog + 1);
  CALL(setsockopt, s, SOL_SOCKET, SO_ATTACH_FILTER, &bad, sizeof prog);
  CALL(setsockopt, s, SOL_SOCKET, SO_ATTACH_FILTER, &cut, sizeof prog);
  static struct sock_filter offsets[] = {BPF_STMT(BPF_LD | BPF_W | BPF_ABS, SKF_AD_OFF + SKF_AD_PROTOCOL), BPF_STMT(BPF_LD | BPF_W | BPF_ABS, SKF_AD_OFF + SKF_AD_MAX), BPF_STMT(BPF_LD | BPF_W | BPF_ABS, SKF_AD_OFF + 1000), BPF_STMT(BPF_LD | BPF_H | BPF_ABS, SKF_NET_OFF + 9), BPF_STMT(BPF_LD | BPF_H | BPF_ABS, SKF_LL_OFF), BPF_STMT(BPF_LD | BPF_H | BPF_IND, SKF_AD_OFF + 4), BPF_STMT(BPF_LD | BPF_B | BPF_ABS, SKF_AD_OFF), BPF_STMT(BPF_LD | BPF_B | BPF_ABS, SKF_LL_OFF - 1), BPF_STMT(BPF_LDX | BPF_B | BPF_ABS, SKF_AD_OFF+4), BPF_STMT(BPF_LD | BPF_W | BPF_IMM, SKF_AD_OFF+4)};
  struct sock_fprog offset = {LENGTH(offsets), offsets};
  CALL(setsockopt, s, SOL_SOCKET, SO_ATTACH_FILTER, &offset, sizeof prog);
  CALL(seccomp, SECCOMP_SET_MODE_FILTER, 0x80, &offset);
  CALL(setsockopt, s, SOL_SOCKET, SO_ATTACH_REUSEPORT_CBPF, &returning, sizeof prog);
  return 0;
}
