/* main → descend, 1,000 times over. */
#include <signal.h>

__attribute__((noinline)) static int descend(int depth) {
  if (depth == 1) {
    raise(SIGTRAP);
    return 1;
  }
  volatile int deeper = descend(depth - 1);
  return deeper + 1;
}

int main(void) { return descend(1000) != 1000; }
