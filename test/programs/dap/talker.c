// Writes text whose characters are cut between writes, to stdout and to stderr.
#include <string.h>
#include <unistd.h>

int main(void) {
  const char *text = "gr\xc3\xbc\xc3\x9f dich \xf0\x9f\x98\x80\n";
  for (size_t i = 0; i < strlen(text); i++) {
    if (write(1, text + i, 1) != 1) return 1;
    usleep(1000);
  }
  if (write(2, "to stderr\n", 10) != 10) return 1;
  return 0;
}
