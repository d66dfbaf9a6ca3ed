/* Administration: modules, kexec, reboot, the log, ports, descriptor tables, old calls, random bytes. */
#include "family.h"
#include <asm/ldt.h>
#include <linux/kexec.h>

#ifndef SYS_cachestat
#define SYS_cachestat 451
#endif

static void modules(char *end) {
  CALL(init_module, "abc", 3, "params=1");
  CALL(init_module, NOWHERE, -1L, NOWHERE);
  CALL(init_module, 0, 0x123456789abcUL, 0);
  CALL(finit_module, -1, "a", 7);
  CALL(finit_module, -100, NOWHERE, 0xf8);
  CALL(finit_module, 0x1ffffffffL, 0, 0);
  CALL(delete_module, "nosuch", 0x800);
  CALL(delete_module, "nosuch", 0xa00);
  CALL(delete_module, NOWHERE, 0x80000001);
  CALL(delete_module, "a very long module name that is longer than the limit of strings", 1);
#ifdef SYS_create_module
  CALL(create_module, "name", 4096);
  CALL(create_module, NOWHERE, -1L);
  CALL(get_kernel_syms, NOWHERE);
  CALL(get_kernel_syms, 0);
  CALL(query_module, 0, 0, end, 5, end);
  CALL(query_module, "name", 1, end, 5, end);
  CALL(query_module, "name", 2, NOWHERE, 5, 0);
  CALL(query_module, NOWHERE, 5, end, 5, end - 8);
  CALL(query_module, NOWHERE, 9, end, 5, end - 8);
#endif
}

static void kexec(char *end) {
  struct kexec_segment segments[3] = {{"abcd", 4, (void *)0x100000, 4096}, {0, 0, 0, 0}, {NOWHERE, 5, NOWHERE, 9}};
  CALL(kexec_load, 0x1000, 3, segments, KEXEC_ARCH_X86_64 | KEXEC_ON_CRASH);
  CALL(kexec_load, 0x1000, 3, segments, KEXEC_ARCH_386 | KEXEC_PRESERVE_CONTEXT | 0xff00);
  CALL(kexec_load, 0, 0, segments, 0xffff0000 | 4 | 8);
  CALL(kexec_load, 0, 17, segments, 0x7e0000);
  CALL(kexec_load, 0, 2, at_edge(segments, 40), 0x123456789abc0000);
  CALL(kexec_load, -1L, -1L, NOWHERE, -1L);
  CALL(kexec_load, -1L, 1, 0, 1);
  CALL(kexec_file_load, -1, -2, 5, "abcd", 7);
  CALL(kexec_file_load, -1, -2, 5, "abcd", 0);
  CALL(kexec_file_load, -100, 3, 3, "abcdefgh", 0x3f);
  CALL(kexec_file_load, -1, -1, -1L, NOWHERE, -1L);
  CALL(kexec_file_load, -1, -1, 0, 0, 0x100000000);
  CALL(kexec_file_load, -1, -1, 40, "0123456789012345678901234567890123456789", 0);
}

static void power(void) {
  CALL(reboot, 1, 2, 3, 4);
  CALL(reboot, 0xfee1dead, 2, 0x89abcdef, "x");
  CALL(reboot, 0xfee1dead, 7, 0xa1b2c3d4, "command");
  CALL(reboot, 0x1fee1deadL, 85072279, 0xa1b2c3d4, NOWHERE);
  CALL(reboot, 1, 672274793, 0x4321fedc, 0);
  CALL(reboot, 1, 369367448, 0x01234567, 0);
  CALL(reboot, 1, 537993217, 0xcdef0123, 0);
  CALL(reboot, 1, 537993216, 0x45584543, 0);
  CALL(reboot, 1, 537993216, 0xd000fce2, 0);
}

static void logs(char *end) {
  for (int action = 1; action <= 11; action++)
    if (action != 5 && action != 8 && action != 4 && action != 2 && action != 6 && action != 7) CALL(syslog, action, end - 16, action == 3 ? 0 : -5);
  CALL(syslog, 2, end - 16, -1);
  CALL(syslog, 2, 0, 5);
  CALL(syslog, 3, end - 16, 4);
  CALL(syslog, 3, NOWHERE, 4);
  CALL(syslog, 4, NOWHERE, -4);
  CALL(syslog, -1, 0, -1);
}

static void ports(char *end) {
#ifdef SYS_iopl
  CALL(iopl, 4);
  CALL(iopl, -1);
  CALL(ioperm, -1L, 1, 5);
  CALL(ioperm, 0x80, 0x100000000, -1);
  struct user_desc entry = {1, 0x1000, 0xfffff, 1, 3, 1, 0, 1, 1, 0};
  CALL(modify_ldt, 0, end - 16, 16);
  CALL(modify_ldt, 0, end, 16);
  CALL(modify_ldt, 1, &entry, 15);
  CALL(modify_ldt, 1, &entry, sizeof entry);
  CALL(modify_ldt, 0x11, &entry, sizeof entry);
  entry.entry_number = -1;
  CALL(modify_ldt, 0x11, &entry, sizeof entry);
  CALL(modify_ldt, 0x11, at_edge(&entry, 12), sizeof entry);
  CALL(modify_ldt, 0x11, 0, sizeof entry);
  CALL(modify_ldt, 2, end - 16, 16);
  CALL(modify_ldt, -5, end - 16, -1L);
  CALL(modify_ldt, 1, &entry, 0x100000010);
  entry.entry_number = 6;
  CALL(set_thread_area, &entry);
  CALL(set_thread_area, NOWHERE);
  CALL(set_thread_area, 0);
  CALL(get_thread_area, &entry);
  CALL(get_thread_area, 0);
#endif
}

static void old(char *end) {
  CALL(ustat, 0x801, end - 64);
  CALL(ustat, 0x123456789L, NOWHERE);
  CALL(ustat, -1, 0);
  CALL(sysfs, 1, "ext4");
  CALL(sysfs, 1, "nosuch");
  CALL(sysfs, 1, NOWHERE);
  CALL(sysfs, 2, 0, end - 64);
  CALL(sysfs, 2, 0x100000001, end - 64);
  CALL(sysfs, 2, 9999, end);
  CALL(sysfs, 3);
  CALL(sysfs, 4, 5, 6);
  CALL(sysfs, -1L, 5, 6);
  CALL(vhangup);
  CALL(uselib, "lib");
  CALL(lookup_dcookie, 0x1234567890UL, end - 64, 64);
  CALL(lookup_dcookie, -1L, NOWHERE, -1L);
  CALL(nfsservctl, 1, end, end);
  CALL(nfsservctl, 0, NOWHERE, 0);
#ifdef SYS__sysctl
  int name[] = {1, 2, 3};
  struct { int *name; int n; void *old; size_t *oldlen; void *new; size_t newlen; } args = {name, 3, end, 0, 0, 0};
  CALL(_sysctl, &args);
  CALL(_sysctl, NOWHERE);
#endif
#ifdef SYS_afs_syscall
  CALL(afs_syscall, 1, 2, 3, 4, 5, 6);
  CALL(getpmsg, 1, 2, 3, 4, 5, 6);
  CALL(putpmsg, 1, 2, 3, 4, -5L, 6);
  CALL(vserver, 1, 2, 3, 4, 5, 6);
#endif
#ifdef SYS_security
  CALL(security, 1, 2, 3, 4, 5, 6);
  CALL(tuxcall, 1, 2, 3, 4, 5, 6);
  CALL(epoll_ctl_old, 1, 2, 3, 4);
  CALL(epoll_wait_old, 1, 2, 3, 4);
#endif
}

static void processes(void) {
  for (int type = 0; type < 10; type++) CALL(kcmp, 1, 0x100000001, type, 1, 0xffffffff);
  struct { unsigned efd, tfd, toff; } slot = {3, 4, 5};
  CALL(kcmp, 1, 1, 7, 3, &slot);
  CALL(kcmp, 1, 1, 7, 3, NOWHERE);
  CALL(kcmp, 0x1ffffffff, 1, 0xffffffff, 3, 1);
  CALL(setns, -1, 0x40000000);
  CALL(setns, -1, 0x7e020080);
  CALL(setns, -1, 0x1);
  CALL(unshare, 0x1);
  CALL(unshare, 0x2000f80);
  CALL(unshare, 0);
  CALL(personality, 0xffffffff);
}

static void page_cache(char *end) {
  const uint64_t range[] = {0, 4096};
  CALL(cachestat, -1, at_edge(range, sizeof range), end, 0);
  CALL(cachestat, -1, end - 8, NOWHERE, ALL_BITS);
  CALL(cachestat, 0, 0, 0, 1);
}

int main(void) {
  CALL(close_range, 3, LOW_BITS, 0);
  char *end = edge_page() + 4096;
  modules(end);
  kexec(end);
  power();
  logs(end);
  ports(end);
  old(end);
  processes();
  page_cache(end);
  CALL(getrandom, end - 4, 0, 0);
  CALL(getrandom, end - 4, 5, 3);
  CALL(getrandom, NOWHERE, 5, 0xff);
  CALL(getrandom, 0, -1L, 4);
  return 0;
}
