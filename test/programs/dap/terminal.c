// Says whether it has a terminal, reads a line from it, and answers.
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

int main(void) {
  char line[100] = "";
  const char *mark = getenv("DAP_TEST_MARK");
  printf("terminal %d %d mark %s\n", isatty(0), isatty(1), mark ? mark : "none");
  fflush(stdout);
  if (!fgets(line, sizeof line, stdin)) return 1;
  printf("got %s", line);
  return 5;
}
