// Opens a file that is not there, then writes through a null pointer three calls deep.
#include <fcntl.h>
#include <stdio.h>

struct item {
  long weight;
  int *count;
};

static void store(struct item *item, int value) {
  *item->count = value;  // CRASH
}

static void fill(struct item *item) {
  store(item, 42);  // CALLS STORE
}

int main(void) {
  struct item item = {7, NULL};
  printf("before\n");
  fflush(stdout);
  open("/no/such/file", O_RDONLY | O_CLOEXEC);  // OPENS
  fill(&item);                                  // CALLS FILL
  return 0;
}
