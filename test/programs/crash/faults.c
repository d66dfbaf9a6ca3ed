// Crashes in the way that its argument names, three calls below main. A comment with the name marks the line of each fault.
#define _GNU_SOURCE
#include <assert.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define FUNCTION __attribute__((noinline, noclone)) static
// Keeps a call from becoming a jump, and values from being known.
#define STAY __asm__ volatile("" ::: "memory")

struct item {
  long weight[3];
  int *count;
};

static const char constant[] = "text in read-only memory";
static volatile int zero, minusOne = -1, sink;
static volatile long page = 4096;
static void *volatile hidden;

FUNCTION void *unknown(void *pointer) {
  hidden = pointer;
  return hidden;
}

FUNCTION void nullPointer(void) {
  const struct item *item = unknown(NULL);
  sink = (int)item->weight[2];  // nullPointer
  STAY;
}
FUNCTION void nullWrite(void) {
  struct item *item = unknown(NULL);
  item->weight[1] = 42;  // nullWrite
  STAY;
}
FUNCTION void useAfterUnmap(void) {
  char *memory = mmap(NULL, 16 * page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  char *freed = unknown(memory + 4 * page);
  munmap(freed, 8 * page);
  freed[page + 100] = 1;  // useAfterUnmap
  STAY;
}
FUNCTION int descend(volatile char *previous, int depth) {
  volatile char room[200];
  room[depth % 200] = previous[0];
  if (depth < zero) return 0;
  return descend(room, depth + 1) + room[1];  // stackOverflow
}
FUNCTION void stackOverflow(void) {
  sink = descend((volatile char *)"x", 0);  // CALLS DESCEND
  STAY;
}
FUNCTION void readOnlyWrite(void) {
  char *text = unknown((void *)constant);
  text[5] = 'X';  // readOnlyWrite
  STAY;
}
FUNCTION void badJump(void) {
  void (*function)(void) = (void (*)(void))unknown((void *)0x12345670UL);
  function();  // badJump
  STAY;
}
FUNCTION void nullJump(void) {
  void (*function)(void) = (void (*)(void))unknown(NULL);
  function();  // nullJump
  STAY;
}
FUNCTION void dataJump(void) {
  unsigned char code[64] = {0xc3};
  void (*function)(void) = (void (*)(void))unknown(code);
  function();  // dataJump
  STAY;
}
FUNCTION void nonCanonical(void) {
  const char *pointer = unknown((void *)0x4847464544434241UL);
  sink = pointer[8];  // nonCanonical
  STAY;
}
FUNCTION void insideLibc(void) {
  sink = (int)strlen(unknown(NULL));  // insideLibc
  STAY;
}
FUNCTION void protectedPage(void) {
  char *memory = mmap(NULL, 2 * page, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  sink = ((char *)unknown(memory))[page + 8];  // protectedPage
  STAY;
}
FUNCTION void overrun(void) {
  char *memory = mmap(NULL, 3 * page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  munmap(memory + page, page);
  char *buffer = unknown(memory);
  for (long i = 0; i < 2 * page; i++) buffer[i] = 1;  // overrun
  STAY;
}
FUNCTION void division(void) {
  sink = 7 / zero;  // division
  STAY;
}
FUNCTION void divisionOverflow(void) {
  sink = (INT_MIN + zero) / minusOne;  // divisionOverflow
  STAY;
}
FUNCTION void trap(void) {
  __asm__ volatile("ud2");  // trap
  STAY;
}
FUNCTION void privileged(void) {
  __asm__ volatile("hlt");  // privileged
  STAY;
}
FUNCTION void breakpoint(void) {
  __asm__ volatile("int3");  // breakpoint
  STAY;
}
FUNCTION void misaligned(void) {
  static char bytes[64] __attribute__((aligned(16)));
  __asm__ volatile("movaps %%xmm0, (%0)" ::"r"(unknown(bytes + 8)) : "memory");  // misaligned
  STAY;
}
FUNCTION void beyondFile(void) {
  int file = memfd_create("short file", 0);
  if (ftruncate(file, 100) != 0) return;
  char *memory = mmap(NULL, 4 * page, PROT_READ, MAP_SHARED, file, 0);
  sink = ((char *)unknown(memory))[2 * page];  // beyondFile
  STAY;
}
FUNCTION void aborted(void) {
  abort();  // aborted
}
FUNCTION void assertion(void) {
  assert(zero == 1);  // assertion
  STAY;
}
FUNCTION void doubleFree(void) {
  char *memory = unknown(malloc(100));
  free(memory);
  free(hidden);  // doubleFree
  STAY;
}
FUNCTION __attribute__((optimize("no-omit-frame-pointer", "stack-protector-all"))) void stackSmash(void) {
  char buffer[16];
  memset(unknown(buffer), 'A', 40 + (size_t)zero);
  sink = buffer[3];
}  // stackSmash
FUNCTION __attribute__((optimize("no-stack-protector"))) void returnOverwritten(void) {
  void *volatile *frame = __builtin_frame_address(0);
  frame[1] = (void *)0x4847464544434241UL;
}  // returnOverwritten
FUNCTION void sent(void) {
  kill(getpid(), SIGSEGV);  // sent
  STAY;
}
FUNCTION int deepest(int depth) {
  if (depth > 0) return deepest(depth - 1) + sink;  // AGAIN
  return ((const volatile int *)unknown(NULL))[3];  // deep
}
FUNCTION void deep(void) {
  sink = deepest(1000);  // CALLS DEEPEST
  STAY;
}

static void *threadBody(void *argument) {
  nullPointer();  // CALLS NULLPOINTER
  return argument;
}
FUNCTION void thread(void) {
  pthread_t id;
  pthread_create(&id, NULL, threadBody, NULL);
  pthread_join(id, NULL);
}
static void *overflowBody(void *argument) {
  sink = descend((volatile char *)"x", 0);
  return argument;
}
FUNCTION void threadOverflow(void) {
  pthread_t id;
  pthread_create(&id, NULL, overflowBody, NULL);
  pthread_join(id, NULL);
}

static void crashingHandler(int signal) {
  sink = ((const volatile int *)unknown(NULL))[signal];  // handler
}
FUNCTION void handler(void) {
  signal(SIGUSR1, crashingHandler);
  raise(SIGUSR1);  // RAISES
  STAY;
}

static sigjmp_buf resume;
static void recover(int signal) {
  (void)signal;
  siglongjmp(resume, 1);
}
FUNCTION void handled(void) {
  signal(SIGSEGV, recover);
  if (sigsetjmp(resume, 1) == 0) nullPointer();  // CALLS HANDLED
}

static const struct {
  const char *name;
  void (*crash)(void);
} kinds[] = {
#define KIND(name) {#name, name}
    KIND(nullPointer),   KIND(nullWrite),  KIND(useAfterUnmap),    KIND(stackOverflow), KIND(readOnlyWrite), KIND(badJump),           KIND(nullJump),
    KIND(dataJump),      KIND(nonCanonical), KIND(insideLibc),     KIND(protectedPage), KIND(overrun),       KIND(division),          KIND(divisionOverflow),
    KIND(trap),          KIND(privileged), KIND(breakpoint),       KIND(misaligned),    KIND(beyondFile),    KIND(aborted),           KIND(assertion),
    KIND(doubleFree),    KIND(stackSmash), KIND(returnOverwritten), KIND(sent),         KIND(deep),          KIND(thread),            KIND(threadOverflow),
    KIND(handler),       KIND(handled),
};

FUNCTION void middle(void (*crash)(void)) {
  crash();  // MIDDLE
  STAY;
}
FUNCTION void outer(void (*crash)(void)) {
  middle(crash);  // OUTER
  STAY;
}

int main(int argc, char **argv) {
  for (size_t i = 0; argc > 1 && i < sizeof kinds / sizeof *kinds; i++) {
    if (strcmp(argv[1], kinds[i].name) != 0) continue;
    outer(kinds[i].crash);  // MAIN
    return 0;
  }
  fprintf(stderr, "usage: %s KIND\n", argv[0]);
  return 2;
}
