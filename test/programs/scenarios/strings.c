/* T24 strings: a string on the stack, a NULL path, a buffer that the kernel fills, escapes and truncation. */
#include <fcntl.h>
#include <string.h>
#include <unistd.h>
#include <sys/syscall.h>

int main(void)
{
	char path[64];
	char target[256];
	char odd[] = "tab\there, quote\", backslash\\, octal\001\0012, high\377, newline\n";
	char longText[100];

	strcpy(path, "/etc/hostname");
	close(open(path, O_RDONLY | O_CLOEXEC));
	syscall(SYS_openat, AT_FDCWD, NULL, O_RDONLY);
	symlink("/a/place/that/is/not/there", "strings.link");
	readlink("strings.link", target, sizeof target);
	readlink("strings.link", target, 5);
	unlink("strings.link");

	int fd = open("/dev/null", O_WRONLY);
	memset(longText, 'x', sizeof longText);
	write(fd, odd, sizeof odd - 1);
	write(fd, longText, 32);
	write(fd, longText, 33);
	write(fd, longText, sizeof longText);
	write(fd, "", 0);
	write(fd, "\0\0\0", 3);
	close(fd);
	access("", F_OK);
	return 0;
}
