// A few calls in a known order, with arguments that have parts.
#include <sys/uio.h>
#include <sys/utsname.h>
#include <unistd.h>

int main(void) {
  struct utsname names;
  getppid();  // ASKS
  uname(&names);
  struct iovec parts[2] = {{(char *)"one", 3}, {(char *)"two\n", 4}};
  writev(1, parts, 2);  // WRITES
  getpgid(0);
  return 3;
}
