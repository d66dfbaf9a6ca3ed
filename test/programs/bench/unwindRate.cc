// Stacks a second of a stopped child, 16 frames deep, as the tracer unwinds them: one copy of the stack, rows from the cache.
#include <signal.h>
#include <sys/ptrace.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <thread>
#include <vector>

#include "ptrace/liveStacks.h"
#include "ptrace/procFiles.h"

using namespace syscall_trace;

namespace {

constexpr int kStacks = 100'000;

volatile int sink;

__attribute__((noinline)) int descend(int depth) {
  if (depth == 0) return raise(SIGSTOP);
  const int value = descend(depth - 1);
  sink = value;
  return value + 1;
}

/** CPU time, which other programs on the machine leave alone. */
double cpuSeconds() {
  timespec time{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) / 1e9;
}

}  // namespace

int main(int argc, char** argv) {
  const int rounds = argc < 2 ? 3 : std::atoi(argv[1]);
  const pid_t child = fork();
  if (child == 0) {
    ptrace(PTRACE_TRACEME, 0, nullptr, nullptr);
    _exit(descend(10));
  }
  int status = 0;
  user_regs_struct registers{};
  if (child < 0 || waitpid(child, &status, 0) != child || !WIFSTOPPED(status) || ptrace(PTRACE_GETREGS, child, nullptr, &registers) != 0) return 1;

  RemoteMemory memory;
  LiveStacks stacks(memory, 256);
  Task task;
  task.tid = child;
  task.process = std::make_shared<Process>();
  task.process->pid = child;
  std::string maps;
  if (!readMaps(child, maps)) return 1;
  stacks.update(*task.process, maps);
  const UnwoundStack* stack = nullptr;
  while ((stack = stacks.unwind(task, registers)) == nullptr) std::this_thread::yield();
  const size_t depth = stack->frames.size();

  std::vector<double> rates;
  for (int round = 0; round < rounds; round++) {
    const double began = cpuSeconds();
    for (int i = 0; i < kStacks; i++) stack = stacks.unwind(task, registers);
    rates.push_back(kStacks / (cpuSeconds() - began));
  }
  std::sort(rates.begin(), rates.end());
  const double rate = rates[rates.size() / 2];
  std::printf("%.0f stacks/s of CPU time, of %zu frames (%.2f us each, the copy of the stack included), median of %d rounds\n", rate, depth, 1e6 / rate, rounds);
  kill(child, SIGKILL);
  waitpid(child, &status, 0);
  return stack == nullptr || depth < 8 ? 1 : 0;
}
