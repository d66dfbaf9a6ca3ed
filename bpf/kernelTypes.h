/**
 * The parts of the kernel's types that our programs read. Written by hand, each with the fields that are used and no others:
 * preserve_access_index makes clang note every access, and libbpf puts the running kernel's offsets in at load (CO-RE). So the
 * build needs no vmlinux.h (3 MB, of one kernel) and no bpftool, and what we depend on can be read here.
 *
 * A type with `___word` behind its name is a flavour: the same kernel type as other versions have it.
 */
#pragma once

#include <linux/types.h>

typedef __u8 u8;
typedef __u16 u16;
typedef __s32 s32;
typedef __u32 u32;
typedef __u64 u64;
typedef _Bool bool;

#pragma clang attribute push(__attribute__((preserve_access_index)), apply_to = record)

/* include/uapi/asm-generic/siginfo.h: __sifields is a union of structs. */
struct siginfo_sender {
  int _pid;
};
struct siginfo_fault {
  void* _addr;
};
union __sifields {
  struct siginfo_sender _kill;
  struct siginfo_fault _sigfault;
};
struct kernel_siginfo {
  int si_signo;
  int si_errno;
  int si_code;
  union __sifields _sifields;
};

struct sigaction {
  void* sa_handler;
};
struct k_sigaction {
  struct sigaction sa;
};

struct ns_common {
  unsigned int inum;
};
struct pid_namespace {
  struct ns_common ns;
};
struct upid {
  int nr;
  struct pid_namespace* ns;
};
struct pid {
  unsigned int level;
  struct upid numbers[1];
};

typedef struct {
  unsigned int val;
} kuid_t;
typedef struct {
  unsigned int val;
} kgid_t;
struct cred {
  kuid_t uid;
  kgid_t gid;
  kuid_t suid;
  kgid_t sgid;
  kuid_t euid;
  kgid_t egid;
};

struct qstr {
  const unsigned char* name;
};
struct dentry {
  struct qstr d_name;
};
struct path {
  struct dentry* dentry;
};
struct super_block {
  unsigned int s_dev;
};
struct inode {
  unsigned long i_ino;
  struct super_block* i_sb;
};
struct file {
  struct path f_path;
  struct inode* f_inode;
};

struct vm_area_struct {
  unsigned long vm_start;
  unsigned long vm_end;
  unsigned long vm_flags;
  unsigned long vm_pgoff;
  struct file* vm_file;
};

struct mm_struct {
  unsigned long start_stack;
  unsigned long start_brk;
  unsigned long brk;
  unsigned long arg_start;
  unsigned long arg_end;
  struct file* exe_file;
};
/* Before Linux 6.18. */
struct mm_struct___word {
  unsigned long flags;
};
/* From 6.18 on a bitmap in a struct. */
typedef struct {
  unsigned long __mm_flags[1];
} mm_flags_t;
struct mm_struct___bitmap {
  mm_flags_t flags;
};

struct kernfs_node {
  const char* name;
};
/* Before Linux 6.15. */
struct kernfs_node___plain {
  struct kernfs_node* parent;
};
/* From 6.15 on. */
struct kernfs_node___rcu {
  struct kernfs_node* __parent;
};
struct cgroup {
  struct kernfs_node* kn;
};
struct css_set {
  struct cgroup* dfl_cgrp;
};

/* arch/x86/include/asm/processor.h */
struct thread_struct {
  unsigned short es;
  unsigned short ds;
  unsigned short fsindex;
  unsigned short gsindex;
  unsigned long fsbase;
  unsigned long gsbase;
  unsigned long cr2;
  unsigned long trap_nr;
  unsigned long error_code;
};

struct task_struct {
  int pid;
  int tgid;
  char comm[16];
  void* stack;
  struct mm_struct* mm;
  struct task_struct* group_leader;
  struct task_struct* real_parent;
  struct pid* thread_pid;
  const struct cred* cred;
  struct css_set* cgroups;
  u64 start_boottime;
  unsigned long sas_ss_sp;
  unsigned long sas_ss_size;
  struct thread_struct thread;
};

#pragma clang attribute pop

/* include/uapi/linux/bpf.h of later kernels: whether a helper exists is asked by its number's name. */
enum bpf_func_id___asked {
  BPF_FUNC_task_pt_regs___asked = 1,
  BPF_FUNC_find_vma___asked = 2,
};

/* kernel/bpf/task_iter.c (Linux 6.7): its size is part of the interface. */
struct bpf_iter_task_vma {
  u64 __opaque[1];
} __attribute__((aligned(8)));
