/*
 * A tour of the kernel: some seconds of varied system calls, one stop of the tour a function.
 * Run it under Syscall Trace (F5) and click the rows: each leads to the line here that made the call.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { ROUNDS = 5, ROUND_MS = 300 };

static void pause_ms(long milliseconds) {
  struct timespec time = {.tv_sec = milliseconds / 1000, .tv_nsec = milliseconds % 1000 * 1000000};
  nanosleep(&time, NULL);
}

/* Files: created, written, read back, renamed, removed. */
static void visit_files(const char *folder) {
  char path[256], renamed[256];
  snprintf(path, sizeof path, "%s/notes.txt", folder);
  snprintf(renamed, sizeof renamed, "%s/notes.old", folder);

  int fd = open(path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
  struct iovec lines[] = {{"first line\n", 11}, {"second line\n", 12}};
  writev(fd, lines, 2);
  char text[64];
  pread(fd, text, sizeof text, 6);
  struct stat status;
  fstat(fd, &status);
  close(fd);
  rename(path, renamed);
  unlink(renamed);
}

/* Errors: what a program asks for and does not get. */
static void visit_errors(void) {
  open("/etc/no-such-file.conf", O_RDONLY);
  mkdir("/proc/not-here", 0755);
  close(1234);
}

/* A child process and the pipe to it. */
static void visit_processes(void) {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) < 0) return;
  pid_t child = fork();
  if (child == 0) {
    dup2(ends[1], STDOUT_FILENO);
    execl("/bin/echo", "echo", "hello from the child", (char *)NULL);
    _exit(127);
  }
  close(ends[1]);
  char answer[64];
  ssize_t length = read(ends[0], answer, sizeof answer);
  close(ends[0]);
  waitpid(child, NULL, 0);
  printf("tour: the child said: %.*s", (int)length, answer);
  fflush(stdout);
}

/* A conversation over TCP with ourselves. */
static void visit_network(void) {
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  socklen_t size = sizeof address;
  int server = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  bind(server, (struct sockaddr *)&address, size);
  listen(server, 1);
  getsockname(server, (struct sockaddr *)&address, &size);
  int client = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  connect(client, (struct sockaddr *)&address, size);
  int accepted = accept4(server, NULL, NULL, SOCK_CLOEXEC);
  send(client, "ping", 4, MSG_NOSIGNAL);
  char word[16];
  recv(accepted, word, sizeof word, 0);
  close(accepted);
  close(client);
  close(server);
}

/* Waiting for events, with and without success. */
static void visit_events(void) {
  int events = eventfd(0, EFD_CLOEXEC);
  int epoll = epoll_create1(EPOLL_CLOEXEC);
  struct epoll_event wanted = {.events = EPOLLIN | EPOLLET, .data.fd = events}, seen[4];
  epoll_ctl(epoll, EPOLL_CTL_ADD, events, &wanted);
  epoll_wait(epoll, seen, 4, 10);
  uint64_t one = 1;
  write(events, &one, sizeof one);
  epoll_wait(epoll, seen, 4, 10);
  struct pollfd polled = {.fd = events, .events = POLLIN};
  poll(&polled, 1, 0);
  close(epoll);
  close(events);
}

static void *work(void *folder) {
  visit_files(folder);
  return NULL;
}

/* Memory, and a thread beside ours. */
static void visit_threads(char *folder) {
  void *memory = mmap(NULL, 1 << 20, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  mprotect(memory, 4096, PROT_READ);
  munmap(memory, 1 << 20);
  pthread_t thread;
  if (pthread_create(&thread, NULL, work, folder) == 0) pthread_join(thread, NULL);
}

static void on_alarm(int signal) { (void)signal; }

/* A signal and its handler. */
static void visit_signals(void) {
  struct sigaction action = {.sa_handler = on_alarm};
  sigaction(SIGUSR1, &action, NULL);
  raise(SIGUSR1);
}

int main(void) {
  char folder[] = "/tmp/tour-XXXXXX";
  if (mkdtemp(folder) == NULL) return EXIT_FAILURE;
  for (int round = 1; round <= ROUNDS; round++) {
    printf("tour: round %d of %d\n", round, ROUNDS);
    fflush(stdout);
    visit_files(folder);
    visit_errors();
    visit_processes();
    visit_network();
    visit_events();
    visit_threads(folder);
    visit_signals();
    pause_ms(ROUND_MS);
  }
  rmdir(folder);
  return EXIT_SUCCESS;
}
