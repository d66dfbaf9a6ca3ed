/* Addresses of the rarer socket families, in lengths that just suffice and that
 * do not. */
#include "family.h"
#include <sys/socket.h>
static void c(const void *p, int n) { CALL(connect, -1, p, n); }
int main() {
  unsigned char b[128];
  unsigned short *h = (void *)b;
  unsigned *w = (void *)b;
  unsigned cids[] = {-1, 0, 1, 2, 3};
  for (int i = 0; i < 5; i++) {
    memset(b, 0, 128);
    h[0] = 40;
    w[2] = cids[i];
    w[1] = cids[i];
    b[12] = i;
    c(b, 16);
  }
  for (int i = 0; i < 6; i++) {
    memset(b, 0, 128);
    h[0] = 36;
    w[1] = i;
    h[4] = 0x1234;
    h[5] = 0x5678;
    for (int j = 12; j < 18; j++)
      b[j] = j;
    c(b, 18 + i);
    c(b, 20);
  }
  for (int l = 16; l < 30; l++) {
    memset(b, 0, 128);
    h[0] = 38;
    strcpy(b + 2, "hash");
    strcpy(b + 24, "sha1");
    w[4] = 0x1000;
    c(b, l);
  }
  c(b, 88);
  for (int l = 80; l < 100; l += 2) {
    memset(b, 'x', 128);
    h[0] = 39;
    memset(b + 88, 0, 8);
    b[88] = 5;
    w[1] = 1;
    w[2] = 2;
    w[3] = l - 80;
    c(b, l);
  }
  c(b, 96);
  int psm[] = {0,    1,     2,      3,     0x21,   0x23, 0x7f, 0x80, 0x90,
               0xff, 0x100, 0x1001, 0xfff, 0x1000, 5,    0xf,  0x11, 0x13,
               0x15, 0x17,  0x19,   0x1b,  0x1d,   0x1f, 0x25, 0x27};
  for (int i = 0; i < sizeof psm / 4; i++) {
    memset(b, 0, 128);
    h[0] = 31;
    h[1] = psm[i];
    h[5] = i;
    b[12] = i;
    c(b, 14);
  }
  h[5] = 0x40;
  c(b, 12);
  h[5] = 0x3f;
  c(b, 12);
  h[5] = 0xffff;
  c(b, 12);
  for (int i = 0; i < 6; i++) {
    h[2] = i;
    h[1] = i ? i : 0xffff;
    c(b, 6);
    c(b, 4);
  }
  for (int i = 0; i < 3; i++) {
    memset(b, 0, 128);
    h[0] = 45;
    w[1] = i ? i * 5 : 0;
    b[8] = i ? 255 : 8;
    b[9] = i;
    b[10] = 8 + i;
    c(b, 12);
  }
  w[1] = -1;
  c(b, 12);
  memset(b, 0, 128);
  h[0] = 42;
  w[1] = -1;
  w[2] = -1;
  c(b, 12);
  w[2] = -2;
  c(b, 12);
  memset(b, 0, 128);
  h[0] = 3;
  w[3] = 2;
  memcpy(b + 2, "\x96\x82\x64\x40\x40\x40\x60", 7);
  memcpy(b + 16, "\x96\x82\x64\x40\x40\x40\x62", 7);
  memcpy(b + 23, "\x96\x40\x64\x40\x40\x40\xe2", 7);
  c(b, 30);
  c(b, 16);
  c(b, 72);
  w[3] = 9;
  c(b, 72);
  c(b, 128);
  w[3] = 8;
  c(b, 72);
  memset(b, 0, 128);
  h[0] = 33;
  h[1] = 1;
  h[2] = 2;
  h[3] = 16;
  h[4] = 2;
  h[5] = htons(7000);
  b[12] = 127;
  b[15] = 1;
  c(b, 36);
  for (int i = 0; i < 10; i++) {
    h[1] = i;
    c(b, 36);
  }
  h[4] = 10;
  h[3] = 28;
  c(b, 36);
  h[3] = 8;
  h[4] = 2;
  c(b, 36);
  memset(b, 0, 128);
  h[0] = 9;
  strcpy(b + 2, "1234");
  c(b, 18);
  c(b, 30);
  memset(b, 0, 128);
  h[0] = 44;
  h[1] = 1;
  c(b, 16);
  h[1] = 2;
  w[3] = 4;
  c(b, 16);
  c(b, 20);
  w[1] = 1;
  c(b, 16);
}
