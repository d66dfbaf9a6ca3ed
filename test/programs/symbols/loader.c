/* main → plugin_entry of the library that the first argument names. */
#include <dlfcn.h>
#include <stdio.h>

int main(int argc, char **argv) {
  void *plugin = argc > 1 ? dlopen(argv[1], RTLD_NOW) : NULL;
  if (!plugin) {
    fprintf(stderr, "%s\n", dlerror());
    return 2;
  }
  int (*entry)(int) = (int (*)(int))dlsym(plugin, "plugin_entry");
  return entry(1) + argc;
}
