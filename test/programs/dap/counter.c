// Writes a growing number to the start of a file, every few milliseconds, for a minute at most: whoever reads the file sees
// whether the program makes progress.
#include <fcntl.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

int main(int argc, char **argv) {
  if (argc < 2) return 2;
  int fd = open(argv[1], O_CREAT | O_TRUNC | O_WRONLY, 0600);
  if (fd < 0) return 1;
  struct timespec pause = {0, 5 * 1000 * 1000};
  for (int i = 1; i <= 12000; i++) {
    char text[16];
    int length = snprintf(text, sizeof text, "%08d\n", i);
    if (pwrite(fd, text, length, 0) != length) return 1;
    nanosleep(&pause, NULL);
  }
  return 0;
}
