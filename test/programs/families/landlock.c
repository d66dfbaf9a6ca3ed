/* Landlock, keys, security modules. */
#include "family.h"
#include <linux/keyctl.h>
#include <linux/landlock.h>
int main(void) {
  CALL(close_range, 3, LOW_BITS, 0);
  char *end = edge_page() + 4096;
  struct { uint64_t fs, net, scoped, more; } ruleset = {0x1fff, 3, 3, 0};
  CALL(landlock_create_ruleset, 0, 0, 1);
  CALL(landlock_create_ruleset, 0, 0, 2);
  CALL(landlock_create_ruleset, &ruleset, 8, 0);
  CALL(landlock_create_ruleset, &ruleset, 8, 1);
  CALL(landlock_create_ruleset, &ruleset, 7, 0);
  CALL(landlock_create_ruleset, &ruleset, 0, 4);
  ruleset.fs = 0xffffffffffff0000;
  CALL(landlock_create_ruleset, &ruleset, 8, 0xfe);
  ruleset.fs = 0;
  CALL(landlock_create_ruleset, at_edge(&ruleset, 8), 8, 0);
  CALL(landlock_create_ruleset, across_edge(&ruleset, 8), 8, 0);
  CALL(landlock_create_ruleset, NOWHERE, 8, 0);
  CALL(landlock_create_ruleset, end - 8, 9, 0);
  CALL(landlock_create_ruleset, end - 8, -1L, 0);
  ruleset.fs = 0x1fff;
  CALL(landlock_create_ruleset, &ruleset, 16, 0);
  CALL(landlock_create_ruleset, &ruleset, 24, 0);
  CALL(landlock_create_ruleset, &ruleset, 32, 0);
  CALL(landlock_create_ruleset, &ruleset, 12, 0);
  struct { uint64_t access; int fd; } __attribute__((packed)) path = {0x1ff, -1};
  struct { uint64_t access, port; } net = {3, 443};
  CALL(landlock_add_rule, 3, 1, &path, 0);
  path.fd = -100; path.access = 0x1000000000010000;
  CALL(landlock_add_rule, -1, 1, &path, 1);
  CALL(landlock_add_rule, -1, 1, across_edge(&path, 12), 1);
  CALL(landlock_add_rule, -1, 1, NOWHERE, 0xffffffff);
  CALL(landlock_add_rule, -1, 2, &net, 0);
  CALL(landlock_add_rule, -1, 0, &net, 0);
  CALL(landlock_add_rule, -1, 1, 0, 0);
  CALL(landlock_restrict_self, 3, 0xffff);
  CALL(landlock_restrict_self, -1, 7);
  CALL(landlock_restrict_self, -1, 0);
  return 0;
}
