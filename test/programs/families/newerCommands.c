/* ioctl commands that came after Linux 6.1, on no descriptor: what is given is shown. */
#include <sys/ioctl.h>
#include <unistd.h>

int main(void) {
  long long page[5] = {0x1000, 0x2000, 0x1000, 3, 0}, poison[4] = {0x1000, 0x2000, 1, 0};
  struct {
    unsigned usecs;
    unsigned short budget;
    unsigned char prefer, pad;
  } poll = {5, 6, 1, 0};
  ioctl(-1, 0xc028aa05, page);
  ioctl(-1, 0xc020aa08, poison);
  ioctl(-1, 0x40088a01, &poll);
  ioctl(-1, 0xff04, 0);
  ioctl(-1, 0x8004b706, 1);
  return 0;
}
