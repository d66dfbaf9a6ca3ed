/* For programs that make one family of system calls in ordinary and odd ways, so that two tracers can be compared. */
#pragma once
#define _GNU_SOURCE 1
#include <errno.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

/* The call by number, with whole registers: the C library neither checks nor changes anything. */
#define CALL(name, ...) syscall(SYS_##name, ##__VA_ARGS__)

/* Closes the descriptor that a call gave. */
#define CLOSE(fd) close((int)(fd))

/* An address at which nothing is mapped. */
#define NOWHERE ((void *)0x1000)
#define ALL_BITS 0xffffffffffffffffUL
#define LOW_BITS 0xffffffffUL

/* A page of memory (at the same address in every run) before one that is not mapped. */
#define EDGE_PAGE ((char *)0x20000000)
static inline char *edge_page(void) {
  static char *page;
  if (page == NULL) {
    page = mmap(EDGE_PAGE, 8192, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0);
    if (page == MAP_FAILED) exit(1);
    munmap(page + 4096, 4096);
  }
  return page;
}

/* A copy of `size` bytes that ends where mapped memory ends. */
static inline void *at_edge(const void *data, size_t size) { return memcpy(edge_page() + 4096 - size, data, size); }

/* The first half of a structure is readable, the rest is not. */
static inline void *across_edge(const void *data, size_t size) {
  size_t half = size / 2;
  return memcpy(edge_page() + 4096 - half, data, half);
}
