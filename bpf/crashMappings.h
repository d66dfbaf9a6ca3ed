/** The mappings of a process, one by one. */
#pragma once

#include <bpf/bpf_core_read.h>
#include <bpf/bpf_helpers.h>

#include "crashEvent.h"
#include "kernelTypes.h"

extern int bpf_iter_task_vma_new(struct bpf_iter_task_vma* it, struct task_struct* task, u64 addr) __weak __ksym;
extern struct vm_area_struct* bpf_iter_task_vma_next(struct bpf_iter_task_vma* it) __weak __ksym;
extern void bpf_iter_task_vma_destroy(struct bpf_iter_task_vma* it) __weak __ksym;

static __always_inline void copy_mapping(struct crash_vma* to, struct vm_area_struct* vma) {
  to->start = BPF_CORE_READ(vma, vm_start);
  to->end = BPF_CORE_READ(vma, vm_end);
  to->flags = BPF_CORE_READ(vma, vm_flags);
  to->page_offset = BPF_CORE_READ(vma, vm_pgoff);
  struct file* file = BPF_CORE_READ(vma, vm_file);
  to->has_file = file != 0;
  to->inode = BPF_CORE_READ(file, f_inode, i_ino);
  to->device = BPF_CORE_READ(file, f_inode, i_sb, s_dev);
  to->name[0] = 0;
  if (file) bpf_probe_read_kernel_str(to->name, sizeof to->name, BPF_CORE_READ(file, f_path.dentry, d_name.name));
}
