/** Memory: sets of constants, one a flag argument or field. Order is the order of printing. */
import { set } from './define.js';

export const memorySets = {
  mmap_prot: set('PROT_???', 'linux/mman.h', 'PROT_NONE PROT_READ PROT_WRITE PROT_EXEC PROT_SEM PROT_GROWSDOWN PROT_GROWSUP'),
  mmap_types: set('MAP_???', 'linux/mman.h', 'MAP_FILE MAP_SHARED MAP_PRIVATE MAP_SHARED_VALIDATE MAP_DROPPABLE'),
  mmap_flags: set(
    'MAP_???',
    'linux/mman.h',
    `
    MAP_FIXED MAP_ANONYMOUS MAP_32BIT MAP_NORESERVE MAP_POPULATE MAP_NONBLOCK MAP_GROWSDOWN MAP_DENYWRITE MAP_EXECUTABLE MAP_LOCKED MAP_STACK
    MAP_HUGETLB MAP_SYNC MAP_FIXED_NOREPLACE MAP_ABOVE4G
    `,
  ),
  mremap_flags: set('MREMAP_???', 'linux/mman.h', 'MREMAP_MAYMOVE MREMAP_FIXED MREMAP_DONTUNMAP'),
  madvise: set(
    'MADV_???',
    'linux/mman.h',
    `
    MADV_NORMAL MADV_RANDOM MADV_SEQUENTIAL MADV_WILLNEED MADV_DONTNEED MADV_FREE MADV_REMOVE MADV_DONTFORK MADV_DOFORK MADV_MERGEABLE
    MADV_UNMERGEABLE MADV_HUGEPAGE MADV_NOHUGEPAGE MADV_DONTDUMP MADV_DODUMP MADV_WIPEONFORK MADV_KEEPONFORK MADV_COLD MADV_PAGEOUT
    MADV_POPULATE_READ MADV_POPULATE_WRITE MADV_DONTNEED_LOCKED MADV_COLLAPSE MADV_HWPOISON MADV_SOFT_OFFLINE MADV_GUARD_INSTALL
    MADV_GUARD_REMOVE
    `,
  ),
  mlock_flags: set('MLOCK_???', 'linux/mman.h', 'MLOCK_ONFAULT'),
  mlockall_flags: set('MCL_???', 'linux/mman.h', 'MCL_CURRENT MCL_FUTURE MCL_ONFAULT'),
  msync_flags: set('MS_???', 'linux/mman.h', 'MS_SYNC MS_ASYNC MS_INVALIDATE'),
  pkey_access: set('PKEY_???', 'linux/mman.h', 'PKEY_DISABLE_ACCESS PKEY_DISABLE_WRITE PKEY_DISABLE_EXECUTE'),
  memfd_flags: set('MFD_???', 'linux/memfd.h', 'MFD_CLOEXEC MFD_ALLOW_SEALING MFD_HUGETLB MFD_NOEXEC_SEAL MFD_EXEC'),
  mempolicy_modes: set(
    'MPOL_???',
    'linux/mempolicy.h',
    `
    MPOL_DEFAULT MPOL_PREFERRED MPOL_BIND MPOL_INTERLEAVE MPOL_LOCAL MPOL_PREFERRED_MANY MPOL_WEIGHTED_INTERLEAVE
    `,
  ),
  mempolicy_mode_flags: set('MPOL_???', 'linux/mempolicy.h', 'MPOL_F_STATIC_NODES MPOL_F_RELATIVE_NODES MPOL_F_NUMA_BALANCING'),
  mbind_flags: set('MPOL_???', 'linux/mempolicy.h', 'MPOL_MF_STRICT MPOL_MF_MOVE MPOL_MF_MOVE_ALL'),
  move_pages_flags: set('MPOL_???', 'linux/mempolicy.h', 'MPOL_MF_MOVE MPOL_MF_MOVE_ALL'),
  get_mempolicy_flags: set('MPOL_???', 'linux/mempolicy.h', 'MPOL_F_NODE MPOL_F_ADDR MPOL_F_MEMS_ALLOWED'),
  membarrier_cmds: set(
    'MEMBARRIER_CMD_???',
    'linux/membarrier.h',
    `
    MEMBARRIER_CMD_QUERY MEMBARRIER_CMD_GLOBAL MEMBARRIER_CMD_GLOBAL_EXPEDITED MEMBARRIER_CMD_REGISTER_GLOBAL_EXPEDITED
    MEMBARRIER_CMD_PRIVATE_EXPEDITED MEMBARRIER_CMD_REGISTER_PRIVATE_EXPEDITED MEMBARRIER_CMD_PRIVATE_EXPEDITED_SYNC_CORE
    MEMBARRIER_CMD_REGISTER_PRIVATE_EXPEDITED_SYNC_CORE MEMBARRIER_CMD_PRIVATE_EXPEDITED_RSEQ MEMBARRIER_CMD_REGISTER_PRIVATE_EXPEDITED_RSEQ
    MEMBARRIER_CMD_GET_REGISTRATIONS
    `,
  ),
  membarrier_flags: set('MEMBARRIER_CMD_FLAG_???', 'linux/membarrier.h', 'MEMBARRIER_CMD_FLAG_CPU'),
  memfd_secret_flags: set('', 'linux/fcntl.h', 'O_CLOEXEC'),
  userfaultfd_flags: set('UFFD_???', 'linux/userfaultfd.h linux/fcntl.h', 'UFFD_USER_MODE_ONLY O_NONBLOCK O_CLOEXEC'),
  shadow_stack_flags: set('SHADOW_STACK_???', 'linux/mman.h', 'SHADOW_STACK_SET_TOKEN SHADOW_STACK_SET_MARKER'),
} as const;
