/* A 64-bit program that makes a getpid of the 64-bit, of the 32-bit and of the x32 table. */
#include <sys/syscall.h>
#include <unistd.h>

int main(void) {
  long result;
  syscall(SYS_getpid);
  __asm__ volatile("int $0x80" : "=a"(result) : "a"(20) : "memory", "r8", "r9", "r10", "r11");
  syscall(0x40000000 | SYS_getpid);
  return 0;
}
