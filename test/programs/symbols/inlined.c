/* main → compare (through qsort), with two calls inlined into it. */
#include <signal.h>
#include <stdlib.h>

static inline __attribute__((always_inline)) int innermost(int value) {
  raise(SIGTRAP);
  return value + 1;
}

static inline __attribute__((always_inline)) int middle(int value) {
  return innermost(value) * 2;
}

__attribute__((noinline)) static int compare(const void *a, const void *b) {
  int sum = middle(*(const int *)a);
  return sum - middle(*(const int *)b);
}

int main(void) {
  int numbers[3] = {3, 1, 2};
  qsort(numbers, 3, sizeof numbers[0], compare);
  return numbers[0];
}
