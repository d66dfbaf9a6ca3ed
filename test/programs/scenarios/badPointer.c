/* T24 bad pointer: memory that the tracee cannot read either, and structures across an unmapped page. */
#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <time.h>
#include <unistd.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/uio.h>

int main(void)
{
	char *page = mmap(NULL, 8192, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	char *edge = page + 4096;

	munmap(edge, 4096);
	memset(page, 'y', 4096);
	syscall(SYS_write, 1, 1, 5);
	syscall(SYS_openat, AT_FDCWD, 1, O_RDONLY);
	syscall(SYS_openat, AT_FDCWD, edge - 4, O_RDONLY);
	syscall(SYS_nanosleep, edge - 8, NULL);
	syscall(SYS_nanosleep, 16, 32);
	syscall(SYS_write, -1, edge - 10, 20);
	syscall(SYS_readv, -1, edge - 8, 2);
	syscall(SYS_writev, -1, 8, 2);
	syscall(SYS_poll, edge - 4, 2, 0);
	syscall(SYS_stat, "/", edge - 8);
	syscall(SYS_execve, 1, 2, 3);
	syscall(SYS_execve, "/not/there", edge - 8, NULL);
	syscall(SYS_pipe2, edge - 4, O_CLOEXEC);
	return 0;
}
