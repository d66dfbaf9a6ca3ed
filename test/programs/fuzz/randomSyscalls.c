/*
 * Makes random system calls, with random and half plausible arguments, in three ABIs, from several tasks: food for a tracer.
 *
 *   randomSyscalls SEED WORKERS CALLS    exit status 0; 77 when it cannot be shut in here
 *
 * What it can reach: nothing. It runs as nobody without capabilities, in user, mount, pid, network, IPC and UTS namespaces of
 * its own, with an empty tmpfs of 4 MB as its root, under limits of memory, tasks, files and time. The first process of its pid
 * namespace supervises workers, which make the calls; with it everything ends, at the latest by SIGALRM.
 * Built static: there are no libraries in an empty root.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <linux/capability.h>
#include <poll.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { cannot_sandbox = 77, nobody = 65534, deadline_seconds = 50, worker_ms = 1500, pages = 8, page_size = 4096 };

/* Below 2 GB, so that the 32-bit ABIs reach them. Behind each is nothing. */
#define STILL ((uint8_t *)0x10000000)
#define MOVING ((uint8_t *)0x20000000)
#define POOL_SIZE ((size_t)pages * page_size)

static uint64_t state;

static uint64_t next_random(void) { /* splitmix64, Vigna 2015 */
  uint64_t z = state += 0x9e3779b97f4a7c15;
  z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9;
  z = (z ^ z >> 27) * 0x94d049bb133111eb;
  return z ^ z >> 31;
}

static unsigned below(unsigned limit) { return (unsigned)(next_random() % limit); }
static int one_in(unsigned n) { return below(n) == 0; }

/* Calls that are never made, by their number in each ABI. */
static const struct {
  int x86_64, i386;
} excluded[] = {
    /* Of the machine, not of the namespace. Refused without capabilities: not even tried. */
    {SYS_reboot, 88},
    {SYS_kexec_load, 283},
    {SYS_kexec_file_load, -1},
    {SYS_init_module, 128},
    {SYS_finit_module, 350},
    {SYS_delete_module, 129},
    {SYS_swapon, 87},
    {SYS_swapoff, 115},
    {SYS_settimeofday, 79},
    {SYS_clock_settime, 264},
    {SYS_adjtimex, 124},
    {SYS_clock_adjtime, 343},
    {SYS_acct, 51},
    {SYS_syslog, 103},
    {SYS_iopl, 110},
    {SYS_ioperm, 101},
    {SYS_vhangup, 111},
    {-1, 25},  /* stime */
    {-1, 404}, /* clock_settime64 */
    {-1, 405}, /* clock_adjtime64 */
    /* What they begin goes on in the kernel, outside of the limits. */
    {SYS_bpf, 357},
    {SYS_perf_event_open, 336},
    {SYS_io_uring_setup, 425},
    {SYS_io_uring_enter, 426},
    {SYS_io_uring_register, 427},
    /* It would borrow the stack of the caller, which goes on returning from functions. */
    {SYS_vfork, 190},
    /* They would lift the limits of this program. */
    {SYS_setrlimit, 75},
    {SYS_prlimit64, 340},
    /* They end the worker: enough of them come by signals. */
    {SYS_exit, 1},
    {SYS_exit_group, 252},
};

static int is_excluded(int nr, int i386) {
  for (size_t i = 0; i < sizeof excluded / sizeof *excluded; i++)
    if (nr == (i386 ? excluded[i].i386 : excluded[i].x86_64)) return 1;
  return 0;
}

/* Edges of widths, of errors, of counts; small ones, single bits, anything. */
static uint64_t number(void) {
  static const uint64_t edges[] = {0, 1, 2, 3, 8, 16, 64, 4095, 4096, 65536, 0x7fffffff, 0x80000000, 0xffffffff, 0x100000000, -1UL, -100UL, -4096UL, 1UL << 63};
  switch (below(4)) {
    case 0: return edges[below(sizeof edges / sizeof *edges)];
    case 1: return below(64);
    case 2: return 1UL << below(64);
    default: return next_random();
  }
}

static uint64_t pointer(void) {
  uint8_t *pool = one_in(3) ? MOVING : STILL;
  switch (below(8)) {
    case 0: return (uint64_t)pool + POOL_SIZE - below(80);
    case 1: return (uint64_t)pool + POOL_SIZE;
    case 2: return one_in(2) ? 0 : number();
    case 3: return (uint64_t)pool + below(POOL_SIZE);
    case 4: return (uint64_t)pool + page_size - below(16);
    default: return (uint64_t)pool + 64 * below(POOL_SIZE / 64);
  }
}

static uint64_t argument(void) {
  switch (below(5)) {
    case 0: return below(12);
    case 1: return number();
    default: return pointer();
  }
}

/* Structures in which a part is plausible: pointers, counts, text that a terminal would obey, nothing. */
static void fill(uint8_t *at, size_t size) {
  static const char *const texts[] = {"a", "./b", "..", "/", "x\033[2J\033]0;title\007\n\r\t\"\\<>", "\xff\xfe\x9b" "31m", "user.a", "tmpfs", ""};
  for (size_t i = 0; i + 64 <= size;) {
    switch (below(6)) {
      case 0: i += 64; break;
      case 1: {
        const char *text = texts[below(sizeof texts / sizeof *texts)];
        memcpy(at + i, text, strlen(text) + 1);
        i += 64;
        break;
      }
      case 2:
        memset(at + i, (int)next_random(), 64);
        i += 64;
        break;
      default: {
        const uint64_t value = one_in(3) ? pointer() : number();
        const size_t width = one_in(2) ? 8 : one_in(2) ? 4 : 2;
        memcpy(at + i, &value, width);
        i += width;
      }
    }
  }
}

static long by_interrupt(long nr, const uint64_t *args) {
  long result;
  uint32_t sixth = (uint32_t)args[5];
  __asm__ volatile("push %%rbp\n\tmov %[sixth], %%ebp\n\tint $0x80\n\tpop %%rbp"
                   : "=a"(result)
                   : "a"(nr), "b"(args[0]), "c"(args[1]), "d"(args[2]), "S"(args[3]), "D"(args[4]), [sixth] "r"(sixth)
                   : "memory", "r8", "r9", "r10", "r11");
  return result;
}

static volatile int racing;

/* Takes away and gives back what is being read. */
static void *race(void *unused) {
  (void)unused;
  for (uint64_t turn = 0; racing; turn++) {
    uint8_t *page = MOVING + turn % pages * page_size;
    switch (turn % 5) {
      case 0: mprotect(page, page_size, PROT_NONE); break;
      case 1: munmap(page, page_size); break;
      case 2: mprotect(page, page_size, PROT_READ); break;
      default: mmap(page, page_size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0);
    }
    STILL[turn * 131 % POOL_SIZE] = (uint8_t)turn;
    usleep(1000);
  }
  return NULL;
}

static void interrupted(int signo) { (void)signo; }

static void random_call(void) {
  uint64_t args[6];
  for (int i = 0; i < 6; i++) args[i] = argument();
  const int abi = (int)below(8);
  const int nr = one_in(50) ? (int)next_random() : (int)below(470);
  if (is_excluded(nr, abi == 0)) return;
  if (nr == SYS_fork || nr == SYS_clone || nr == SYS_clone3) {
    if (!one_in(4)) return;
  }
  if (abi == 0) {
    if (nr == 2 || nr == 120) return;
    by_interrupt(nr, args);
  } else if (abi == 1) {
    syscall((nr < 512 && nr >= 0 && one_in(4) ? 512 + nr % 36 : nr) | 0x40000000, args[0], args[1], args[2], args[3], args[4], args[5]);
  } else {
    syscall(nr, args[0], args[1], args[2], args[3], args[4], args[5]);
  }
}

static void map_pool(uint8_t *at) {
  if (mmap(at, POOL_SIZE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE, -1, 0) == MAP_FAILED) _exit(3);
}

/* `self`: a descriptor of this program, for execve. */
static int work(uint64_t seed, int calls, int self) {
  state = seed * 0x2545f4914f6cdd1d + 1;
  map_pool(STILL);
  map_pool(MOVING);
  fill(STILL, POOL_SIZE);
  fill(MOVING, POOL_SIZE);
  /* Blocking calls end soon, as long as no random call forbids that. */
  struct sigaction action = {.sa_handler = interrupted};
  for (int signo = 1; signo < 64; signo++)
    if (signo != SIGKILL && signo != SIGSTOP && signo != SIGSEGV && signo != SIGBUS && signo != SIGILL) sigaction(signo, &action, NULL);
  setitimer(ITIMER_REAL, &(struct itimerval){{0, 10000}, {0, 10000}}, NULL);
  pthread_t racer;
  racing = 1;
  pthread_create(&racer, NULL, race, NULL);
  for (int i = 0; i < calls; i++) {
    if (one_in(8)) fill(STILL + page_size * below(pages), page_size);
    random_call();
    if (one_in(400)) {
      char text[3][24];
      snprintf(text[0], sizeof text[0], "%lu", (unsigned long)(seed + 1000));
      snprintf(text[1], sizeof text[1], "%d", calls - i);
      snprintf(text[2], sizeof text[2], "%d", self);
      syscall(SYS_execveat, self, "", (char *[]){"\033[31mworker\n", text[0], text[1], text[2], NULL}, (char *[]){"A=\033]0;x\007", NULL}, AT_EMPTY_PATH);
    }
    if (one_in(500)) raise((int)(1 + below(64)));
  }
  _exit(0);
}

static void limit(int resource, rlim_t value) { setrlimit(resource, &(struct rlimit){value, value}); }

static int put(const char *path, const char *text) {
  const int fd = open(path, O_WRONLY);
  const ssize_t length = (ssize_t)strlen(text);
  const int good = fd >= 0 && write(fd, text, (size_t)length) == length;
  close(fd);
  return good;
}

static int shut_in(void) {
  if (geteuid() == 0 && (setgroups(0, NULL) != 0 || setresgid(nobody, nobody, nobody) != 0 || setresuid(nobody, nobody, nobody) != 0)) return 0;
  char map[64];
  prctl(PR_SET_DUMPABLE, 1);
  snprintf(map, sizeof map, "%d %u 1", nobody, geteuid());
  char group_map[64];
  snprintf(group_map, sizeof group_map, "%d %u 1", nobody, getegid());
  if (unshare(CLONE_NEWUSER | CLONE_NEWNS | CLONE_NEWPID | CLONE_NEWNET | CLONE_NEWIPC | CLONE_NEWUTS) != 0) return 0;
  if (!put("/proc/self/setgroups", "deny") || !put("/proc/self/uid_map", map) || !put("/proc/self/gid_map", group_map)) return 0;
  if (mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) != 0 || mount("tmpfs", "/tmp", "tmpfs", MS_NOSUID | MS_NODEV, "size=4m,mode=777") != 0) return 0;
  if (chdir("/tmp") != 0 || chroot(".") != 0) return 0;
  limit(RLIMIT_AS, 64 << 20);
  limit(RLIMIT_FSIZE, 256 << 10);
  limit(RLIMIT_NOFILE, 64);
  limit(RLIMIT_CPU, deadline_seconds);
  limit(RLIMIT_CORE, 0);
  limit(RLIMIT_MEMLOCK, 1 << 20);
  limit(RLIMIT_MSGQUEUE, 1 << 16);
  limit(RLIMIT_NPROC, 24);
  return 1;
}

static void drop_capabilities(void) {
  struct __user_cap_header_struct header = {_LINUX_CAPABILITY_VERSION_3, 0};
  struct __user_cap_data_struct none[2] = {{0}};
  prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
  if (syscall(SYS_capset, &header, none) != 0) _exit(cannot_sandbox);
}

/* The first process of the pid namespace. Signals of the others do not reach it, and nothing is left when it ends. */
static int supervise(uint64_t seed, int workers, int calls, int self) {
  drop_capabilities();
  const struct timespec tick = {0, 5000000};
  sigset_t chld;
  sigemptyset(&chld);
  sigaddset(&chld, SIGCHLD);
  sigprocmask(SIG_BLOCK, &chld, NULL);
  for (int i = 0; i < workers; i++) {
    const pid_t worker = fork();
    if (worker < 0) return 4;
    if (worker == 0) {
      sigprocmask(SIG_UNBLOCK, &chld, NULL);
      return work(seed + (uint64_t)i, calls, self);
    }
    struct timespec begin, now;
    clock_gettime(CLOCK_MONOTONIC, &begin);
    for (;;) {
      const pid_t ended = waitpid(-1, NULL, WNOHANG);
      if (ended == worker) break;
      if (ended > 0) continue;
      sigtimedwait(&chld, NULL, &tick);
      clock_gettime(CLOCK_MONOTONIC, &now);
      if ((now.tv_sec - begin.tv_sec) * 1000 + (now.tv_nsec - begin.tv_nsec) / 1000000 > worker_ms) kill(worker, SIGKILL);
    }
    /* What it has begun ends with it. */
    kill(-1, SIGKILL);
    while (waitpid(-1, NULL, 0) > 0 || errno == EINTR) continue;
  }
  return 0;
}

int main(int argc, char **argv) {
  if (argc < 4) return 2;
  if (argv[0][0] == '\033') return work(strtoul(argv[1], NULL, 10), atoi(argv[2]), atoi(argv[3]));
  const int self = open("/proc/self/exe", O_RDONLY);
  /* What it writes to 0, 1 and 2 is not mistaken for the tracer's. */
  const int null = open("/dev/null", O_RDWR);
  for (int fd = 0; fd < 3; fd++) dup2(null, fd);
  close(null);
  alarm(deadline_seconds);
  if (self < 0 || null < 0 || !shut_in()) return cannot_sandbox;
  const pid_t first = fork();
  if (first < 0) return cannot_sandbox;
  if (first == 0) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    _exit(supervise(strtoul(argv[1], NULL, 10), atoi(argv[2]), atoi(argv[3]), self));
  }
  int status;
  while (waitpid(first, &status, 0) < 0 && errno == EINTR) continue;
  return WIFEXITED(status) ? WEXITSTATUS(status) : 5;
}
