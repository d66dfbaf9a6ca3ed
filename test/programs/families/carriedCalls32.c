/* i386 only: calls that socketcall and ipc carry, in the forms that are chosen,
 * counted and shown apart: known and unknown numbers, blocks that cannot be
 * read, the old msgrcv, the union of semctl. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <string.h>
#include <sys/ipc.h>
#include <sys/mman.h>
#include <sys/msg.h>
#include <sys/sem.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { SEMGET = 2, SEMCTL = 3, MSGSND = 11, MSGRCV = 12, MSGGET = 13, MSGCTL = 14, VERSION_1 = 1 << 16, NEW_FORM = 0x100 };

static char *end;
static char buf[256];

static void sockets(int null) {
  unsigned tcp[6] = {2, 1, 0}, hello[6] = {null, (unsigned)"hello world", 8, 0};
  syscall(SYS_socketcall, 1, tcp);
  syscall(SYS_socketcall, 9, hello);
  syscall(SYS_socketcall, 9, 8);
  syscall(SYS_socketcall, 9, end - 4);
  syscall(SYS_socketcall, 0, hello);
  syscall(SYS_socketcall, 99, null);
  syscall(SYS_socketcall, null, hello);
  for (int i = 0; i < 22; i++) {
    unsigned numbers[6] = {0x81, 0x82, 0x83, 0x84, 0x85, 0x86};
    syscall(SYS_socketcall, i, numbers);
  }
}

static void messages(void) {
  int q = syscall(SYS_ipc, MSGGET, IPC_PRIVATE, 0600, 0, 0, 0);
  struct {
    long type;
    char text[48];
  } given = {1, "hello"};
  struct {
    void *at;
    long type;
  } kludge = {buf, 0};
  for (int i = 0; i < 3; i++) syscall(SYS_ipc, MSGSND, q, 5, 0, &given, 0);
  syscall(SYS_ipc, MSGRCV, q, 5, 0, &kludge, 77);
  syscall(SYS_ipc, MSGRCV, q, 5, IPC_NOWAIT, &kludge, 0);
  kludge.type = -3;
  syscall(SYS_ipc, MSGRCV, q, 5, MSG_NOERROR, memcpy(end - sizeof kludge, &kludge, sizeof kludge), 0);
  syscall(SYS_ipc, MSGRCV, q, 5, IPC_NOWAIT, &kludge, -7);
  syscall(SYS_ipc, MSGRCV, q, 5, IPC_NOWAIT, end - 4, 5);
  syscall(SYS_ipc, MSGRCV, q, 5, IPC_NOWAIT, end, 5);
  syscall(SYS_ipc, MSGRCV, q, 5, IPC_NOWAIT, 0, 5);
  syscall(SYS_ipc, VERSION_1 | MSGRCV, q, 5, IPC_NOWAIT, buf, 5);
  syscall(SYS_ipc, 2 * VERSION_1 | MSGRCV, q, -1, IPC_NOWAIT, buf, -5);
  syscall(SYS_ipc, VERSION_1 | MSGSND, q, -1, IPC_NOWAIT, &given, -5);
  syscall(SYS_ipc, MSGCTL, q, NEW_FORM | IPC_RMID, 0, end, 0);
}

static void semaphores(void) {
  static const int commands[] = {IPC_SET, IPC_STAT, IPC_INFO, GETPID, GETVAL, GETALL, GETNCNT, SETVAL, SETALL, SEM_STAT, SEM_INFO, 20, 99};
  int s = syscall(SYS_ipc, SEMGET, IPC_PRIVATE, 1, 0600, 0, 0);
  for (unsigned i = 0; i < 2 * sizeof commands / sizeof *commands; i++) {
    int command = commands[i / 2] | (i % 2 ? NEW_FORM : 0);
    unsigned plain[] = {1, 0, (unsigned)buf, (unsigned)end - 40};
    unsigned zero[64] = {0}, given = command == SETVAL ? 2 : (unsigned)zero;
    if (commands[i / 2] != IPC_SET) syscall(SYS_ipc, SEMCTL, s, 0, command, &given, 0);
    for (int k = 0; k < 4; k++) syscall(SYS_ipc, SEMCTL, -1, 0, command, &plain[k], 0);
    syscall(SYS_ipc, SEMCTL, -1, 0, command, 8, 0);
    syscall(SYS_ipc, SEMCTL, -1, 0, command, end - 2, 0);
    syscall(SYS_ipc, SEMCTL, -1, 0, command, 0, 0);
  }
  syscall(SYS_ipc, SEMCTL, s, 0, IPC_RMID, buf, 0);
  syscall(SYS_semctl, -1, 0, IPC_STAT, 1);
}

int main(void) {
  end = mmap(0, 8192, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  end += 4096;
  munmap(end, 4096);
  int null = open("/dev/null", O_RDWR);
  sockets(null);
  messages();
  semaphores();
  for (int i = 0; i < 26; i++) {
    unsigned numbers[6] = {0x81, 0x82, 0x83, 0x84, 0x85, 0x86};
    if (i == SEMGET || i == MSGGET || i == 23) continue; /* what is there is not ours */
    syscall(SYS_ipc, i, -1, 2, 0x93, numbers, 0x95);
    syscall(SYS_ipc, VERSION_1 | i, -1, 2, 0x93, 8, 0x95);
  }
  syscall(SYS_ipc, 99, null, 2, 3, buf, 0);
  unsigned map[6] = {0, 4096, 1, 1, null, 0};
  syscall(SYS_mmap, map);
  return 0;
}
