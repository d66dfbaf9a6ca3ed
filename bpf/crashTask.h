/** Who a task is, as the helper's PID namespace and the caller's rights see it. */
#pragma once

#include <bpf/bpf_core_read.h>
#include <bpf/bpf_helpers.h>

#include "crashEvent.h"
#include "kernelTypes.h"

extern const volatile struct crash_settings settings;

enum { MAX_PID_LEVELS = 8, TASK_DUMPABLE_BY_USER = 1, DUMPABLE_MASK = 3 };

/** Its number in the helper's PID namespace; 0 outside of it. */
static __always_inline u32 pid_in_namespace(struct task_struct* task) {
  struct pid* pid = BPF_CORE_READ(task, thread_pid);
  if (!pid) return 0;
  const u32 level = BPF_CORE_READ(pid, level);
  for (u32 i = 0; i < MAX_PID_LEVELS; i++) {
    if (i > level) break;
    struct upid* number = (void*)pid + bpf_core_field_offset(pid->numbers) + i * bpf_core_type_size(struct upid);
    if (BPF_CORE_READ(number, ns, ns.inum) == settings.pid_namespace) return BPF_CORE_READ(number, nr);
  }
  return 0;
}

/** The dumpable state of prctl(2): the kernel clears it for programs that gained rights at execve. */
static __always_inline bool dumpable_by_user(struct mm_struct* mm) {
  u64 flags = 0;
  struct mm_struct___bitmap* bitmap = (void*)mm;
  struct mm_struct___word* word = (void*)mm;
  if (bpf_core_field_exists(bitmap->flags.__mm_flags)) {
    bpf_core_read(&flags, sizeof flags, &bitmap->flags.__mm_flags);
  } else if (bpf_core_field_exists(word->flags)) {
    bpf_core_read(&flags, sizeof flags, &word->flags);
  }
  return (flags & DUMPABLE_MASK) == TASK_DUMPABLE_BY_USER;
}

/** The rule of __ptrace_may_access (kernel/ptrace.c) for a caller without capabilities: all ids are the caller's, and dumpable. */
static __always_inline bool caller_may_see(struct task_struct* task, struct mm_struct* mm) {
  if (!settings.own_only) return 1;
  const struct cred* cred = BPF_CORE_READ(task, cred);
  const u32 uid = settings.uid, gid = settings.gid;
  if (BPF_CORE_READ(cred, uid.val) != uid || BPF_CORE_READ(cred, euid.val) != uid || BPF_CORE_READ(cred, suid.val) != uid) return 0;
  if (BPF_CORE_READ(cred, gid.val) != gid || BPF_CORE_READ(cred, egid.val) != gid || BPF_CORE_READ(cred, sgid.val) != gid) return 0;
  return mm && dumpable_by_user(mm);
}

static __always_inline struct kernfs_node* parent_group(struct kernfs_node* node) {
  struct kernfs_node___rcu* rcu = (void*)node;
  struct kernfs_node___plain* plain = (void*)node;
  if (bpf_core_field_exists(rcu->__parent)) return BPF_CORE_READ(rcu, __parent);
  if (bpf_core_field_exists(plain->parent)) return BPF_CORE_READ(plain, parent);
  return 0;
}

static __always_inline void copy_cgroup(struct crash_event* event, struct task_struct* task) {
  struct kernfs_node* node = BPF_CORE_READ(task, cgroups, dfl_cgrp, kn);
  for (u32 i = 0; i < CRASH_CGROUP_LEVELS; i++) {
    event->cgroup[i][0] = 0;
    if (!node) continue;
    bpf_probe_read_kernel_str(event->cgroup[i], CRASH_CGROUP_NAME, BPF_CORE_READ(node, name));
    node = parent_group(node);
  }
}

/** Real ids, the parent, names and the executable. `tid` and `pid` are filled already. */
static __always_inline void copy_identity(struct crash_event* event, struct task_struct* task, struct mm_struct* mm) {
  const struct cred* cred = BPF_CORE_READ(task, cred);
  event->uid = BPF_CORE_READ(cred, uid.val);
  event->gid = BPF_CORE_READ(cred, gid.val);
  event->start_ns = BPF_CORE_READ(task, group_leader, start_boottime);
  struct task_struct* parent = BPF_CORE_READ(task, real_parent, group_leader);
  event->parent_pid = pid_in_namespace(parent);
  bpf_probe_read_kernel(event->parent_comm, sizeof event->parent_comm, &parent->comm);
  bpf_probe_read_kernel(event->comm, sizeof event->comm, &task->comm);
  struct file* exe = BPF_CORE_READ(mm, exe_file);
  event->exe_inode = BPF_CORE_READ(exe, f_inode, i_ino);
  event->exe_device = BPF_CORE_READ(exe, f_inode, i_sb, s_dev);
  copy_cgroup(event, task);
}
