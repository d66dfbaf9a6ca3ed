#include "ptrace/childSignals.h"

#include <signal.h>

namespace syscall_trace {

void quietChildSignals() {
  struct sigaction action {};
  if (sigaction(SIGCHLD, nullptr, &action) != 0 || (action.sa_flags & SA_NOCLDSTOP) != 0) return;
  if ((action.sa_flags & SA_SIGINFO) == 0 && (action.sa_handler == SIG_DFL || action.sa_handler == SIG_IGN)) return;
  action.sa_flags |= SA_NOCLDSTOP;
  sigaction(SIGCHLD, &action, nullptr);
}

}  // namespace syscall_trace
