/*
 * Takes a stack snapshot by ptrace:  snapshot OUTPUT_DIRECTORY STACK_BYTES PROGRAM [ARGUMENT…]
 * Runs PROGRAM until it raises SIGTRAP (or is about to die of a signal) and writes the files regs (user_regs_struct), stack, address (text)
 * and maps of the task that did. Prints its pid and holds it stopped until its own standard input ends, then kills it.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/user.h>
#include <sys/wait.h>
#include <unistd.h>

static const char *directory;

static void fail(const char *what) {
  perror(what);
  exit(1);
}

static void write_file(const char *name, const void *data, size_t size) {
  char path[4096];
  snprintf(path, sizeof path, "%s/%s", directory, name);
  FILE *file = fopen(path, "w");
  if (!file || fwrite(data, 1, size, file) != size || fclose(file)) fail(path);
}

static void copy_maps(pid_t pid) {
  char path[64];
  snprintf(path, sizeof path, "/proc/%d/maps", pid);
  FILE *maps = fopen(path, "r");
  if (!maps) fail(path);
  static char text[1 << 20];
  write_file("maps", text, fread(text, 1, sizeof text, maps));
  fclose(maps);
}

static void copy_stack(pid_t tid, unsigned long from, size_t bytes) {
  char *stack = malloc(bytes);
  char path[64];
  snprintf(path, sizeof path, "/proc/%d/mem", tid);
  int memory = open(path, O_RDONLY);
  if (memory < 0) fail(path);
  ssize_t got = pread(memory, stack, bytes, (off_t)from);
  write_file("stack", stack, got > 0 ? (size_t)got : 0);
  close(memory);
  free(stack);
}

int main(int argc, char **argv) {
  if (argc < 4) return 2;
  directory = argv[1];
  const size_t bytes = strtoul(argv[2], NULL, 10);
  const pid_t leader = fork();
  if (leader < 0) fail("fork");
  if (leader == 0) {
    /* Our own standard output says only that the snapshot is taken. */
    dup2(open("/dev/null", O_WRONLY), 1);
    ptrace(PTRACE_TRACEME, 0, 0, 0);
    raise(SIGSTOP);
    execv(argv[3], argv + 3);
    _exit(127);
  }
  int status;
  if (waitpid(leader, &status, 0) != leader || !WIFSTOPPED(status)) fail("waitpid");
  ptrace(PTRACE_SETOPTIONS, leader, 0, PTRACE_O_EXITKILL | PTRACE_O_TRACEEXEC | PTRACE_O_TRACECLONE);
  ptrace(PTRACE_CONT, leader, 0, 0);
  for (;;) {
    const pid_t tid = waitpid(-1, &status, __WALL);
    if (tid < 0) fail("waitpid");
    if (WIFEXITED(status) || WIFSIGNALED(status)) {
      if (tid == leader) return 3;
      continue;
    }
    const int signo = WSTOPSIG(status);
    const int event = status >> 16;
    if (event || signo == SIGSTOP) {
      ptrace(PTRACE_CONT, tid, 0, 0);
    } else if (signo == SIGTRAP || signo == SIGSEGV || signo == SIGABRT) {
      struct user_regs_struct regs;
      memset(&regs, 0, sizeof regs);
      if (ptrace(PTRACE_GETREGS, tid, 0, &regs)) fail("PTRACE_GETREGS");
      write_file("regs", &regs, sizeof regs);
      const unsigned long from = (regs.rsp - 128) & ~15ul;
      char text[32];
      write_file("address", text, (size_t)snprintf(text, sizeof text, "%lu", from));
      copy_stack(tid, from, bytes);
      copy_maps(tid);
      break;
    } else {
      ptrace(PTRACE_CONT, tid, 0, signo);
    }
  }
  printf("%d\n", leader);
  fflush(stdout);
  char ignored;
  while (read(0, &ignored, 1) > 0) {
  }
  kill(leader, SIGKILL);
  while (waitpid(-1, &status, __WALL) > 0 || errno == EINTR) {
  }
  return 0;
}
