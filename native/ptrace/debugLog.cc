#include "ptrace/debugLog.h"

#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <algorithm>
#include <cstdarg>
#include <cstdio>

namespace syscall_trace {

void DebugLog::line(const char* format, ...) const {
  if (!enabled_) return;
  timespec now{};
  clock_gettime(CLOCK_MONOTONIC, &now);
  char text[512];
  int used = std::snprintf(text, sizeof text, "syscall-trace: %ld.%06ld ", static_cast<long>(now.tv_sec), now.tv_nsec / 1000);
  va_list arguments;
  va_start(arguments, format);
  const int more = std::vsnprintf(text + used, sizeof text - static_cast<size_t>(used) - 1, format, arguments);
  va_end(arguments);
  used = std::min<int>(used + std::max(more, 0), sizeof text - 2);
  text[used++] = '\n';
  // A log that cannot be written must not stop tracing.
  [[maybe_unused]] const ssize_t ignored = write(STDERR_FILENO, text, static_cast<size_t>(used));
}

void DebugLog::writeStatus(int tid, int status) const {
  if (WIFEXITED(status)) line("wait4: %d exited with %d", tid, WEXITSTATUS(status));
  else if (WIFSIGNALED(status)) line("wait4: %d killed by signal %d", tid, WTERMSIG(status));
  else if (WIFSTOPPED(status)) line("wait4: %d stopped, signal %d%s, event %d", tid, WSTOPSIG(status) & 0x7f, WSTOPSIG(status) & 0x80 ? " (syscall)" : "", status >> 16);
  else line("wait4: %d status 0x%x", tid, static_cast<unsigned>(status));
}

}  // namespace syscall_trace
