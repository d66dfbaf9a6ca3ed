/*
 * Makes every ioctl command of a list with arguments of several kinds. No command reaches the kernel: a seccomp filter
 * answers each with the result that the caller chose, so that also what a command fills in can be compared.
 *
 *   ioctl ERRNO CODES: ERRNO 0 for success. CODES: a file of numbers in hex, one a line.
 */
#define _GNU_SOURCE
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { HALF = 0x10000, ROOM = 0x8000, MOST = 100000 };

/* Answers all ioctl calls with `result` from now on. */
static void answer(int result)
{
	struct sock_filter filter[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, __NR_ioctl, 0, 1),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | result),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
	};
	struct sock_fprog program = { sizeof(filter) / sizeof(*filter), filter };
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 || prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) != 0) exit(2);
}

static void words(char *at, unsigned first, unsigned step)
{
	for (int i = 0; i < ROOM; i += 4, first += step) memcpy(at + i, &first, 4);
}

int main(int argc, char **argv)
{
	static unsigned codes[MOST];
	int count = 0;
	FILE *list = fopen(argc == 3 ? argv[2] : "", "r");
	if (list == NULL) return 2;
	while (count < MOST && fscanf(list, "%x", &codes[count]) == 1) count++;
	fclose(list);
	/* The second half cannot be read. */
	char *base = mmap((void *)0x10000000, 2 * HALF, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0);
	if (base == MAP_FAILED || mprotect(base + HALF, HALF, PROT_NONE) != 0) return 2;
	char *data = base + ROOM;
	answer(atoi(argv[1]));
	for (int i = 0; i < count; i++) {
		long code = codes[i];
		syscall(__NR_ioctl, -1, code, 0L);
		syscall(__NR_ioctl, -1, code, 0x12345678L);
		syscall(__NR_ioctl, -1, code, base + HALF);
		memset(data, 0, ROOM);
		syscall(__NR_ioctl, -1, code, data);
		words(data, 1, 0);
		syscall(__NR_ioctl, -1, code, data);
		words(data, 2, 1);
		syscall(__NR_ioctl, -1, code, data);
		for (int k = 0; k < ROOM; k++) data[k] = (char)k;
		syscall(__NR_ioctl, -1, code, data);
		for (int k = 0; k < ROOM; k++) data[k] = (char)('a' + k % 26);
		syscall(__NR_ioctl, -1, code, data);
		memset(data, 0xff, ROOM);
		syscall(__NR_ioctl, -1, code, data);
	}
	return 0;
}
