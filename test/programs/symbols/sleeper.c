/* Prints the address of a function of its own, and ends when its input does. */
#include <stdio.h>

__attribute__((noinline)) int sleeper(int value) {
  return value + getchar();
}

int main(void) {
  printf("%p\n", (void *)sleeper);
  fflush(stdout);
  return sleeper(1) == 0;
}
