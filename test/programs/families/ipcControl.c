/* semctl, msgctl and shmctl: each command with its struct, with IPC_64, of ids
 * that are none, and at the edge of memory. */
#include "family.h"
#include <sys/ipc.h>
#include <sys/msg.h>
#include <sys/sem.h>
#include <sys/shm.h>
int main(void) {
  static long bufl[400];
  char *buf = (char *)bufl;
  int id = CALL(semget, IPC_PRIVATE, 3, 0600);
  int cmds[] = {IPC_RMID, IPC_SET,  IPC_STAT, IPC_INFO, GETPID,
                GETVAL,   GETALL,   GETNCNT,  GETZCNT,  SETVAL,
                SETALL,   SEM_STAT, SEM_INFO, 20,       99};
  for (int i = 0; i < sizeof cmds / sizeof *cmds; i++) {
    CALL(semctl, -1, 1, cmds[i], NULL);
    CALL(semctl, -1, 1, cmds[i], 0x1000);
    CALL(semctl, -1, 1, cmds[i], buf);
    CALL(semctl, -1, 1, cmds[i] | 0x100, buf);
    if (i) {
      CALL(semctl, id, 1, cmds[i], buf);
      CALL(semctl, id, 1, cmds[i] | 0x100, buf);
      CALL(semctl, 0, 1, cmds[i], buf);
    }
  }
  CALL(semctl, id, 0, IPC_RMID, 0);
  int mid = CALL(msgget, IPC_PRIVATE, 0600);
  int mc[] = {IPC_SET, IPC_STAT, IPC_INFO, MSG_STAT, MSG_INFO, 13, 99};
  for (int i = 0; i < sizeof mc / sizeof *mc; i++) {
    memset(bufl, 0, sizeof bufl);
    CALL(msgctl, -1, mc[i], NULL);
    CALL(msgctl, -1, mc[i], 0x1000);
    CALL(msgctl, -1, mc[i], buf);
    CALL(msgctl, -1, mc[i], at_edge(buf, 50));
    CALL(msgctl, mid, mc[i], buf);
    CALL(msgctl, mid, mc[i] | 0x100, buf);
    CALL(msgctl, 0, mc[i], buf);
  }
  CALL(msgctl, mid, IPC_STAT, buf);
  bufl[1] = -1;
  bufl[3] = 12;
  CALL(msgctl, -1, IPC_SET, buf);
  CALL(msgctl, mid, IPC_SET, buf);
  CALL(msgctl, mid, 0x100 | IPC_SET, buf);
  CALL(msgctl, mid, IPC_RMID, 0);
  int sid = CALL(shmget, IPC_PRIVATE, 4096, 0600);
  int sc[] = {IPC_SET,  IPC_STAT, IPC_INFO, SHM_LOCK, SHM_UNLOCK,
              SHM_STAT, SHM_INFO, 15,       99};
  for (int i = 0; i < sizeof sc / sizeof *sc; i++) {
    memset(bufl, 0, sizeof bufl);
    CALL(shmctl, -1, sc[i], NULL);
    CALL(shmctl, -1, sc[i], 0x1000);
    CALL(shmctl, -1, sc[i], buf);
    CALL(shmctl, sid, sc[i], buf);
    CALL(shmctl, sid, sc[i] | 0x100, buf);
    CALL(shmctl, 0, sc[i], buf);
  }
  CALL(shmctl, sid, IPC_STAT, buf);
  CALL(shmctl, sid, IPC_SET, buf);
  CALL(shmctl, sid, IPC_RMID, 0);
}
