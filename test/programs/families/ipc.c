/* System V shared memory, semaphores and messages; POSIX message queues. */
#include "family.h"
#include <fcntl.h>
#include <mqueue.h>
#include <signal.h>
#include <sys/ipc.h>
#include <sys/msg.h>
#include <sys/sem.h>
#include <sys/shm.h>
#include <time.h>

static long made(int key) { return CALL(msgget, key, 0xffffffff); }

int main(void) {
  CALL(shmget, 0x1234, 4096, 0600);
  CALL(shmget, IPC_PRIVATE, ALL_BITS, IPC_CREAT | IPC_EXCL | SHM_HUGETLB | (21 << 26) | 0777);
  int shm = CALL(shmget, IPC_PRIVATE, 8192, IPC_CREAT | 0640);
  CALL(shmat, shm, 0x50000000, SHM_RDONLY);
  CALL(shmat, -1, NULL, 0xffffffff);
  CALL(shmat, shm, 0x50000001, SHM_RND | SHM_REMAP | SHM_EXEC);
  CALL(shmdt, 0x50000000);
  CALL(shmdt, NULL);
  CALL(shmctl, -1, IPC_STAT, NOWHERE);
  CALL(shmctl, shm, SHM_LOCK, NULL);
  CALL(shmctl, shm, 0x123, NOWHERE);
  CALL(shmctl, shm, IPC_RMID, NULL);
  CALL(shmctl, -1, IPC_RMID, NULL);
  int sem = CALL(semget, IPC_PRIVATE, 2, IPC_CREAT | IPC_EXCL | 0600);
  CALL(semget, 7, -1, 0xffffffff);
  struct sembuf operations[2] = {{0, 1, IPC_NOWAIT}, {1, 2, SEM_UNDO | 0x10}};
  struct timespec timeout = {1, 2};
  CALL(semop, sem, operations, 2);
  CALL(semop, -1, NOWHERE, 2);
  CALL(semop, sem, operations, 0);
  CALL(semtimedop, sem, operations, 1, &timeout);
  CALL(semtimedop, -1, operations, 2, NULL);
  CALL(semctl, sem, 0, GETVAL, 0);
  CALL(semctl, sem, 0, SETVAL, 5);
  CALL(semctl, sem, 0, 0x99, 5);
  CALL(semctl, sem, 0, IPC_RMID, 0);
  int msg = CALL(msgget, IPC_PRIVATE, IPC_CREAT | 0600);
  CALL(msgctl, made(5), IPC_RMID, NULL);
  struct {
    long type;
    char text[8];
  } message = {3, "message"};
  CALL(msgsnd, msg, &message, 8, IPC_NOWAIT);
  CALL(msgsnd, -1, NOWHERE, 8, 0xffffffff);
  CALL(msgrcv, msg, &message, 8, 0, MSG_NOERROR);
  CALL(msgrcv, msg, &message, 8, -5L, IPC_NOWAIT | MSG_EXCEPT);
  CALL(msgctl, msg, 0x77, NOWHERE);
  CALL(msgctl, msg, IPC_RMID, NULL);
  struct mq_attr attributes = {O_NONBLOCK, 5, 64, 0}, old;
  CALL(mq_open, "queue-of-a-test", O_RDONLY, 0, NULL);
  int queue = CALL(mq_open, "queue-of-a-test", O_RDWR | O_CREAT | O_NONBLOCK, 0600, &attributes);
  CALL(mq_open, NOWHERE, O_CREAT, 01777, NOWHERE);
  CALL(mq_timedsend, queue, "text", 4, 7, NULL);
  char buffer[64];
  unsigned priority;
  CALL(mq_timedreceive, queue, buffer, 64, &priority, &timeout);
  CALL(mq_timedreceive, queue, buffer, 64, NULL, NOWHERE);
  CALL(mq_getsetattr, queue, &attributes, &old);
  CALL(mq_getsetattr, queue, NULL, NULL);
  struct sigevent event = {.sigev_notify = SIGEV_SIGNAL, .sigev_signo = SIGUSR1};
  CALL(mq_notify, queue, &event);
  CALL(mq_notify, queue, NULL);
  CALL(mq_unlink, "queue-of-a-test");
  CALL(mq_unlink, NULL);
  char random[8];
  CALL(getrandom, NULL, 0, 0);
  CALL(getrandom, NOWHERE, 8, 7);
  CALL(getrandom, random, 8, 0x10);
  return 0;
}
