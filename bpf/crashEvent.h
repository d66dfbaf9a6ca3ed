/**
 * What bpf/crash.bpf.c and native/helper tell each other: settings before the programs are loaded, counts that both map, and
 * the records of the ring. Both sides are of one build; nobody else sees these.
 */
#pragma once

#include <linux/types.h>

enum {
  CRASH_PAGE = 4096,
  /** Stack is sent by the page, so that a small one takes little room. */
  CRASH_MAX_PAGES = 256,
  /** Bytes below the stack pointer that the ABI lets a function use. */
  CRASH_RED_ZONE = 128,
  CRASH_ARGUMENTS = 2048,
  CRASH_CGROUP_LEVELS = 8,
  CRASH_CGROUP_NAME = 96,
  CRASH_MEMORY_PIECES = 16,
  CRASH_MEMORY_BYTES = 128,
  /** How far before the address a piece begins. */
  CRASH_MEMORY_BEFORE = 32,
  CRASH_REGISTERS = 21,
  /** Index of the stack pointer among them. */
  CRASH_REGISTER_SP = 19,
  CRASH_VMA_BATCH = 64,
  /** More than vm.max_map_count allows by default; a process with more has its mappings from the stream. */
  CRASH_MAX_VMAS = 65536,
  CRASH_FILE_NAME = 32,
};

/** Section .rodata.settings: constant once the programs are loaded, so the verifier removes what is switched off. */
struct crash_settings {
  /** Bit n: signal n + 1. */
  __u64 signals;
  /** Inode of the helper's PID namespace: ids are those of it, and processes outside of it are not seen. */
  __u32 pid_namespace;
  /** Of the caller. */
  __u32 uid;
  __u32 gid;
  /** Only processes that the caller could trace by ptrace(2). */
  __u32 own_only;
  /** Filters; pid 0: every process. */
  __u32 wanted_pid;
  __u32 filter_uid;
  __u32 wanted_uid;
  __u32 max_pages;
  __u32 without_fault_place;
  __u32 reserved;
  __u64 ring_bytes;
};

/** Section .data.counts. */
struct crash_counts {
  __u64 detected;
  __u64 filtered;
  __u64 captured;
  __u64 dropped;
  /** Of captured. */
  __u64 reduced;
  /** The exit hook found the memory of an exiting thread still there. */
  __u64 exit_sees_memory;
};

enum crash_record_kind { CRASH_RECORD_CRASH = 1, CRASH_RECORD_STACK = 2, CRASH_RECORD_VMAS = 3 };

/** What every record of the ring begins with. */
struct crash_record {
  __u32 kind;
  __u32 reserved;
  /** Names the crash that all of its records belong to. */
  __u64 id;
};

/** A piece of user memory; `length` 0: not readable. */
struct crash_memory {
  __u64 address;
  __u32 offset;
  __u32 length;
  __u8 bytes[CRASH_MEMORY_BYTES];
};

struct crash_vma {
  __u64 start;
  __u64 end;
  __u64 flags;
  __u64 page_offset;
  __u64 inode;
  __u32 device;
  __u32 has_file;
  /** Last part of the file's path; the helper knows whole paths by device and inode. */
  char name[CRASH_FILE_NAME];
};

enum crash_flag {
  CRASH_HANDLED = 1,
  CRASH_STACK_COMPLETE = 2,
  CRASH_STACK_REDUCED = 4,
  CRASH_HAS_FAULT_VMA = 8,
  CRASH_FAULT_UNMAPPED = 16,
  /** The exit hook will tell the mappings. */
  CRASH_VMAS_FOLLOW = 32,
};

/** CRASH_RECORD_CRASH; its CRASH_RECORD_STACKs follow. */
struct crash_event {
  struct crash_record record;
  __u64 time_ns;
  /** Of the process, CLOCK_BOOTTIME. */
  __u64 start_ns;
  __u32 pid;
  __u32 tid;
  __u32 parent_pid;
  __u32 flags;
  __u32 uid;
  __u32 gid;
  __s32 signo;
  __s32 code;
  __u64 address;
  __u32 sender_pid;
  __u32 pages;
  __u64 trap_number;
  __u64 error_code;
  __u64 fault_register;
  __u64 stack_address;
  __u64 start_brk;
  __u64 brk;
  __u64 start_stack;
  __u64 exe_inode;
  __u32 exe_device;
  __u32 argument_bytes;
  char comm[16];
  char parent_comm[16];
  __u64 registers[CRASH_REGISTERS];
  __u64 fs_base;
  __u64 gs_base;
  __u64 ds;
  __u64 es;
  __u64 fs;
  __u64 gs;
  struct crash_vma fault_vma;
  /** From the process's own group upwards; the root has an empty name. */
  char cgroup[CRASH_CGROUP_LEVELS][CRASH_CGROUP_NAME];
  struct crash_memory instructions;
  /** Around the addresses in the general registers. */
  struct crash_memory memory[CRASH_MEMORY_PIECES];
  __u8 arguments[CRASH_ARGUMENTS];
};

struct crash_stack {
  struct crash_record record;
  __u8 page[CRASH_PAGE];
};

/** What the exit hook found: `count` of them; the one with `last` set ends them. */
struct crash_vmas {
  struct crash_record record;
  __u32 count;
  __u32 last;
  /** errno of the kernel's iterator, negative; or 0. */
  __s32 error;
  __u32 reserved;
  struct crash_vma vmas[CRASH_VMA_BATCH];
};
