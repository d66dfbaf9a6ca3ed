/* main → code without unwind information, written at run time, → callee; "null" as argument: main → a call to address 0. */
#include <signal.h>
#include <string.h>
#include <sys/mman.h>

__attribute__((noinline)) static void callee(void) { raise(SIGTRAP); }

__attribute__((noinline)) static void call(void (*function)(void (*)(void)), void (*argument)(void)) {
  function(argument);
  __asm__ volatile("");
}

int main(int argc, char **argv) {
  (void)argv;
  /* push rbp; mov rbp, rsp; call rdi; pop rbp; ret */
  static const unsigned char code[] = {0x55, 0x48, 0x89, 0xe5, 0xff, 0xd7, 0x5d, 0xc3};
  void *memory = mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  memcpy(memory, code, sizeof code);
  call(argc > 1 ? NULL : (void (*)(void (*)(void)))memory, callee);
  return 0;
}
