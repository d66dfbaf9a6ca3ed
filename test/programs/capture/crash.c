/* Raises SIGUSR2, which kills it unless somebody withholds it, then writes through a null pointer. */
#include <signal.h>
#include <unistd.h>

int main(void) {
  raise(SIGUSR2);
  *(volatile int *)0 = 1;
  return 0;
}
