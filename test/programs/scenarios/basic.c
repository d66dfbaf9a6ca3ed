/* T24 basic: getpid, open, write, close, exit. */
#include <fcntl.h>
#include <unistd.h>
#include <sys/syscall.h>

int main(void)
{
	syscall(SYS_getpid);
	int fd = open("basic.out", O_WRONLY | O_CREAT | O_TRUNC, 0644);
	write(fd, "hello, tracer\n", 14);
	close(fd);
	unlink("basic.out");
	_exit(7);
}
