// Threads that are at another place at each moment: in libc with callbacks, in templates, deep in recursion, in a signal handler.
// Prints "ready" and runs for a minute at most.
#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <string>
#include <thread>
#include <vector>

namespace {

volatile unsigned sink;

int compare(const void* a, const void* b) { return *static_cast<const int*>(a) - *static_cast<const int*>(b); }

__attribute__((noinline)) unsigned descend(unsigned depth, unsigned value) {
  char text[64];
  if (depth == 0) return static_cast<unsigned>(snprintf(text, sizeof text, "%u %s", value, "end"));
  return descend(depth - 1, value * 31 + depth) + depth;
}

void sortAll(unsigned seed) {
  std::vector<int> numbers(200);
  for (int& number : numbers) number = static_cast<int>(seed = seed * 1103515245 + 12345);
  qsort(numbers.data(), numbers.size(), sizeof(int), compare);
  std::sort(numbers.begin(), numbers.end(), [](int a, int b) { return a % 1000 < b % 1000; });
  sink = static_cast<unsigned>(numbers[7]);
}

void fillMap(unsigned seed) {
  std::map<std::string, unsigned> words;
  for (unsigned i = 0; i < 50; i++) words[std::to_string(seed * i)] += i;
  sink = static_cast<unsigned>(words.size());
}

void handler(int signo) { sink = descend(30, static_cast<unsigned>(signo)); }

void work(unsigned number) {
  for (unsigned round = 0;; round++) {
    switch (number % 4) {
      case 0: sortAll(round); break;
      case 1: fillMap(round); break;
      case 2: sink = descend(round % 60, round); break;
      default: raise(SIGUSR1);
    }
  }
}

}  // namespace

int main() {
  alarm(60);
  signal(SIGUSR1, handler);
  std::vector<std::thread> threads;
  for (unsigned i = 0; i < 12; i++) threads.emplace_back(work, i);
  puts("ready");
  fflush(stdout);
  for (std::thread& thread : threads) thread.join();
}
