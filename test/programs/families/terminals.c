/* ioctl: terminals, and commands that nobody knows. */
#include "family.h"
#include <fcntl.h>
#include <linux/ioctl.h>
#include <sys/ioctl.h>

/* struct termios of the kernel. */
struct kernel_termios {
  unsigned iflag, oflag, cflag, lflag;
  unsigned char line, cc[19];
  unsigned ispeed, ospeed;
};

int main(void) {
  CALL(close_range, 3, LOW_BITS, 0);
  char *page = edge_page();
  const int tty = (int)CALL(openat, AT_FDCWD, "/dev/ptmx", O_RDWR | O_NOCTTY);
  struct kernel_termios modes;
  CALL(ioctl, tty, 0x5401, &modes);
  CALL(ioctl, tty, 0x802c542a, &modes);
  CALL(ioctl, 0, 0x5401, &modes);
  CALL(ioctl, tty, 0x5405, page);
  CALL(ioctl, tty, 0x5406, page);
  for (unsigned i = 0; i < 4; i++) {
    modes.iflag = i * 0x111;
    modes.oflag = i << 8 | i << 9 | i << 11 | i << 13 | i;
    modes.cflag = i | i << 16 | i << 4 | (i & 1) << 12;
    modes.lflag = i * 0x4321;
    modes.line = (unsigned char)(i * 5);
    CALL(ioctl, tty, 0x5402, &modes);
  }
  memset(&modes, 255, sizeof modes);
  CALL(ioctl, tty, 0x5403, &modes);
  CALL(ioctl, tty, 0x5402, 0);

  unsigned short size[4] = {7, 8, 9, 10};
  int number = 0;
  CALL(ioctl, tty, 0x5414, size);
  CALL(ioctl, tty, 0x5413, size);
  CALL(ioctl, tty, 0x541b, &number);
  CALL(ioctl, tty, 0x541b, 1);
  CALL(ioctl, tty, 0x5411, &number);
  CALL(ioctl, tty, 0x540f, &number);
  CALL(ioctl, tty, 0x5410, &number);
  CALL(ioctl, tty, 0x5429, &number);
  CALL(ioctl, tty, 0x5424, &number);
  CALL(ioctl, tty, 0x5431, &number);
  CALL(ioctl, tty, 0x5421, &number);
  CALL(ioctl, tty, 0x5452, &number);
  CALL(ioctl, tty, 0x5452, 0);
  CALL(ioctl, tty, 0x5451);
  CALL(ioctl, tty, 0x5450);
  CALL(ioctl, tty, 0x540e, 0);
  CALL(ioctl, tty, 0x5422);
  CALL(ioctl, tty, 0x5409, 1);
  CALL(ioctl, tty, 0x540a, 1);
  CALL(ioctl, tty, 0x540a, 9);
  CALL(ioctl, tty, 0x540b, 2);
  CALL(ioctl, tty, 0x5412, "x");
  CALL(ioctl, tty, 0x5412, 0);
  CALL(ioctl, tty, 0x5415, &number);
  number = -1;
  CALL(ioctl, tty, 0x5418, &number);
  CALL(ioctl, tty, 0x5420, &number);
  CALL(ioctl, 99, _IOC(_IOC_READ | _IOC_WRITE, 'x', 5, 8), page);
  CALL(ioctl, 99, _IOC(_IOC_NONE, 0xff, 255, 0), 1);
  CALL(ioctl, 99, _IOC(_IOC_WRITE, 0x12, 0, 0x3fff), 0);
  CALL(ioctl, 99, 0xdeadbeef12345678, 5);
  CALL(ioctl, 99, 0, 0);
  return 0;
}
