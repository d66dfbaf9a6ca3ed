/* ptrace(2): every request, on a stopped child and on nothing. */
#include "family.h"
#include <asm/ptrace-abi.h>
#include <elf.h>
#include <linux/filter.h>
#include <linux/ptrace.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/uio.h>
#include <sys/user.h>
#include <sys/wait.h>
#define P(request, ...) CALL(ptrace, request, ##__VA_ARGS__)
int main(void) {
  CALL(close_range, 3, LOW_BITS, 0);
  char *end = edge_page() + 4096;
  pid_t child = fork();
  if (child == 0) {
    P(PTRACE_TRACEME, 1, 2, 3);
    raise(SIGSTOP);
    getppid();
    _exit(0);
  }
  int status;
  waitpid(child, &status, 0);
  long word;
  siginfo_t info;
  struct iovec iov;
  static struct user_regs_struct regs;
  static struct user_fpregs_struct fp;
  static char xstate[8192];
  P(PTRACE_SETOPTIONS, child, 0, PTRACE_O_TRACESYSGOOD | PTRACE_O_TRACEEXIT | PTRACE_O_EXITKILL);
  P(PTRACE_SETOPTIONS, child, 1, 0xffffffff);
  P(PTRACE_SETOPTIONS, -1, 0, 0);
  P(PTRACE_OLDSETOPTIONS, child, 1, 1);
  P(PTRACE_GETSIGINFO, child, 5, &info);
  P(PTRACE_GETSIGINFO, -1, 5, &info);
  P(PTRACE_SETSIGINFO, child, 5, &info);
  P(PTRACE_SETSIGINFO, child, 5, NOWHERE);
  P(PTRACE_GETEVENTMSG, child, 5, &word);
  P(PTRACE_GETEVENTMSG, -1, 5, &word);
  P(PTRACE_GETREGS, child, 5, &regs);
  P(PTRACE_GETREGS, -1, 5, &regs);
  P(PTRACE_SETREGS, child, 5, &regs);
  P(PTRACE_SETREGS, -1, 5, NOWHERE);
  P(PTRACE_GETFPREGS, child, 5, &fp);
  P(PTRACE_SETFPREGS, child, 5, &fp);
  P(PTRACE_GETFPXREGS, child, 5, &fp);
  P(PTRACE_SETFPXREGS, child, 5, &fp);
  int notes[] = {NT_PRSTATUS, NT_FPREGSET, NT_X86_XSTATE, NT_386_TLS, 77, 0x204};
  for (int i = 0; i < 6; i++) {
    iov.iov_base = i == 0 ? (void *)&regs : xstate; iov.iov_len = i == 0 ? sizeof regs + 50 : 512;
    P(PTRACE_GETREGSET, child, notes[i], &iov);
    P(PTRACE_SETREGSET, child, notes[i], &iov);
    P(PTRACE_GETREGSET, -1, notes[i], &iov);
  }
  iov.iov_base = &regs; iov.iov_len = 20;
  P(PTRACE_GETREGSET, child, NT_PRSTATUS, &iov);
  for (int length = 8; length <= 272; length += 88) {
    iov.iov_base = &regs; iov.iov_len = length;
    P(PTRACE_GETREGSET, child, NT_PRSTATUS, &iov);
    P(PTRACE_SETREGSET, child, NT_PRSTATUS, &iov);
    iov.iov_base = xstate; iov.iov_len = 2 * length;
    P(PTRACE_GETREGSET, child, NT_FPREGSET, &iov);
  }
  iov.iov_base = at_edge(&regs, 40); iov.iov_len = 48;
  P(PTRACE_SETREGSET, child, NT_PRSTATUS, &iov);
  iov.iov_len = 0; iov.iov_base = 0;
  P(PTRACE_GETREGSET, child, NT_PRSTATUS, &iov);
  P(PTRACE_GETREGSET, child, NT_PRSTATUS, NOWHERE);
  P(PTRACE_SETREGSET, child, NT_PRSTATUS, NOWHERE);
  P(PTRACE_PEEKTEXT, child, &word, &word);
  P(PTRACE_PEEKDATA, child, &word, &word);
  P(PTRACE_PEEKDATA, child, NOWHERE, &word);
  P(PTRACE_PEEKUSR, child, 0, &word);
  P(PTRACE_PEEKUSR, child, 8 * 16, &word);
  P(PTRACE_PEEKUSR, child, 8 * 15 + 3, &word);
  P(PTRACE_PEEKUSR, child, 27 * 8, &word);
  P(PTRACE_PEEKUSR, child, 400, &word);
  P(PTRACE_PEEKUSR, child, offsetof(struct user, u_debugreg[3]), &word);
  P(PTRACE_PEEKUSR, child, 9999, &word);
  P(PTRACE_POKEUSR, -1, 8 * 15, 0x1234);
  P(PTRACE_POKEUSR, -1, offsetof(struct user, start_code), -1L);
  P(PTRACE_POKETEXT, child, NOWHERE, 0x1234567890);
  P(PTRACE_POKEDATA, -1, &word, 5);
  struct ptrace_peeksiginfo_args args = {1, 1, 5}, odd = {-1, 0xff, -1};
  static siginfo_t infos[8];
  P(PTRACE_PEEKSIGINFO, child, &args, infos);
  P(PTRACE_PEEKSIGINFO, -1, &odd, infos);
  P(PTRACE_PEEKSIGINFO, -1, NOWHERE, infos);
  unsigned long mask = 5;
  P(PTRACE_GETSIGMASK, child, 8, &mask);
  P(PTRACE_SETSIGMASK, child, 8, &mask);
  P(PTRACE_GETSIGMASK, child, 9, &mask);
  P(PTRACE_SETSIGMASK, -1, 7, &mask);
  struct sock_filter filter[10];
  P(PTRACE_SECCOMP_GET_FILTER, child, 0, filter);
  P(PTRACE_SECCOMP_GET_FILTER, -1, 42, filter);
  struct { unsigned long off, flags; } meta = {7, 9};
  P(PTRACE_SECCOMP_GET_METADATA, child, 16, &meta);
  P(PTRACE_SECCOMP_GET_METADATA, -1, 8, &meta);
  P(PTRACE_SECCOMP_GET_METADATA, -1, 16, NOWHERE);
  struct ptrace_syscall_info sys;
  P(PTRACE_GET_SYSCALL_INFO, child, sizeof sys, &sys);
  P(PTRACE_GET_SYSCALL_INFO, child, 4, &sys);
  P(PTRACE_GET_SYSCALL_INFO, child, 12, &sys);
  P(PTRACE_GET_SYSCALL_INFO, -1, sizeof sys, &sys);
  static struct ptrace_rseq_configuration rseq;
  P(PTRACE_GET_RSEQ_CONFIGURATION, child, sizeof rseq, &rseq);
  P(PTRACE_GET_RSEQ_CONFIGURATION, child, 8, &rseq);
  P(PTRACE_GET_RSEQ_CONFIGURATION, -1, 8, &rseq);
  P(PTRACE_GET_THREAD_AREA, child, 12, xstate);
  P(PTRACE_SET_THREAD_AREA, -1, 12, xstate);
  if (sizeof(long) == 8) P(30, child, &word, 0x1003);
  if (sizeof(long) == 8) P(30, -1, 0x5678, 0x1002);
  if (sizeof(long) == 8) P(30, -1, &word, 0x77);
  P(0x4210, child, 16, &meta);
  P(0x4211, child, 32, xstate);
  P(0x4212, child, 5, &sys);
  P(0x4299, child, 5, 6);
  P(-1L, 0x1ffffffffL, -5L, -6L);
  P(PTRACE_SEIZE, -1, 3, PTRACE_O_TRACEFORK);
  P(PTRACE_ATTACH, -1, 3, 4);
  P(PTRACE_INTERRUPT, child, 3, 4);
  P(PTRACE_LISTEN, child, 3, 4);
  P(PTRACE_SINGLEBLOCK, -1, 3, 4);
  P(PTRACE_SYSEMU, -1, 0, SIGUSR1);
  P(PTRACE_SYSEMU_SINGLESTEP, -1, 1, 99);
  P(PTRACE_SYSCALL, child, 1, 0);
  waitpid(child, &status, 0);
  for (int i = 0; i < 2; i++) {
    P(PTRACE_GET_SYSCALL_INFO, child, sizeof sys, &sys);
    P(PTRACE_GET_SYSCALL_INFO, child, 40, &sys);
    P(PTRACE_GET_SYSCALL_INFO, child, 25, &sys);
    P(PTRACE_SYSCALL, child, 0, 0);
    waitpid(child, &status, 0);
  }
  P(PTRACE_SINGLESTEP, child, 1, 0);
  waitpid(child, &status, 0);
  P(PTRACE_DETACH, -1, 1, SIGCONT);
  P(PTRACE_CONT, child, 1, SIGTERM);
  waitpid(child, &status, 0);
  P(PTRACE_KILL, child, 1, SIGTERM);
  waitpid(child, &status, 0);
  P(PTRACE_DETACH, child, 1, 0);
  return 0;
}
