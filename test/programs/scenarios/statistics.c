/* T24 statistics: 100 × open, write, close and one failing open. */
#include <fcntl.h>
#include <unistd.h>

int main(void)
{
	for (int i = 0; i < 100; i++) {
		int fd = open("/dev/null", O_WRONLY);
		write(fd, "x", 1);
		close(fd);
	}
	open("/there/is/no/such/file", O_RDONLY);
	return 0;
}
