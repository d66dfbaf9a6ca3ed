/* main → first → second → third, which stops the program. */
#include <signal.h>

__attribute__((noinline)) static int third(volatile int *value) {
  raise(SIGTRAP);
  return *value + 1;
}

__attribute__((noinline)) int second(volatile int *value) {
  volatile char room[300];
  room[*value] = 1;
  return third(value) + room[3];
}

__attribute__((noinline)) int first(int count) {
  volatile int value = count;
  return second(&value) + 1;
}

int main(int argc, char **argv) {
  (void)argv;
  return first(argc) == 0;
}
