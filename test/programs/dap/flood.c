// Fails as often as the first argument says.
#include <stdlib.h>
#include <unistd.h>

int main(int argc, char **argv) {
  long count = argc < 2 ? 1000 : atol(argv[1]);
  for (long i = 0; i < count; i++) close(-1);
  return 0;
}
