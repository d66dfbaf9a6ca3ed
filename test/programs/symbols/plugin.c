/* A library for loader.c. */
#include <signal.h>

int plugin_entry(int value);

__attribute__((noinline)) static int plugin_inner(int value) {
  raise(SIGTRAP);
  return value + 1;
}

int plugin_entry(int value) { return plugin_inner(value) + 1; }
