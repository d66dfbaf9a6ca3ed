/* bpf(2): every command, with attributes of every length. */
#include "family.h"
#include <linux/bpf.h>

static char *end;
static char backing[4096];
/* The command with `bytes` bytes of an attribute whose 32-bit words are 1, 2, 3 … */
static void counted(int cmd, unsigned bytes) {
  static unsigned words[64];
  for (unsigned i = 0; i < 64; i++) words[i] = 0;
  for (unsigned i = 0; i < bytes / 4; i++) words[i] = i + 1;
  CALL(bpf, cmd, words, bytes);
}

int main(void) {
  CALL(close_range, 3, LOW_BITS, 0);
  end = edge_page() + 4096;
  for (int cmd = 0; cmd < 40; cmd++) {
    CALL(bpf, cmd, 0, 0);
    CALL(bpf, cmd, NOWHERE, 16);
    CALL(bpf, cmd, end - 2, 3);
    counted(cmd, 0);
    counted(cmd, 3);
    counted(cmd, 4);
    counted(cmd, 8);
    counted(cmd, 12);
    counted(cmd, 16);
    counted(cmd, 20);
    counted(cmd, 24);
    counted(cmd, 28);
    counted(cmd, 32);
    counted(cmd, 40);
    counted(cmd, 48);
    counted(cmd, 64);
    counted(cmd, 72);
    counted(cmd, 128);
    counted(cmd, 136);
    counted(cmd, 150);
    counted(cmd, 200);
    memset(backing, 0, sizeof backing);
    CALL(bpf, cmd, backing, 4096);
    backing[300] = 1;
    CALL(bpf, cmd, backing, 4096);
    CALL(bpf, cmd, backing, 4097);
  }
  CALL(bpf, -1L, backing, 8);
  return 0;
}
