/* T24 fork + exec + wait: one child runs a program, one exits with a status, one is killed. */
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>
#include <sys/wait.h>

int main(void)
{
	int status;
	pid_t child = fork();

	if (child == 0) {
		char *argv[] = {"true", "one argument", "another", NULL};
		char *envp[] = {"KEY=value", NULL};
		execve("/bin/true", argv, envp);
		_exit(127);
	}
	waitpid(child, &status, 0);

	child = fork();
	if (child == 0)
		_exit(3);
	wait4(child, &status, 0, NULL);

	child = vfork();
	if (child == 0)
		_exit(0);
	wait4(-1, &status, 0, NULL);

	child = fork();
	if (child == 0) {
		kill(getpid(), SIGTERM);
		_exit(1);
	}
	wait4(child, &status, WUNTRACED, NULL);
	wait4(-1, &status, 0, NULL);
	return 0;
}
