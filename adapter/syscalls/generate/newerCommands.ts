/**
 * ioctl commands that are newer than the distribution’s UAPI headers (Linux 6.1). By header below include/uapi/, with the
 * first release that has each: `NAME: [code, since]`. The sizes in these codes are the same on all ABIs.
 */
export const newerCommandsByHeader: Readonly<Record<string, Readonly<Record<string, readonly [code: number, since: string]>>>> = {
  'linux/pidfd.h': {
    PIDFD_GET_CGROUP_NAMESPACE: [0xff01, '6.11'],
    PIDFD_GET_IPC_NAMESPACE: [0xff02, '6.11'],
    PIDFD_GET_MNT_NAMESPACE: [0xff03, '6.11'],
    PIDFD_GET_NET_NAMESPACE: [0xff04, '6.11'],
    PIDFD_GET_PID_NAMESPACE: [0xff05, '6.11'],
    PIDFD_GET_PID_FOR_CHILDREN_NAMESPACE: [0xff06, '6.11'],
    PIDFD_GET_TIME_NAMESPACE: [0xff07, '6.11'],
    PIDFD_GET_TIME_FOR_CHILDREN_NAMESPACE: [0xff08, '6.11'],
    PIDFD_GET_USER_NAMESPACE: [0xff09, '6.11'],
    PIDFD_GET_UTS_NAMESPACE: [0xff0a, '6.11'],
    // struct pidfd_info has 64 bytes; its header defines the command anew as the struct grows.
    PIDFD_GET_INFO: [0xc040ff0b, '6.13'],
  },
  'linux/nsfs.h': {
    NS_GET_MNTNS_ID: [0x8008b705, '6.12'],
    NS_GET_PID_FROM_PIDNS: [0x8004b706, '6.11'],
    NS_GET_TGID_FROM_PIDNS: [0x8004b707, '6.11'],
    NS_GET_PID_IN_PIDNS: [0x8004b708, '6.11'],
    NS_GET_TGID_IN_PIDNS: [0x8004b709, '6.11'],
    NS_MNT_GET_INFO: [0x8010b70a, '6.12'],
    NS_MNT_GET_NEXT: [0x8010b70b, '6.12'],
    NS_MNT_GET_PREV: [0x8010b70c, '6.12'],
    NS_GET_ID: [0x8008b70d, '6.18'],
  },
  'linux/userfaultfd.h': {
    UFFDIO_MOVE: [0xc028aa05, '6.8'],
    UFFDIO_POISON: [0xc020aa08, '6.6'],
  },
  'linux/eventpoll.h': {
    EPIOCSPARAMS: [0x40088a01, '6.9'],
    EPIOCGPARAMS: [0x80088a02, '6.9'],
  },
  'linux/fs.h': {
    PAGEMAP_SCAN: [0xc0606610, '6.7'],
  },
  'linux/kvm.h': {
    KVM_SET_USER_MEMORY_REGION2: [0x40a0ae49, '6.8'],
    KVM_SET_MEMORY_ATTRIBUTES: [0x4020aed2, '6.8'],
    KVM_CREATE_GUEST_MEMFD: [0xc040aed4, '6.8'],
    KVM_PRE_FAULT_MEMORY: [0xc040aed5, '6.11'],
  },
};

/** The same, by name. */
export const newerCommands: ReadonlyMap<string, number> = new Map(
  Object.values(newerCommandsByHeader).flatMap((commands) => Object.entries(commands).map(([name, [code]]) => [name, code] as const)),
);

/** PIDFD_GET_INFO with struct pidfd_info of the later sizes 72 (6.16) and 80 (6.18). */
export const grownCommands: readonly (readonly [name: string, code: number])[] = [
  ['PIDFD_GET_INFO', 0xc048ff0b],
  ['PIDFD_GET_INFO', 0xc050ff0b],
];
