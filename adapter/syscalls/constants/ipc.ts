/** System V and POSIX message IPC: sets of constants, one a flag argument or field. Order is the order of printing. */
import { set } from './define.js';

export const ipcSets = {
  ipc_private: set('IPC_???', 'linux/ipc.h', 'IPC_PRIVATE'),
  ipc_get_flags: set('IPC_???', 'linux/ipc.h', 'IPC_CREAT IPC_EXCL IPC_NOWAIT'),
  msgctl_cmds: set('MSG_???', 'linux/msg.h', 'IPC_RMID IPC_SET IPC_STAT IPC_INFO MSG_STAT MSG_INFO MSG_STAT_ANY'),
  semctl_cmds: set(
    'SEM_???',
    'linux/sem.h',
    `
    IPC_RMID IPC_SET IPC_STAT IPC_INFO GETPID GETVAL GETALL GETNCNT GETZCNT SETVAL SETALL SEM_STAT SEM_INFO SEM_STAT_ANY
    `,
  ),
  shmctl_cmds: set('SHM_???', 'linux/shm.h', 'IPC_RMID IPC_SET IPC_STAT IPC_INFO SHM_LOCK SHM_UNLOCK SHM_STAT SHM_INFO SHM_STAT_ANY'),
  shm_get_flags: set('SHM_???', 'linux/shm.h linux/ipc.h', 'IPC_CREAT IPC_EXCL SHM_HUGETLB SHM_NORESERVE'),
  shm_at_flags: set('SHM_???', 'linux/shm.h', 'SHM_RDONLY SHM_RND SHM_REMAP SHM_EXEC'),
  shm_modes: set('SHM_???', 'linux/shm.h SHM_DEST=01000 SHM_LOCKED=02000', 'SHM_DEST SHM_LOCKED'),
  msg_rcv_flags: set('MSG_???', 'linux/msg.h linux/ipc.h', 'MSG_NOERROR MSG_EXCEPT MSG_COPY IPC_NOWAIT'),
  semop_flags: set('SEM_???', 'linux/sem.h linux/ipc.h', 'SEM_UNDO IPC_NOWAIT'),
  ipc_calls: set('???', 'linux/ipc.h', 'SEMOP SEMGET SEMCTL SEMTIMEDOP MSGSND MSGRCV MSGGET MSGCTL SHMAT SHMDT SHMGET SHMCTL'),
  mq_attr_flags: set('O_???', 'linux/fcntl.h', 'O_NONBLOCK'),
} as const;
