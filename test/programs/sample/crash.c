/*
 * A program that dies as many do: a value that is missing from its configuration is used as if it were there.
 * Run it under Syscall Trace (F5): it stops at the signal, and the call stack leads to the lines below.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

struct setting {
  const char *name;
  const char *value;
};

static struct setting settings[] = {{"port", "8080"}, {"host", "localhost"}};

/* NULL when there is no such setting: nobody checks. */
static const struct setting *find_setting(const char *name) {
  for (size_t i = 0; i < sizeof settings / sizeof *settings; i++) {
    if (strcmp(settings[i].name, name) == 0) return &settings[i];
  }
  return NULL;
}

static int read_number(const char *name) {
  const struct setting *setting = find_setting(name);
  return atoi(setting->value);
}

static void start_server(void) {
  printf("crash: port %d\n", read_number("port"));
  fflush(stdout);
  printf("crash: timeout %d\n", read_number("timeout"));
}

int main(void) {
  struct stat status;
  stat("/etc/hostname", &status);
  start_server();
  return EXIT_SUCCESS;
}
