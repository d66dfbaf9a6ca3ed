/**
 * syscall-trace-stub SOCKET FILE ARGV0 [ARGUMENT…]: what the debug adapter runs in a terminal in place of the program.
 *
 * It connects to the adapter’s Unix socket, says its pid, waits until the adapter traces it, and becomes the program by execve.
 * So the program is the terminal’s own child: it has the terminal, its job control and its environment, and nothing of the
 * adapter’s. A program of its own, because a process that ran JavaScript before would hand on what Node changes
 * (SIGPIPE ignored, RLIMIT_NOFILE raised) and many threads.
 *
 * Protocol: we write "PID\n"; the adapter writes one byte when it traces us. When execve fails we write "errno NUMBER\n";
 * when it succeeds the socket closes.
 */
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>

namespace {

constexpr int kUsageStatus = 2;
constexpr int kLostStatus = 1;
/** What a shell returns for a command that cannot be run. */
constexpr int kNotRunStatus = 127;

int fail(const char* what, int status) {
  std::fprintf(stderr, "syscall-trace-stub: %s: %s\n", what, std::strerror(errno));
  return status;
}

int connectTo(const char* path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (std::strlen(path) >= sizeof address.sun_path) {
    errno = ENAMETOOLONG;
    return -1;
  }
  std::memcpy(address.sun_path, path, std::strlen(path));
  const int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (fd < 0) return -1;
  if (connect(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0) return fd;
  const int cause = errno;
  close(fd);
  errno = cause;
  return -1;
}

/** Under Yama’s ptrace_scope 1 only an ancestor may trace us, unless we name the tracer. Without Yama this does nothing. */
void allowTracingBy(int fd) {
  ucred peer{};
  socklen_t size = sizeof peer;
  if (getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &peer, &size) == 0) prctl(PR_SET_PTRACER, peer.pid, 0, 0, 0);
}

/** Waits for the adapter’s byte; false when it has gone. */
bool waitForGo(int fd) {
  char byte = 0;
  ssize_t got = 0;
  do got = read(fd, &byte, 1);
  while (got < 0 && errno == EINTR);
  return got == 1;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 4) {
    std::fputs("usage: syscall-trace-stub SOCKET FILE ARGV0 [ARGUMENT...]\n", stderr);
    return kUsageStatus;
  }
  const int fd = connectTo(argv[1]);
  if (fd < 0) return fail("cannot reach the debug adapter", kLostStatus);
  allowTracingBy(fd);
  if (dprintf(fd, "%d\n", getpid()) < 0) return fail("cannot talk to the debug adapter", kLostStatus);
  if (!waitForGo(fd)) {
    std::fputs("syscall-trace-stub: the debug session has ended\n", stderr);
    return kLostStatus;
  }
  execv(argv[2], argv + 3);
  const int cause = errno;
  dprintf(fd, "errno %d\n", cause);
  errno = cause;
  return fail(argv[2], kNotRunStatus);
}
